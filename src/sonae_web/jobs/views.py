"""A page of its own for every piece of work: leave it, come back, it is still there."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sonae_web.company.access import with_company
from sonae_web.company.forms import lang
from sonae_web.company.models import Company
from sonae_web.jobs import actions, queries
from sonae_web.jobs.models import Job
from sonae_web.jobs.queries import Seen


@require_GET
@with_company
def index(request: HttpRequest, company: Company) -> HttpResponse:
    """The latest work of the company, whatever came of it."""
    now = timezone.now()
    return render(request, "jobs/index.html", {"jobs": [shown(entry, now) for entry in queries.recent(company)]})


@require_GET
@with_company
def job(request: HttpRequest, company: Company, id: UUID) -> HttpResponse:  # noqa: A002
    """How far it is, and what can be done about it."""
    return render(request, "jobs/job.html", shown(_find(company, id), timezone.now()))


@require_GET
@with_company
def state(request: HttpRequest, company: Company, id: UUID) -> HttpResponse:  # noqa: A002
    """Only the part of the page that changes."""
    return render(request, "jobs/state.html", shown(_find(company, id), timezone.now()))


@require_POST
@with_company
def cancel(request: HttpRequest, company: Company, id: UUID) -> HttpResponse:  # noqa: A002
    """Stop it."""
    actions.cancel(job=_find(company, id), now=timezone.now())
    return redirect("jobs:job", id)


@require_POST
@with_company
def restart(request: HttpRequest, company: Company, id: UUID) -> HttpResponse:  # noqa: A002
    """Begin anew."""
    actions.restart(job=_find(company, id), now=timezone.now())
    return redirect("jobs:job", id)


def _find(company: Company, id: UUID) -> Job:  # noqa: A002
    found = queries.find(company, id)
    if found is None:
        raise Http404
    return found


def shown(job: Job, now: Any) -> dict[str, Any]:
    """A job as the templates of work show it."""
    seen = queries.see(job, now)
    numbers = {"done": job.done, "total": job.total}
    return {
        "seen": seen,
        "job": job,
        "title": _(seen.kind.title) if seen.kind else job.kind,
        "word": _word(seen),
        "message": _(job.message) % numbers if job.message and seen.active else "",
        "fault": job.fault.get(lang(), ""),
        "page": seen.kind.page if seen.kind else "start",
    }


def _word(seen: Seen) -> str:
    if seen.active and seen.job.cancel_asked:
        return _("Stopping at the next step")
    return {
        "waiting": _("Waiting for its turn"),
        "running": _("Being worked on"),
        "done": _("Finished"),
        "failed": _("Not finished: something went wrong"),
        "cancelled": _("Stopped as you asked"),
        "abandoned": _("Broken off"),
    }[seen.state]
