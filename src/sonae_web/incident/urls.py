"""Addresses of incidents."""

from django.urls import path

from sonae_web.incident import desk, kit, people, views

app_name = "incident"
urlpatterns = [
    path("", views.index, name="list"),
    path("new/", views.new, name="new"),
    path("kit/", kit.page, name="kit"),
    path("kit/alarm/", kit.alarm, name="alarm"),
    path("kit/card/", kit.card, name="card"),
    path("kit/drop/<uuid:id>/", kit.drop, name="drop"),
    path("evidence/<uuid:id>/", views.exhibit, name="exhibit"),
    path("pack/<uuid:id>/", views.pack, name="pack"),
    path("<uuid:id>/", views.case, name="case"),
    path("guest/<str:token>/", people.guest, name="guest"),
    path("people/<uuid:id>/end/", people.dismiss, name="dismiss"),
    path("<uuid:id>/people/", people.page, name="people"),
    path("<uuid:id>/people/guests/", people.invite, name="guests"),
    path("<uuid:id>/people/partners/", people.partners, name="partners"),
    path("<uuid:id>/people/custody/", people.custody, name="custody"),
    path("<uuid:id>/step/", desk.step, name="step"),
    path("<uuid:id>/event/", desk.event, name="event"),
    path("<uuid:id>/duty/", desk.duty, name="duty"),
    path("<uuid:id>/cost/", desk.cost, name="cost"),
    path("<uuid:id>/personal/", desk.personal, name="personal"),
    path("<uuid:id>/state/", desk.state, name="state"),
    path("<uuid:id>/move/", desk.move, name="move"),
    path("<uuid:id>/outage/", desk.outage, name="outage"),
    path("<uuid:id>/evidence/", desk.evidence, name="evidence"),
    path("<uuid:id>/pack/", desk.freeze, name="freeze"),
    path("<uuid:id>/findings/", desk.findings, name="findings"),
    path("<uuid:id>/notice/<slug:kind>/", desk.notice, name="notice"),
    path("<uuid:id>/calendar/", views.calendar, name="calendar"),
    path("<uuid:id>/record/", views.record, name="record"),
]
