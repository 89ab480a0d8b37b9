"""Addresses of the archive."""

from django.urls import path

from sonae_web.archive import views

app_name = "archive"
urlpatterns = [
    path("", views.page, name="page"),
    path("file/", views.file, name="file"),
    path("enter/", views.enter, name="enter"),
]
