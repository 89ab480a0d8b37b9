"""Addresses of the reports."""

from django.urls import path

from sonae_web.report import views

app_name = "report"
urlpatterns = [
    path("", views.index, name="index"),
    path("executive.pdf", views.executive, name="executive"),
    path("case.toml", views.case_file, name="case"),
    path("logo/", views.logo, name="logo"),
    path("logo.png", views.logo_file, name="logo_file"),
    path("<slug:name>/", views.sheet, name="sheet"),
    path("<slug:name>.<slug:kind>", views.sheet_file, name="sheet_file"),
]
