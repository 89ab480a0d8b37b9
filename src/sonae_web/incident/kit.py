"""The emergency kit: numbers, a card to print, and a folder that can be read when nothing runs any more."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sonae_web.company.access import with_company
from sonae_web.company.models import Company
from sonae_web.incident import actions, folder, queries
from sonae_web.incident.forms import CONTACTS, ContactForm
from sonae_web.incident.models import Contact

NEEDED = ("owner", "deputy", "maintainer", "insurer", "bank")


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


def _context(company: Company, form: ContactForm) -> dict[str, Any]:
    rows, names = queries.contacts(company), dict(CONTACTS)
    have = {row.kind for row in rows}
    return {
        "form": form,
        "contacts": [(row, names[row.kind]) for row in rows],
        "missing": [names[kind] for kind in NEEDED if kind not in have],
        "place": folder.place(),
    }


@require_POST
@with_company
def drop(request: HttpRequest, company: Company, id: UUID) -> HttpResponse:  # noqa: A002
    """Remove a number."""
    row = Contact.objects.filter(company=company, pk=id).first()
    if row is None:
        raise Http404
    actions.drop_contact(contact=row, now=timezone.now())
    folder.refresh(company)
    return redirect("incident:kit")
