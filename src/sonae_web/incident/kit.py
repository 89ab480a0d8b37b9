"""The emergency kit: numbers, a card to print, and a folder that can be read when nothing runs any more."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sonae_web.company.access import with_company
from sonae_web.company.forms import lang
from sonae_web.company.models import Company
from sonae_web.incident import actions, folder, outbox, queries
from sonae_web.incident.forms import CONTACTS, AlarmForm, ContactForm
from sonae_web.incident.views import saved


@require_http_methods(["GET", "POST"])
@with_company
def page(request: HttpRequest, company: Company) -> HttpResponse:
    """The numbers, what is still missing, and the folder."""
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.name_contact(company=company, now=timezone.now(), **form.cleaned_data)
        folder.refresh(company)
        messages.success(request, _("Saved. Print the card again: a number has changed."))
        return redirect("incident:kit")
    return render(request, "incident/kit.html", _context(company, form), status=422 if form.errors else 200)


def _context(company: Company, form: ContactForm, alarm_form: AlarmForm | None = None) -> dict[str, Any]:
    rows, names, alarm = queries.contacts(company), dict(CONTACTS), queries.alarm(company)
    typed = {key: getattr(alarm, key) for key in ("first", "second", "adviser")} if alarm else {}
    return {
        "form": form,
        "contacts": [(row, names[row.kind]) for row in rows],
        "missing": folder.missing(rows),
        "place": "" if settings.SERVER else folder.place(),
        "alarm_form": alarm_form or AlarmForm(initial=typed),
        "as_files": settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"),
    }


@require_GET
@with_company
def card(request: HttpRequest, company: Company) -> HttpResponse:
    """The emergency card to print."""
    data = folder.card(company, queries.contacts(company), timezone.localtime(), lang())
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="sonae-emergency-card.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@with_company
def alarm(request: HttpRequest, company: Company) -> HttpResponse:
    """Whom to remind by mail."""
    form = AlarmForm(request.POST)
    if not form.is_valid():
        return render(request, "incident/kit.html", _context(company, ContactForm(), form), status=422)
    outbox.name(company=company, lang=lang(), now=timezone.localtime(), **form.cleaned_data)
    messages.success(request, saved())
    return redirect("incident:kit")


@require_POST
@with_company
def drop(request: HttpRequest, company: Company, id: UUID) -> HttpResponse:  # noqa: A002
    """Remove a number."""
    row = queries.contact(company, id)
    if row is None:
        raise Http404
    actions.drop_contact(contact=row, now=timezone.now())
    folder.refresh(company)
    return redirect("incident:kit")
