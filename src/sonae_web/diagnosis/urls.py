"""Addresses of the questions."""

from django.urls import path

from sonae_web.diagnosis import asking, views

app_name = "diagnosis"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("answer/", views.answer, name="answer"),
    path("people/", asking.people, name="people"),
    path("people/ask/", asking.ask, name="ask"),
    path("people/take/", asking.take_over, name="take_over"),
    path("people/<uuid:inquiry>/stop/", asking.stop, name="stop"),
    path("reply/<str:token>/", asking.reply, name="reply"),
    path("<slug:part>/", views.part, name="part"),
]
