"""Reports to print and to hand over."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sonae import case
from sonae.report import render as rendering
from sonae.values import Lang
from sonae_web.company.access import with_company
from sonae_web.company.forms import lang
from sonae_web.company.models import Company
from sonae_web.diagnosis import queries as diagnoses
from sonae_web.risk import queries


@require_GET
@with_company
def index(request: HttpRequest, company: Company) -> HttpResponse:
    """What can be printed, and what it is for."""
    stored = queries.latest(company)
    if stored is None:
        return render(request, "risk/empty.html", {"complete": diagnoses.complete(diagnoses.find(company))})
    report = queries.report(stored, lang())
    return render(request, "report/index.html", {"report": report, "outdated": stored.outdated})


@require_GET
@never_cache
@with_company
def executive(request: HttpRequest, company: Company) -> HttpResponse:
    """The executive report as PDF, in the language of the page or of ``?lang=``."""
    stored = queries.latest(company)
    if stored is None:
        return redirect("report:index")
    wanted: Lang = "en" if request.GET.get("lang", lang()) == "en" else "ja"
    pdf = rendering.pdf(queries.report(stored, wanted))
    return _file(pdf, "application/pdf", f"sonae-{stored.value.case.as_of}.pdf")


@require_GET
@never_cache
@with_company
def case_file(request: HttpRequest, company: Company) -> HttpResponse:
    """Everything that was answered, as a file that the command line reads: the data belong to the company."""
    stored = queries.latest(company)
    if stored is None:
        return redirect("report:index")
    note = _("Made by Sonae. Read it with: sonae assess FILE")
    text = f"# {note}\n{case.to_toml(stored.value.case)}"
    return _file(text.encode(), "application/toml", f"sonae-{stored.value.case.as_of}.toml")


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    disposition = "inline" if kind == "application/pdf" else "attachment"
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": f'{disposition}; filename="{name}"'})
