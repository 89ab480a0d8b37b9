"""The company in eight fields."""

from typing import cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from sonae.company import Company as Value
from sonae_web.account.models import Person
from sonae_web.company import access, actions, forms, invitations, queries
from sonae_web.company.forms import CompanyForm
from sonae_web.company.models import Company, Invitation


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """Show the form with what is known or proposed; keep it and go on to the questions."""
    row = access.company_of(request)
    invitation = invitations.awaiting(request.user.pk) if settings.SERVER and row is None else None
    shown = {"row": row, "invitation": invitation, "may_carry": access.may(request, "archive:page")}
    if request.method == "POST" and "propose" not in request.POST:
        form = CompanyForm(request.POST)
        if form.is_valid():
            return _keep(request, form.cleaned_data["company"], row, invitation)
        return render(request, "company/edit.html", {"form": form, **shown}, status=422)
    if request.method == "POST":
        return render(request, "company/edit.html", {"form": CompanyForm(initial=_proposed(request)), **shown})
    known = forms.initial(queries.value(row)) if row else _first(invitation)
    return render(request, "company/edit.html", {"form": CompanyForm(initial=known), **shown})


def _keep(request: HttpRequest, value: Value, row: Company | None, invitation: Invitation | None) -> HttpResponse:
    now = timezone.now()
    if invitation is None:
        actions.save(value=value, now=now, row=row)
    else:
        granting = "grant" in request.POST
        company = actions.found(
            value=value, invitation=invitation, person=cast(Person, request.user), granting=granting, now=now
        )
        request.session[access.CHOSEN] = str(company.pk)
    return redirect("diagnosis:overview")


def _first(invitation: Invitation | None) -> dict[str, object]:
    """What is proposed for a company that nobody has entered yet; on a server, with what the inviter knew."""
    known = invitation.known if invitation else {}
    proposed = forms.proposal(known.get("industry", "manufacturing"), str(known.get("employees", "5")))
    return proposed | ({"name": invitation.name} if invitation else {})


@require_GET
def typical(request: HttpRequest) -> HttpResponse:
    """The fields that follow from industry and people, proposed anew."""
    known = forms.proposal(request.GET.get("industry", ""), request.GET.get("employees", ""))
    return render(request, "company/proposed.html", {"form": CompanyForm(initial=known)})


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """On a server: which of one's companies the pages are about from now on."""
    if not settings.SERVER:
        return redirect("start")
    seats = queries.seats(request.user.pk, timezone.now())
    if request.method == "GET":
        return render(request, "company/choose.html", {"seats": seats})
    chosen = next((seat for seat in seats if str(seat.company.pk) == request.POST.get("company")), None)
    if chosen is None:
        raise Http404("no seat there")
    request.session[access.CHOSEN] = str(chosen.company.pk)
    return redirect("start")


def _proposed(request: HttpRequest) -> dict[str, object]:
    typed = {key: request.POST.get(key, "") for key in ("name", "industry", "employees")}
    return forms.proposal(typed["industry"], typed["employees"]) | typed
