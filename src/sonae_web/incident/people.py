"""Who has a part in a case: guests from outside until a day, partners with the time their contract gives, and whose hands evidence went through."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sonae.incident.calendar import moment_words
from sonae.report import incidents as words
from sonae_web.company.access import with_company
from sonae_web.company.forms import lang
from sonae_web.company.models import Company
from sonae_web.incident import actions, guests, queries
from sonae_web.incident.forms import CustodyForm, EventForm, GuestForm, PartnerForm
from sonae_web.incident.models import Case
from sonae_web.incident.views import found, saved


@require_http_methods(["GET"])
@with_company
def page(request: HttpRequest, company: Company, id: UUID) -> HttpResponse:  # noqa: A002
    """Guests, partners and custody of one case."""
    return render(request, "incident/people.html", _shown(found(company, id)))


def _shown(row: Case, **more: Any) -> dict[str, Any]:
    desk = queries.desk(row, (), timezone.localtime())
    titles = {str(piece.pk): piece.title for piece in desk.exhibits}
    today = timezone.localdate()
    return {
        "case": row,
        "guests": [(guest, dict(GuestForm.PARTS)[guest.part], guests.welcome(guest, today)) for guest in desk.guests],
        "partners": list(enumerate(row.facts.get("partner", []))),
        "custody": [(fact, titles.get(fact.body["evidence"], "")) for fact in desk.of("custody")],
        "guest_form": GuestForm(),
        "partner_form": PartnerForm(),
        "custody_form": CustodyForm(pieces=desk.exhibits),
        **more,
    }


@require_POST
@with_company
def invite(request: HttpRequest, company: Company, id: UUID) -> HttpResponse:  # noqa: A002
    """Let somebody from outside in; the link is shown once."""
    row, form = found(company, id), GuestForm(request.POST)
    if not form.is_valid():
        return render(request, "incident/people.html", _shown(row, guest_form=form, form=form), status=422)
    key = guests.invite(case=row, now=timezone.localtime(), **form.cleaned_data)
    link = request.build_absolute_uri(reverse("incident:guest", args=(key,)))
    return render(request, "incident/people.html", _shown(row, link=link, invited=form.cleaned_data["name"]))


@require_POST
@with_company
def dismiss(request: HttpRequest, company: Company, id: UUID) -> HttpResponse:  # noqa: A002
    """End a guest's link."""
    row = guests.find(company, id)
    if row is None:
        raise Http404
    guests.end(guest=row, now=timezone.localtime())
    messages.success(request, _("The link no longer works."))
    return redirect("incident:people", row.case_id)


@require_POST
@with_company
def partners(request: HttpRequest, company: Company, id: UUID) -> HttpResponse:  # noqa: A002
    """Add a partner with the time its contract gives, or take one off."""
    row, form = found(company, id), PartnerForm(request.POST)
    drop = request.POST.get("drop", "")
    there = list(row.facts.get("partner", []))
    if drop:
        left = [entry for entry in there if entry["name"] != drop]
    elif not form.is_valid():
        return render(request, "incident/people.html", _shown(row, partner_form=form, form=form), status=422)
    else:
        new = actions.stored(form.body())
        left = [*(entry for entry in there if entry["name"] != new["name"]), new]
    try:
        seen = int(request.POST.get("seen", "0") or 0) if request.POST.get("seen", "0").isdecimal() else 0
        actions.change(case=row, seen=seen, now=timezone.localtime(), facts={"partner": left})
    except actions.ChangedMeanwhileError:
        messages.warning(
            request, _("Somebody else has changed this case meanwhile. Look at it again, then repeat what you meant.")
        )
    else:
        messages.success(request, saved())
    return redirect("incident:people", row.pk)


@require_POST
@with_company
def custody(request: HttpRequest, company: Company, id: UUID) -> HttpResponse:  # noqa: A002
    """A piece of evidence changed hands."""
    row, now = found(company, id), timezone.localtime()
    form = CustodyForm(request.POST, pieces=queries.exhibits(row))
    if not form.is_valid():
        return render(request, "incident/people.html", _shown(row, custody_form=form, form=form), status=422)
    actions.add(case=row, kind="custody", body={**form.cleaned_data, "at": now}, at=now, now=now)
    messages.success(request, saved())
    return redirect("incident:people", row.pk)


@require_http_methods(["GET", "POST"])
@never_cache
def guest(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a guest's link: one case to read, and lines for its time line. An ended link says so."""
    row = guests.by_key(token)
    if row is None:
        raise Http404
    now = timezone.localtime()
    if not guests.welcome(row, now.date()):
        return _guest_page(request, {"guest": row, "ended": True}, 410)
    form = EventForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at = form.cleaned_data["at"] or now
        body = {"at": at, "kind": form.cleaned_data["kind"], "text": form.cleaned_data["text"], "source": row.name}
        actions.add(case=row.case, kind="event", body=body, at=at, now=now)
        return redirect("incident:guest", token)
    speaks, desk = lang(), queries.desk(row.case, (), now)
    duties = [
        (duty, words.STATES[duty.state].of(speaks), moment_words(duty.due, speaks) if duty.due else "")
        for duty in desk.response.duties
    ]
    page = {"guest": row, "case": row.case, "desk": desk, "duties": duties, "form": form, "timeline": desk.of("event")}
    return _guest_page(request, page, 422 if form.errors else 200)


def _guest_page(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    response = render(request, "incident/guest.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
