"""The list of incidents, opening one, its page, and what can be taken away from it."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from sonae.incident import playbooks, triage, write
from sonae_web.company.access import may, with_company
from sonae_web.company.forms import lang
from sonae_web.company.models import Company
from sonae_web.incident import actions, packs, queries, vault
from sonae_web.incident.forms import OpeningForm
from sonae_web.incident.shown import shown


@require_GET
@with_company
def index(request: HttpRequest, company: Company) -> HttpResponse:
    """All cases, and the way to a new one."""
    return render(request, "incident/list.html", {"cases": queries.all_of(company), "playbooks": playbooks.load()})


@require_http_methods(["GET", "POST"])
@with_company
def new(request: HttpRequest, company: Company) -> HttpResponse:
    """Five questions open a case and choose its playbook."""
    now = timezone.localtime()
    form = OpeningForm(request.POST or None, initial={"seen": request.GET.get("seen", ""), "known_at": now})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        answers = triage.Answers(typed["seen"], typed["spreading"], typed["money"], typed["data"])
        book = playbooks.load()[triage.choose(answers)]
        title = typed["device"] or book.title.of(lang())
        known = min(typed["known_at"], now)  # nobody knows of it tomorrow
        row = actions.open_case(
            company=company, playbook=book.id, title=title, known_at=known, facts=triage.facts(answers), now=now
        )
        if not may(request, "incident:case"):  # an employee has told us; the case itself is for those who run it
            return redirect("emergency_book", book.id)
        return redirect("incident:case", row.pk)
    return render(request, "incident/new.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@never_cache
@with_company
def case(request: HttpRequest, company: Company, id: UUID) -> HttpResponse:  # noqa: A002
    """One next action with its timer, the duties, what happened, what it costs."""
    return render(request, "incident/case.html", shown(company, found(company, id)))


def found(company: Company, id: UUID) -> Any:  # noqa: A002
    """The case, or no page."""
    row = queries.find(company, id)
    if row is None:
        raise Http404
    return row


@require_GET
@with_company
def exhibit(request: HttpRequest, company: Company, id: UUID) -> HttpResponse | FileResponse:  # noqa: A002
    """A piece of evidence as it was received: handed over, never shown."""
    row = queries.exhibit(company, id)
    if row is None:
        raise Http404
    path = vault.place(company.pk, row.sha256)
    if not path.is_file():
        raise Http404
    response = FileResponse(path.open("rb"), as_attachment=True, filename=row.name)
    response["Content-Type"] = "application/octet-stream"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_GET
@with_company
def pack(request: HttpRequest, company: Company, id: UUID) -> HttpResponse | FileResponse:  # noqa: A002
    """A claim pack as it was made; should its file be lost, it is made again from the same words."""
    row = queries.pack(company, id)
    if row is None:
        raise Http404
    response = FileResponse(packs.file(row), as_attachment=True, filename=packs.name(row))
    response["Content-Type"] = "application/zip"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_GET
@with_company
def calendar(request: HttpRequest, company: Company, id: UUID) -> HttpResponse:  # noqa: A002
    """The open duties for any calendar."""
    from sonae.incident import invitations

    desk = queries.desk(found(company, id), queries.policies(company), timezone.localtime())
    data = invitations.icalendar(desk.response, lang())
    return _download(data, "text/calendar; charset=utf-8", "sonae-duties.ics")


@require_GET
@with_company
def record(request: HttpRequest, company: Company, id: UUID) -> HttpResponse:  # noqa: A002
    """The case as a file of schema ``sonae.incident/1``, for the command line and for whoever helps."""
    row = found(company, id)
    desk = queries.desk(row, queries.policies(company), timezone.localtime())
    text = write.to_toml(queries.table(row, desk.facts, desk.exhibits, queries.policies(company), desk.guests))
    return _download(text.encode(), "application/toml; charset=utf-8", "incident.toml")


def _download(data: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def saved() -> str:
    """What is said after every change."""
    return _("Saved.")
