"""Addresses of the company."""

from django.urls import path

from sonae_web.company import places, views

app_name = "company"
urlpatterns = [
    path("", views.edit, name="edit"),
    path("typical/", views.typical, name="typical"),
    path("people/", places.who, name="people"),
    path("people/invite/", places.invite, name="invite"),
    path("people/<slug:kind>/<uuid:id>/end/", places.end, name="end"),
    path("log/", places.log, name="log"),
    path("invitation/<str:key>/", places.invitation, name="invitation"),
    path("choose/", views.choose, name="choose"),
]
