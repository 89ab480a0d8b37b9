"""Carrying a company away and back: everything in one file."""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sonae.faults import Fault, InputError
from sonae_web.account.models import Person
from sonae_web.archive import actions, folders, queries
from sonae_web.archive.actions import Founder
from sonae_web.archive.forms import ArchiveForm
from sonae_web.company import access, invitations
from sonae_web.company.access import with_company
from sonae_web.company.forms import lang
from sonae_web.company.models import Company, Invitation
from sonae_web.incident.vault import StreamedUpload

WAITING = ".upload.zip"


def _confirmed(view: Any) -> Any:
    """On a server, type the password once more first."""
    strict = reauthentication_required(view)

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return cast(HttpResponseBase, (strict if settings.SERVER else view)(request, *args, **kwargs))

    return asked


@require_GET
@never_cache
@with_company
def page(request: HttpRequest, company: Company) -> HttpResponse:
    """What the file holds, and how to get it."""
    return render(request, "archive/page.html", {"content": queries.content(company)})


@require_POST
@never_cache
@_confirmed
@with_company
def file(request: HttpRequest, company: Company) -> HttpResponseBase:
    """Everything of the company, as one ZIP file."""
    now = timezone.localtime()
    actions.note_copy(company=company, now=now)
    stream = tempfile.TemporaryFile(dir=folders.room())  # noqa: SIM115 - the response closes it, and so deletes it
    queries.write(company, stream, now)
    stream.seek(0)
    return FileResponse(
        stream, as_attachment=True, filename=f"sonae-{now:%Y-%m-%d}.zip", content_type="application/zip"
    )


@csrf_exempt
@require_http_methods(["GET", "POST"])
@never_cache
@_confirmed
def enter(request: HttpRequest) -> HttpResponse:
    """A company comes here from a file. The handler is set before anything reads the form; then the form is checked."""
    request.upload_handlers = [StreamedUpload(request)]
    answer: HttpResponse = _enter(request)
    return answer


@csrf_protect
def _enter(request: HttpRequest) -> HttpResponse:
    row = access.company_of(request)
    invitation = invitations.awaiting(request.user.pk) if settings.SERVER and row is None else None
    form = ArchiveForm(request.POST, request.FILES) if request.method == "POST" else ArchiveForm()
    if request.method == "GET":
        return _form(request, form, row, invitation)
    if not form.is_valid():
        return _form(request, form, row, invitation, status=422)
    try:
        taken = _take_in(request, form, row, invitation)
    except InputError as error:
        return _form(request, form, row, invitation, error.faults, 422)
    request.session[access.CHOSEN] = str(taken.company.pk)
    counted = {"rows": f"{taken.rows:,}", "files": f"{taken.files:,}"}
    messages.success(request, _("Everything is here: %(rows)s rows and %(files)s files, each compared.") % counted)
    return redirect("start")


def _take_in(
    request: HttpRequest, form: ArchiveForm, row: Company | None, invitation: Invitation | None
) -> actions.Taken:
    person = cast(Person, request.user) if settings.SERVER else None
    founder = Founder(person, invitation, form.cleaned_data["grant"]) if person else None
    path = Path(form.cleaned_data["archive"].temporary_file_path())
    return actions.take_in(path=path, now=timezone.now(), founder=founder, over=row)


def _form(
    request: HttpRequest,
    form: ArchiveForm,
    row: Company | None,
    invitation: Invitation | None,
    faults: Sequence[Fault] = (),
    status: int = 200,
) -> HttpResponse:
    told = [_named(fault).message(lang()) for fault in faults]
    shown = {"form": form, "row": row, "invitation": invitation, "faults": told}
    return render(request, "archive/enter.html", shown, status=status)


def _named(fault: Fault) -> Fault:
    """Where a message would name the upload as it waits on our disk, the page needs no name."""
    return replace(fault, file="") if fault.file.endswith(WAITING) else fault
