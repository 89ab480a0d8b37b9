"""Addresses of the tasks."""

from django.urls import path

from sonae_web.task import exercises, views

app_name = "task"
urlpatterns = [
    path("", views.overview, name="list"),
    path("take/", views.take, name="take"),
    path("new/", views.new, name="new"),
    path("link/", views.link, name="link"),
    path("mail/", views.mail, name="mail"),
    path("calendar/<str:token>.ics", views.calendar, name="calendar"),
    path("exercise/", exercises.index, name="exercises"),
    path("exercise/held/<uuid:id>/", exercises.held, name="held"),
    path("exercise/<slug:card>/", exercises.exercise, name="exercise"),
    path("<uuid:task>/", views.edit, name="edit"),
    path("<uuid:task>/done/", views.done, name="done"),
]
