"""Reports to print and to hand over."""

import json

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from sonae import case
from sonae.faults import InputError
from sonae.report import printing, sheets
from sonae.report import render as rendering
from sonae.values import Lang
from sonae_web import faults
from sonae_web.company.access import with_company
from sonae_web.company.forms import lang
from sonae_web.company.models import Company
from sonae_web.diagnosis import queries as diagnoses
from sonae_web.report import logos
from sonae_web.report import queries as papers
from sonae_web.risk import queries


class LogoForm(forms.Form):
    """A picture for the papers."""

    logo = forms.FileField(label=gettext_lazy("Logo (PNG, JPEG or WebP, up to 2 MB)"))


@require_GET
@with_company
def index(request: HttpRequest, company: Company) -> HttpResponse:
    """What can be printed, and what it is for."""
    stored = queries.latest(company)
    if stored is None:
        return render(request, "risk/empty.html", {"complete": diagnoses.complete(diagnoses.find(company))})
    report = queries.report(stored, lang())
    context = {"report": report, "outdated": stored.outdated, "logo": bool(logos.png(company)), "form": LogoForm()}
    return render(request, "report/index.html", context)


@require_GET
@never_cache
@with_company
def executive(request: HttpRequest, company: Company) -> HttpResponse:
    """The executive report as PDF, in the language of the page or of ``?lang=``."""
    stored = queries.latest(company)
    if stored is None:
        return redirect("report:index")
    wanted: Lang = "en" if request.GET.get("lang", lang()) == "en" else "ja"
    pdf = rendering.pdf(queries.report(stored, wanted), logos.png(company))
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


@require_GET
@with_company
def sheet(request: HttpRequest, company: Company, name: str) -> HttpResponse:
    """A longer paper as a page."""
    if name not in sheets.NAMES:
        raise Http404(name)
    stored = queries.latest(company)
    if stored is None:
        return redirect("report:index")
    paper, report = papers.sheet(name, company, stored, timezone.localdate(), lang())
    pictures = {
        section.picture: mark_safe(printing.picture(section.picture, report))  # our own SVG; its texts are escaped
        for section in paper.sections
        if section.picture
    }
    sections = [(section, pictures.get(section.picture, "")) for section in paper.sections]
    context = {"sheet": paper, "sections": sections, "outdated": stored.outdated, "logo": bool(logos.png(company))}
    return render(request, "report/sheet.html", context)


@require_GET
@never_cache
@with_company
def sheet_file(request: HttpRequest, company: Company, name: str, kind: str) -> HttpResponse:
    """A longer paper as PDF or JSON, in the language of the page or of ``?lang=``."""
    if name not in sheets.NAMES or kind not in ("pdf", "json"):
        raise Http404(name)
    stored = queries.latest(company)
    if stored is None:
        return redirect("report:index")
    wanted: Lang = "en" if request.GET.get("lang", lang()) == "en" else "ja"
    paper, report = papers.sheet(name, company, stored, timezone.localdate(), wanted)
    file = f"sonae-{name}-{stored.value.case.as_of}.{kind}"
    if kind == "json":
        text = json.dumps(sheets.document(paper), ensure_ascii=False, indent=1)
        return _file(text.encode(), "application/json", file)
    return _file(printing.pdf(paper, report, logos.png(company)), "application/pdf", file)


@require_POST
@with_company
def logo(request: HttpRequest, company: Company) -> HttpResponse:
    """Keep a logo, or take it away."""
    if "remove" in request.POST:
        logos.keep(company=company, data=b"", now=timezone.now())
        messages.success(request, _("The logo is gone."))
        return redirect("report:index")
    form = LogoForm(request.POST, request.FILES)
    data = b""
    if form.is_valid():
        try:
            data = logos.drawn(form.cleaned_data["logo"].read(logos.MOST_BYTES + 1))
        except InputError as error:
            faults.beside(form, error)
    if not data:
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return redirect("report:index")
    logos.keep(company=company, data=data, now=timezone.now())
    messages.success(request, _("The logo stands on your papers now."))
    return redirect("report:index")


@require_GET
@with_company
def logo_file(request: HttpRequest, company: Company) -> HttpResponse:
    """The logo for the page."""
    data = logos.png(company)
    if not data:
        raise Http404
    return HttpResponse(data, content_type="image/png", headers={"X-Content-Type-Options": "nosniff"})
