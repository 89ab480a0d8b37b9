"""Addresses of work that goes on."""

from django.urls import path

from sonae_web.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.index, name="index"),
    path("<uuid:id>/", views.job, name="job"),
    path("<uuid:id>/state/", views.state, name="state"),
    path("<uuid:id>/cancel/", views.cancel, name="cancel"),
    path("<uuid:id>/restart/", views.restart, name="restart"),
]
