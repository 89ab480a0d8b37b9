"""Addresses of the reports."""

from django.urls import path

from sonae_web.report import views

app_name = "report"
urlpatterns = [
    path("", views.index, name="index"),
    path("executive.pdf", views.executive, name="executive"),
    path("case.toml", views.case_file, name="case"),
]
