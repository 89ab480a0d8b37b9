"""Addresses of a supporter."""

from django.urls import path

from sonae_web.portfolio import views

app_name = "portfolio"
urlpatterns = [
    path("", views.clients, name="list"),
    path("invite/", views.invite, name="invite"),
    path("<uuid:company>/open/", views.open_client, name="open"),
]
