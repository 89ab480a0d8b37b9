"""Addresses: one word, one subject."""

from django.urls import include, path
from django.views.generic import RedirectView, TemplateView
from django.views.i18n import set_language

from sonae_web.home import views as home
from sonae_web.incident import lifeline

urlpatterns = [
    path("", home.home, name="start"),
    path("account/", include("sonae_web.account.urls")),
    path("company/", include("sonae_web.company.urls")),
    path("diagnosis/", include("sonae_web.diagnosis.urls")),
    path("insurance/", include("sonae_web.insurance.urls")),
    path("cover/", include("sonae_web.cover.urls")),
    path("risk/", include("sonae_web.risk.urls")),
    path("supplier/", include("sonae_web.supplier.urls")),
    path("task/", include("sonae_web.task.urls")),
    path("management/", include("sonae_web.management.urls")),
    path("evidence/", include("sonae_web.evidence.urls")),
    path("rulebook/", include("sonae_web.rulebook.urls")),
    path("plan/", include("sonae_web.plan.urls")),
    path("portfolio/", include("sonae_web.portfolio.urls")),
    path("archive/", include("sonae_web.archive.urls")),
    path("report/", include("sonae_web.report.urls")),
    path("incident/", include("sonae_web.incident.urls")),
    path("hotline/", include("sonae_web.hotline.urls")),
    path("emergency/", lifeline.first, name="emergency"),
    path("emergency/<slug:name>/", lifeline.book, name="emergency_book"),
    path("jobs/", include("sonae_web.jobs.urls")),
    path("menu/", TemplateView.as_view(template_name="menu.html"), name="menu"),
    path("help/", TemplateView.as_view(template_name="help.html"), name="help"),
    path("styleguide/", TemplateView.as_view(template_name="styleguide.html"), name="styleguide"),
    path("language/", set_language, name="language"),
    path("favicon.ico", RedirectView.as_view(url="/static/sonae/favicon.svg", permanent=True), name="favicon"),
]

handler400 = "sonae_web.errors.bad_request"
handler403 = "sonae_web.errors.refused"
handler404 = "sonae_web.errors.not_found"
handler500 = "sonae_web.errors.defect"
