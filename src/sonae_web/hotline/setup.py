"""The owner's pages: opening the hotline, who receives, the poster. Nothing of any Tip is here; five in a year make a count."""

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sonae.hotline import words
from sonae_web.company.access import may, with_company
from sonae_web.company.forms import lang
from sonae_web.company.models import Company
from sonae_web.hotline import actions, queries
from sonae_web.hotline.box import me
from sonae_web.hotline.forms import KeepForm, RecipientForm, RegisterForm
from sonae_web.hotline.models import Line


@require_GET
@never_cache
@with_company
def line(request: HttpRequest, company: Company) -> HttpResponse:
    """The hotline of the company as everybody inside may see it."""
    return _page(request, company, RecipientForm())


def _page(request: HttpRequest, company: Company, form: RecipientForm, **context: Any) -> HttpResponse:
    row = queries.line(company)
    people = queries.recipients(company)
    shown = {
        "line": row,
        "address": address(request, row) if row else "",
        "people": [(entry, queries.value(entry)) for entry in people],
        "form": form,
        "keep": KeepForm(initial={"days": row.keep_days if row else words.load().usual_days}),
        "figures": queries.figures(company, timezone.localdate()),
        "outside": any(queries.value(entry).outside and entry.public for entry in people),
        "others": any(entry.public and entry.kind != "owner" for entry in people),
        "reads": bool(queries.mine(company, me(), server=settings.SERVER)),
        "decides": not settings.SERVER or may(request, "hotline:open_line", "D"),
        "duties": words.load().duties,
        "limits": words.limits(employees=company.employees, server=settings.SERVER),
    }
    return render(request, "hotline/line.html", shown | context, status=422 if form.errors else 200)


def address(request: HttpRequest, row: Line) -> str:
    """The whole address of the reporter's page, as the poster has it."""
    return request.build_absolute_uri(reverse("hotline:start", args=(row.token,)))


@require_POST
@with_company
def open_line(request: HttpRequest, company: Company) -> HttpResponse:
    """Open the hotline."""
    actions.open_line(company=company, today=timezone.localdate())
    return redirect("hotline:line")


@require_POST
@with_company
def keep(request: HttpRequest, company: Company) -> HttpResponse:
    """For how long closed Tips are kept."""
    form = KeepForm(request.POST)
    if not form.is_valid():
        return _page(request, company, RecipientForm(), keep=form)
    actions.keep_for(company=company, days=form.cleaned_data["days"])
    messages.success(request, _("Saved."))
    return redirect("hotline:line")


@require_POST
@never_cache
@with_company
def add(request: HttpRequest, company: Company) -> HttpResponse:
    """Enter a recipient; the link for the pass phrase is shown once."""
    form = RecipientForm(request.POST)
    if not form.is_valid():
        return _page(request, company, form)
    row, key = actions.add_recipient(company=company, **form.cleaned_data)
    link = request.build_absolute_uri(reverse("hotline:register", args=(key,)))
    return _page(request, company, RecipientForm(), link=link, entered=queries.value(row))


@require_POST
@with_company
def end(request: HttpRequest, company: Company, id: UUID) -> HttpResponse:  # noqa: A002
    """Somebody no longer receives."""
    actions.end_recipient(company=company, recipient=id, today=timezone.localdate())
    return redirect("hotline:line")


@require_http_methods(["GET", "POST"])
@never_cache
@with_company
def register(request: HttpRequest, company: Company, key: str) -> HttpResponse:
    """A recipient reads the rules and chooses a pass phrase."""
    row = queries.invited(company, key)
    if row is None:
        raise Http404
    form = RegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        phrase = form.cleaned_data["phrase"]
        actions.register(recipient=row, phrase=phrase, person=me(), today=timezone.localdate())
        return redirect("hotline:open")
    context = {"form": form, "row": row, "duties": words.load().duties}
    return render(request, "hotline/register.html", context, status=422 if form.errors else 200)


@require_GET
@with_company
def poster(request: HttpRequest, company: Company) -> HttpResponse:
    """The poster as PDF, A4."""
    from sonae.report import posters

    row = queries.line(company)
    if row is None:
        raise Http404
    paper = posters.pdf(company.name, address(request, row), lang(), _day(row), reachable=settings.SERVER)
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="hotline-poster.pdf"'
    return response


def _day(row: Line) -> date:
    return row.opened_on
