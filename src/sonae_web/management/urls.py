"""Addresses of the owner's view."""

from django.urls import path

from sonae_web.management import views

app_name = "management"
urlpatterns = [
    path("", views.overview, name="map"),
    path("appetite/", views.appetite, name="appetite"),
    path("<slug:name>/", views.framework, name="framework"),
]
