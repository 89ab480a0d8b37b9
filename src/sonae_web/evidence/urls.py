"""Addresses of the evidence."""

from django.urls import path

from sonae_web.evidence import views

app_name = "evidence"
urlpatterns = [
    path("", views.overview, name="list"),
    path("new/", views.hand_in, name="new"),
    path("<uuid:piece>/", views.piece, name="piece"),
    path("<uuid:piece>/file/", views.download, name="file"),
    path("<uuid:piece>/withdraw/", views.withdraw, name="withdraw"),
]
