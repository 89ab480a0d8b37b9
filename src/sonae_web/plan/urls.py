"""Addresses of the plan."""

from django.urls import path

from sonae_web.plan import views

app_name = "plan"
urlpatterns = [
    path("", views.steps, name="list"),
    path("at/", views.at, name="at"),
    path("adopt/", views.adopt, name="adopt"),
    path("search/", views.search, name="search"),
]
