"""Addresses of what insurance leaves open."""

from django.urls import path

from sonae_web.cover import pages, views

app_name = "cover"
urlpatterns = [
    path("", views.year, name="year"),
    path("gaps/", pages.overview, name="gaps"),
    path("gaps/<slug:gap>/", pages.accept, name="accept"),
    path("readiness/", pages.lights, name="lights"),
    path("readiness/<slug:item>/", pages.answer, name="answer"),
]
