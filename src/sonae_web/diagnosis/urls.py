"""Addresses of the questions."""

from django.urls import path

from sonae_web.diagnosis import views

app_name = "diagnosis"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("answer/", views.answer, name="answer"),
    path("<slug:part>/", views.part, name="part"),
]
