"""Pages of a server: who may look in, inviting, coming in by a link, taking back, and who has looked."""

import logging
from smtplib import SMTPException
from typing import Any, cast
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import auth, messages
from django.core.mail import send_mail
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sonae_web import reader
from sonae_web.account import actions as accounts
from sonae_web.account import queries as accounts_known
from sonae_web.account.models import Person
from sonae_web.company import access, invitations, people
from sonae_web.company.access import with_company
from sonae_web.company.invitations import Guest, NotOpenError
from sonae_web.company.models import Company, Invitation
from sonae_web.company.place_forms import ComeInForm, InviteForm
from sonae_web.reader import Role

log_of_mail = logging.getLogger("sonae.mail")


@require_GET
@never_cache
@with_company
def who(request: HttpRequest, company: Company) -> HttpResponse:
    """Members, grants and open links, each with a way to end it."""
    return render(request, "company/people.html", _who(company))


def _who(company: Company) -> dict[str, Any]:
    now = timezone.now()
    return {
        "members": people.members(company),
        "grants": people.grants(company, now),
        "invitations": people.invitations(company, now),
        "decides": reader.current() is not None and reader.current().role == Role.OWNER,
    }


@require_http_methods(["GET", "POST"])
@never_cache
@reauthentication_required
@with_company
def invite(request: HttpRequest, company: Company) -> HttpResponse:
    """Make a link, send it by mail where mail is set up, and show it once so that it can be handed over."""
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        return render(request, "company/invite.html", {"form": form}, status=status)
    guest: Guest = form.cleaned_data["guest"]
    row, key = invitations.invite(guest=guest, company=company, by=request.user.pk, now=timezone.now())
    link = link_to(request, key)
    sent = send(row, link, company.name, cast(Person, request.user).name)
    return render(request, "company/invited.html", {"invitation": row, "link": link, "sent": sent})


def link_to(request: HttpRequest, key: str) -> str:
    """The address that opens an invitation."""
    return request.build_absolute_uri(reverse("company:invitation", args=(key,)))


def send(row: Invitation, link: str, company: str, inviter: str) -> bool:
    """Send the link; False where mail is not set up or did not get through, so that the page says to hand it over."""
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        return False
    text = _("%(who)s invites you to “%(company)s” on Sonae. Open this link by %(day)s:") % {
        "who": inviter,
        "company": company or row.name,
        "day": timezone.localtime(row.expires_at).strftime("%Y-%m-%d"),
    }
    try:
        send_mail(_("Invitation to Sonae"), f"{text}\n\n{link}\n", None, [row.email])
    except (OSError, SMTPException):
        log_of_mail.exception("an invitation could not be sent")
        return False
    return True


@require_http_methods(["GET", "POST"])
@never_cache
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Where a link leads: who invites to what; accept with an account, or make one. Links that open nothing say why."""
    row = invitations.find(key)
    if row is None:
        raise Http404("unknown key")
    person = cast(Person, request.user) if request.user.is_authenticated else None
    try:
        invitations.check(row, person, timezone.now())
        return _come_in(request, row, person)
    except NotOpenError as closed:
        status = 403 if closed.why == "other" else 410
        return render(request, "company/closed.html", {"why": closed.why, "key": key}, status=status)


def _come_in(request: HttpRequest, row: Invitation, person: Person | None) -> HttpResponse:
    known = person or accounts_known.by_email(row.email)
    form = ComeInForm(request.POST if request.method == "POST" else None, email=row.email)
    shown = {"invitation": row, "known": known is not None, "form": form, "here": request.path}
    if request.method == "GET" or (known is not None and person is None):
        return render(request, "company/invitation.html", shown)
    if person is None:
        if not form.is_valid():
            return render(request, "company/invitation.html", shown, status=422)
        given = form.cleaned_data
        person = accounts.enter(email=row.email, name=given["name"], password=given["password"])
        auth.login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    company = invitations.accept(invitation=row, person=person, now=timezone.now())
    if company is not None:
        request.session[access.CHOSEN] = str(company.pk)
    if row.role == Role.ADVISER:
        return redirect("portfolio:list")
    return redirect("start" if company is not None else "company:edit")


@require_POST
@reauthentication_required
@with_company
def end(request: HttpRequest, company: Company, kind: str, id: UUID) -> HttpResponse:  # noqa: A002
    """End a place or a link; it works with the very next request of whoever had it."""
    if kind not in ("member", "grant", "link"):
        raise Http404(kind)
    try:
        if not people.end(company=company, kind=kind, id=id, now=timezone.now()):
            raise Http404("none such")
        messages.success(request, _("Ended. It works from this moment on."))
    except people.LastOwnerError:
        messages.error(request, _("A company keeps at least one owner. Invite another owner first."))
    return redirect("company:people")


@require_GET
@never_cache
@with_company
def log(request: HttpRequest, company: Company) -> HttpResponse:
    """Who did what and when: the owner sees all lines, others their own."""
    who = reader.current()
    own = who.person if who and who.role != Role.OWNER else None
    return render(request, "company/log.html", {"lines": people.log(company, own), "own": own is not None})
