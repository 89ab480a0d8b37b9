"""Addresses of the rulebook."""

from django.urls import path

from sonae_web.rulebook import views

app_name = "rulebook"
urlpatterns = [
    path("", views.overview, name="list"),
    path("particulars/", views.particulars, name="particulars"),
    path("stars/", views.stars, name="stars"),
    path("rules.docx", views.whole, name="whole"),
    path("version/<uuid:version>/", views.version, name="version"),
    path("version/<uuid:version>/rule.<slug:kind>", views.version_file, name="version_file"),
    path("<slug:rule>/", views.edit, name="edit"),
    path("<slug:rule>/draft.<slug:kind>", views.draft_file, name="draft_file"),
]
