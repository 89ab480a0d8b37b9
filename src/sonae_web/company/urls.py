"""Addresses of the company."""

from django.urls import path

from sonae_web.company import views

app_name = "company"
urlpatterns = [
    path("", views.edit, name="edit"),
    path("typical/", views.typical, name="typical"),
]
