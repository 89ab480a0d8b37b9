"""Evidence on its pages: what there is, handing in, renewing, taking back, handing out."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sonae.evidence import State
from sonae.faults import InputError
from sonae_web import faults
from sonae_web.company.access import with_company
from sonae_web.company.models import Company
from sonae_web.evidence import actions, files, forms, queries
from sonae_web.evidence.forms import PieceForm, WithdrawForm
from sonae_web.evidence.models import Piece


def _today() -> date:
    return timezone.localdate()


@require_GET
@with_company
def overview(request: HttpRequest, company: Company) -> HttpResponse:
    """All evidence: what is due first, then what counts, then what no longer does."""
    entries = queries.entries(company, _today())
    due = queries.due(company, _today())
    context = {
        "due": due,
        "current": [entry for entry in entries if entry.state is State.CURRENT and not entry.due],
        "coming": [entry for entry in entries if entry.state is State.NOT_YET],
        "titles": forms.titles(),
        "total": len(entries),
    }
    return render(request, "evidence/list.html", context)


@require_http_methods(["GET", "POST"])
@with_company
def hand_in(request: HttpRequest, company: Company) -> HttpResponse:
    """The form for a new piece, or for one that renews another (``?renews=``)."""
    old = _renewed(company, request.GET.get("renews", ""))
    if request.method == "GET":
        initial = _initial(old, request.GET.getlist("covers"))
        return render(request, "evidence/new.html", {"form": PieceForm(initial=initial, today=_today()), "old": old})
    form = PieceForm(request.POST, request.FILES, today=_today())
    if request.META.get(files.TOO_LARGE):
        form.errors.pop("file", None)
        faults.beside(form, InputError([files.too_large()]))
    row = _taken(company, form, old) if form.is_valid() else None
    if row is None:
        return render(request, "evidence/new.html", {"form": form, "old": old}, status=422)
    messages.success(request, _("Received. Its fingerprint shows that it stays as it is."))
    return redirect("evidence:piece", row.pk)


def _renewed(company: Company, typed: str) -> Piece | None:
    try:
        row = queries.piece(company, uuid.UUID(typed)) if typed else None
    except ValueError:
        row = None
    return row if row and row.withdrawn_at is None and not hasattr(row, "renewed_by") else None


def _initial(old: Piece | None, covers: list[str]) -> dict[str, Any]:
    usual = {"effective_from": _today(), "covers": covers, "max_age_days": "365", "kind": "file"}
    if old is None:
        return usual
    age = "" if old.max_age_days is None else str(old.max_age_days)
    return usual | {"title": old.title, "covers": old.covers, "kind": old.kind, "max_age_days": age}


def _taken(company: Company, form: PieceForm, old: Piece | None) -> Piece | None:
    """Take the file in and keep the piece; None, with the reason in the form, if that cannot be."""
    given = form.cleaned_data
    received = None
    try:
        if given["kind"] == "file":
            received = files.receive(given["file"], queries.folder(company))
            _refuse_twice(company, received)
        return actions.hand_in(
            company=company, values=given["values"], received=received, replaces=old, now=timezone.now()
        )
    except InputError as error:
        if received:
            files.drop(received)
        faults.beside(form, error)
    return None


def _refuse_twice(company: Company, received: files.Received) -> None:
    if queries.same(company, received.sha256):
        raise InputError([files.twice(received.name)])


@require_GET
@with_company
def piece(request: HttpRequest, company: Company, piece: uuid.UUID) -> HttpResponse:
    """One piece with its dates, its fingerprint and what came before and after it."""
    row = queries.piece(company, piece)
    if row is None:
        raise Http404
    return render(request, "evidence/piece.html", _piece(row, WithdrawForm()))


def _piece(row: Piece, form: WithdrawForm) -> dict[str, Any]:
    entry = queries.Entry(row, queries.value(row), _today())
    return {
        "piece": row,
        "entry": entry,
        "titles": forms.titles(),
        "renewed": getattr(row, "renewed_by", None),
        "form": form,
        "soon": entry.last_day is not None and entry.last_day - _today() <= timedelta(days=queries.REMIND_DAYS),
    }


@require_GET
@never_cache
@with_company
def download(request: HttpRequest, company: Company, piece: uuid.UUID) -> HttpResponseBase:
    """The file as it was received, always as a download, never shown in the browser."""
    row = queries.piece(company, piece)
    if row is None or not row.sha256:
        raise Http404
    try:
        stream = files.opened(queries.folder(company), row.sha256)
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(stream, as_attachment=True, filename=row.where, content_type="application/octet-stream")
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@with_company
def withdraw(request: HttpRequest, company: Company, piece: uuid.UUID) -> HttpResponse:
    """Take a piece back with a reason."""
    row = queries.piece(company, piece)
    if row is None:
        raise Http404
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return render(request, "evidence/piece.html", _piece(row, form), status=422)
    actions.withdraw(piece=row, why=form.cleaned_data["why"], now=timezone.now())
    messages.success(request, _("Taken back. It no longer counts."))
    return redirect("evidence:list")
