"""Tasks on their pages, and as a calendar behind a secret link."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sonae import task as tasks
from sonae.task import State
from sonae.values import Lang
from sonae_web.company.access import with_company
from sonae_web.company.forms import lang
from sonae_web.company.models import Company
from sonae_web.task import actions, queries
from sonae_web.task.forms import DigestForm, TaskForm


def _today() -> date:
    return timezone.localdate()


@require_GET
@with_company
def overview(request: HttpRequest, company: Company) -> HttpResponse:
    """What is overdue, due soon, later and done; what the plan offers; calendar and mail."""
    row = queries.digest(company)
    form = DigestForm(initial={"address": row.address if row else ""})
    return render(request, "task/list.html", _overview(request, company, form))


def _overview(request: HttpRequest, company: Company, form: DigestForm, token: str = "") -> dict[str, Any]:
    entries = queries.entries(company, _today(), lang())
    link = request.build_absolute_uri(reverse("task:calendar", args=(token,))) if token else ""
    return {
        "groups": [
            (state, [entry for entry in entries if entry.state is state])
            for state in (State.OVERDUE, State.SOON, State.LATER, State.DONE)
        ],
        "any": bool(entries),
        "offered": len(queries.not_taken(company, entries)),
        "feed": queries.feed(company),
        "link": link,
        "form": form,
        "mail": queries.mail(company, lang(), _today(), f"{request.scheme}://{request.get_host()}"),
    }


@require_POST
@with_company
def take(request: HttpRequest, company: Company) -> HttpResponse:
    """Make tasks of what the plan advises."""
    measures = queries.not_taken(company, queries.entries(company, _today(), lang()))
    count = actions.take(company=company, measures=measures, now=timezone.localtime())
    messages.success(
        request, _("Added %(count)s tasks, two weeks apart. Change days and names as you like.") % {"count": count}
    )
    return redirect("task:list")


@require_http_methods(["GET", "POST"])
@with_company
def new(request: HttpRequest, company: Company) -> HttpResponse:
    """A task of the company's own."""
    form = TaskForm(request.POST or None, own=True)
    if request.method == "POST" and form.is_valid():
        actions.add(company=company, values=form.cleaned_data, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("task:list")
    return render(request, "task/edit.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@with_company
def edit(request: HttpRequest, company: Company, task: uuid.UUID) -> HttpResponse:
    """One task: how to do it, who, until when."""
    entry = queries.entry(company, task, _today(), lang())
    if entry is None:
        raise Http404
    row, own = entry.row, entry.measure is None
    if request.method == "GET":
        initial = {"title": row.title, "owner": row.owner, "due": row.due, "note": row.note}
        return render(request, "task/edit.html", {"form": TaskForm(initial=initial, own=own), "entry": entry})
    form = TaskForm(request.POST, own=own)
    if not form.is_valid():
        return render(request, "task/edit.html", {"form": form, "entry": entry}, status=422)
    actions.change(company=company, task_id=task, values=form.cleaned_data, now=timezone.now())
    messages.success(request, _("Saved."))
    return redirect("task:list")


@require_POST
@with_company
def done(request: HttpRequest, company: Company, task: uuid.UUID) -> HttpResponse:
    """Mark as done, or undo that."""
    if queries.entry(company, task, _today(), lang()) is None:
        raise Http404
    finished = "undo" not in request.POST
    actions.finish(company=company, task_id=task, done=finished, now=timezone.now())
    if finished:
        messages.success(request, _("Done. Keep the evidence and look at the answer again."))
    else:
        messages.info(request, _("Back among the open tasks."))
    return redirect("task:list")


@require_POST
@with_company
def link(request: HttpRequest, company: Company) -> HttpResponse:
    """Make a new calendar link, shown once; or stop it."""
    if "stop" in request.POST:
        actions.stop_link(company=company, now=timezone.now())
        messages.success(request, _("The calendar link no longer works."))
        return redirect("task:list")
    token = actions.new_link(company=company, lang=lang(), now=timezone.now())
    row = queries.digest(company)
    form = DigestForm(initial={"address": row.address if row else ""})
    return render(request, "task/list.html", _overview(request, company, form, token))


@require_POST
@with_company
def mail(request: HttpRequest, company: Company) -> HttpResponse:
    """Send the mail of the week to an address, or stop it."""
    form = DigestForm(request.POST)
    if not form.is_valid():
        return render(request, "task/list.html", _overview(request, company, form), status=422)
    address = form.cleaned_data["address"]
    actions.subscribe(company=company, address=address, lang=lang(), now=timezone.now())
    messages.success(request, _("The mail of the week is on.") if address else _("The mail of the week is off."))
    return redirect("task:list")


@require_GET
@never_cache
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar, for whoever knows the link. A wrong link and a stopped one look alike."""
    row = queries.feed_of(token)
    if row is None:
        raise Http404
    language: Lang = "en" if row.lang == "en" else "ja"
    origin = f"{request.scheme}://{request.get_host()}"
    data = tasks.calendar(queries.values(row.company, language, origin), f"Sonae {row.company.name}", language)
    headers = {"Content-Disposition": 'attachment; filename="sonae.ics"', "Referrer-Policy": "no-referrer"}
    return HttpResponse(data, content_type="text/calendar; charset=utf-8", headers=headers)
