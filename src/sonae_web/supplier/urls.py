"""Addresses of business partners."""

from django.urls import path

from sonae_web.supplier import views

app_name = "supplier"
urlpatterns = [
    path("", views.overview, name="list"),
    path("new/", views.new, name="new"),
    path("table/", views.add_file, name="add_file"),
    path("table/sample.csv", views.sample, name="sample"),
    path("answer/", views.answer, name="answer"),
    path("<uuid:partner>/", views.edit, name="edit"),
    path("<uuid:partner>/remove/", views.remove, name="remove"),
]
