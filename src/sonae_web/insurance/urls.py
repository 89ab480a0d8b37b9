"""Addresses of insurance contracts."""

from django.urls import path

from sonae_web.insurance import claims, drafts, sheets, views

app_name = "insurance"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("file/", views.add_file, name="add_file"),
    path("sample/", views.add_sample, name="add_sample"),
    path("template.xlsx", views.template, name="template"),
    path("new/", drafts.begin, name="begin"),
    path("entry/<uuid:draft_id>/drop/", drafts.drop, name="drop"),
    path("entry/<uuid:draft_id>/check/", drafts.check, name="check"),
    path("entry/<uuid:draft_id>/finish/", drafts.finish, name="finish"),
    path("entry/<uuid:draft_id>/<slug:step>/", drafts.step, name="step"),
    path("<uuid:policy_id>/", views.show, name="show"),
    path("<uuid:policy_id>/what-if/", claims.what_if, name="what_if"),
    path("<uuid:policy_id>/sheets/", sheets.sheets, name="sheets"),
    path("sheet/<uuid:sheet_id>/", sheets.frozen, name="frozen"),
    path("<uuid:policy_id>/edit/", drafts.begin, name="edit"),
    path("<uuid:policy_id>/delete/", views.delete, name="delete"),
    path("<uuid:policy_id>/policy.toml", views.as_file, name="as_file"),
    path("<uuid:policy_id>/policy.xlsx", views.as_sheet, name="as_sheet"),
]
