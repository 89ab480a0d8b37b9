"""A supporter's morning: who needs a call today and why; inviting many companies at once."""

import csv
import io
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sonae_web.company import access, invitations, places
from sonae_web.company import queries as companies
from sonae_web.company.forms import lang
from sonae_web.portfolio import queries
from sonae_web.portfolio.forms import ListForm

A_PAGE = 50


@require_GET
@never_cache
def clients(request: HttpRequest) -> HttpResponse:
    """The granted clients, those who need a call first."""
    now, person = timezone.now(), request.user.pk
    found = queries.list_for(person, now)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [(call, [reason.of(lang()) for reason in call.reasons]) for call in page],
        "count": len(found),
        "urgent": sum(bool(call.reasons) for call in found),
        "waiting": queries.waiting(person, now),
        "inviting": invitations.is_supporter(person),
    }
    return render(request, "portfolio/list.html", context)


@require_POST
def open_client(request: HttpRequest, company: UUID) -> HttpResponse:
    """All pages are about this client from now on."""
    if companies.seat(request.user.pk, company, timezone.now()) is None:
        raise Http404("no grant")
    request.session[access.CHOSEN] = str(company)
    return redirect("start")


@require_http_methods(["GET", "POST"])
@never_cache
def invite(request: HttpRequest) -> HttpResponse:
    """Take a list and give back the links as a table to send on; every wrong line is shown, and then nothing is taken."""
    if not invitations.is_supporter(request.user.pk):
        raise Http404("no supporter")
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if request.method == "GET" or not form.is_valid():
        shown = [(fault, fault.problem.of(lang()), fault.remedy.of(lang())) for fault in form.faults]
        status = 200 if request.method == "GET" else 422
        return render(request, "portfolio/invite.html", {"form": form, "faults": shown}, status=status)
    made = invitations.invite_all(guests=form.cleaned_data["guests"], by=request.user.pk, now=timezone.now())
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow([_("Company"), _("Mail address"), _("Link")])
    table.writerows([_safe(row.name), row.email, places.link_to(request, key)] for row, key in made)
    headers = {"Content-Disposition": 'attachment; filename="sonae-links.csv"'}
    return HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=headers)


def _safe(cell: str) -> str:
    """A name that a table program would take for a formula becomes text."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t")) else cell
