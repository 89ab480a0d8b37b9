"""Addresses of what insurance leaves."""

from django.urls import path

from sonae_web.cover import views

app_name = "cover"
urlpatterns = [
    path("", views.year, name="year"),
]
