"""Addresses of the result."""

from django.urls import path

from sonae_web.risk import views

app_name = "risk"
urlpatterns = [
    path("", views.result, name="result"),
    path("assess/", views.assess, name="assess"),
    path("history/", views.history, name="history"),
    path("basis/", views.basis, name="basis"),
]
