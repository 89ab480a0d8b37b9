"""Disclosure sheets (告知の控え): what the insurer asked and was told, frozen with date, name and digest."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sonae.faults import InputError
from sonae.insurance import disclosure, words
from sonae.report.disclosed import ANSWERS
from sonae_web.company.access import with_company
from sonae_web.company.forms import lang
from sonae_web.company.models import Company
from sonae_web.evidence import queries as evidence
from sonae_web.insurance import actions, forms, queries
from sonae_web.insurance.queries import Contract

MOST_NAME = 60


@require_http_methods(["GET", "POST"])
@with_company
def sheets(request: HttpRequest, company: Company, policy_id: UUID) -> HttpResponse:
    """The questions and answers of a contract as they stand, and every sheet that was frozen; POST freezes one more."""
    contract = queries.find(company, policy_id, timezone.localdate())
    if request.method == "GET":
        return _page(request, company, contract)
    name = " ".join(request.POST.get("name", "").split())[:MOST_NAME]
    if not name or not name.isprintable():
        return _page(request, company, contract, _("Please give your name."))
    try:
        actions.freeze(company=company, contract=contract, by=name, lang=lang(), now=timezone.localtime())
    except InputError as error:
        return _page(request, company, contract, forms.messages(error)[0])
    messages.success(request, _("The sheet is frozen. Nobody can change it any more."))
    return redirect("insurance:sheets", policy_id)


def _page(request: HttpRequest, company: Company, contract: Contract, wrong: str = "") -> HttpResponse:
    now = disclosure.sheet(company.name, contract.value, evidence.values(company), timezone.localdate())
    rows = [
        (
            disclosure.topic(row.given).of(lang()),
            ANSWERS[row.given.answer].of(lang()),
            row.given.as_of,
            [proof.title or proof.id for proof in row.proofs],
            row.held,
        )
        for row in now.rows
    ]
    context = {
        "contract": contract,
        "rows": rows,
        "sheets": queries.sheets(company, contract.id),
        "wrong": wrong,
        "disclaimer": words.disclaimer(),
    }
    return render(request, "insurance/sheets.html", context, status=422 if wrong else 200)


@require_GET
@with_company
def frozen(request: HttpRequest, company: Company, sheet_id: UUID) -> HttpResponse:
    """A frozen sheet, byte for byte."""
    row = queries.frozen(company, sheet_id)
    name = f"disclosure-{timezone.localtime(row.made_at):%Y-%m-%d}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(bytes(row.pdf), content_type="application/pdf", headers=headers)
