"""Addresses of the hotline: below ``line/`` those of reporters, who are nobody to us."""

from django.urls import path

from sonae_web.hotline import box, setup, talk, views

app_name = "hotline"
urlpatterns = [
    path("", setup.line, name="line"),
    path("open-line/", setup.open_line, name="open_line"),
    path("keep/", setup.keep, name="keep"),
    path("recipient/", setup.add, name="add"),
    path("recipient/<uuid:id>/end/", setup.end, name="end"),
    path("register/<str:key>/", setup.register, name="register"),
    path("poster.pdf", setup.poster, name="poster"),
    path("box/", box.box, name="box"),
    path("box/open/", box.unlock, name="open"),
    path("box/lock/", box.lock, name="lock"),
    path("box/<uuid:id>/", box.case, name="case"),
    path("box/<uuid:id>/file/<int:number>/", box.parcel, name="file"),
    path("line/<str:token>/", views.start, name="start"),
    path("line/<str:token>/about/", views.about, name="about"),
    path("line/<str:token>/odd/", views.odd, name="odd"),
    path("line/<str:token>/tip/", views.tip, name="tip"),
    path("line/<str:token>/typed-back/", views.typed_back, name="typed_back"),
    path("line/<str:token>/read/", talk.talk, name="talk"),
]
