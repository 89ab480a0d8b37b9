"""Insurance contracts: the list, the ways in, one contract in words, and away with it."""

import uuid
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sonae.faults import InputError
from sonae.insurance import entry, samples, sheet, terms, words
from sonae.report.build import day_words
from sonae_web.company.access import with_company
from sonae_web.company.forms import lang
from sonae_web.company.models import Company
from sonae_web.insurance import actions, forms, queries
from sonae_web.insurance.queries import Contract

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@with_company
def overview(request: HttpRequest, company: Company) -> HttpResponse:
    """The contracts of the company, and the ways to enter one."""
    return render(request, "insurance/list.html", _overview(company))


def _overview(company: Company) -> dict[str, Any]:
    contracts = queries.contracts(company, timezone.localdate())
    return {
        "contracts": [(contract, len(entry.assumed(contract.value))) for contract in contracts],
        "drafts": queries.drafts(company),
        "samples": samples.all_samples().values(),
        "disclaimer": words.disclaimer(),
    }


@require_POST
@with_company
def add_file(request: HttpRequest, company: Company) -> HttpResponse:
    """Keep the contract of a file or sheet, or say at which line or cell it is wrong."""
    now = timezone.localtime()
    try:
        sent = forms.contract_in(request.FILES.get("file"), f"pol-{now:%Y}-{uuid.uuid4().hex[:8]}", 1)
        row = actions.keep(company=company, text=sent.text, way=sent.way, now=now)
    except InputError as error:
        context = _overview(company) | {"faults": forms.messages(error)}
        return render(request, "insurance/list.html", context, status=422)
    messages.success(request, _("The contract is in. Look at what is assumed."))
    return redirect("insurance:show", row.pk)


@require_POST
@with_company
def add_sample(request: HttpRequest, company: Company) -> HttpResponse:
    """Keep a fictional contract, to see what the pages say."""
    name = request.POST.get("sample", "")
    if name not in samples.all_samples():
        raise Http404("no such sample")
    try:
        row = actions.add_sample(company=company, name=name, now=timezone.localtime())
    except InputError as error:
        return render(
            request, "insurance/list.html", _overview(company) | {"faults": forms.messages(error)}, status=422
        )
    messages.info(request, _("This is a fictional contract. Delete it when you enter your own."))
    return redirect("insurance:show", row.pk)


@require_GET
@with_company
def template(request: HttpRequest, company: Company) -> HttpResponse:
    """The Excel sheet to fill in."""
    return _file(sheet.write(lang()), EXCEL, "sonae-insurance.xlsx")


@require_GET
@with_company
def show(request: HttpRequest, company: Company, policy_id: UUID) -> HttpResponse:
    """One contract in words: each term with its page, what is assumed marked as such."""
    contract = queries.find(company, policy_id, timezone.localdate())
    context = {
        "contract": contract,
        "steps": _in_words(contract),
        "assumed": entry.assumed(contract.value),
        "history": queries.history(company, policy_id),
        "disclaimer": words.disclaimer(),
    }
    return render(request, "insurance/show.html", context)


def _in_words(contract: Contract) -> list[tuple[str, list[tuple[str, str, str, bool]]]]:
    """Steps with their terms: title, value, page, and whether it is assumed."""
    typed = entry.of_policy(contract.value)
    assumed = {term.path for term in entry.assumed(contract.value)}
    shown = []
    for step in terms.steps():
        rows = []
        for term in step.terms:
            bought = not term.section or contract.value.bought(term.section) or term.path.endswith(".enabled")
            if term.path in typed and bought:
                page = contract.value.page(term.path) if term.paged else ""
                rows.append((term.title.of(lang()), _value(term, typed[term.path]), page, term.path in assumed))
        shown.append((step.title.of(lang()), rows))
    return shown


def _value(term: terms.Term, typed: str) -> str:
    if term.kind == "day":
        return day_words(date.fromisoformat(typed), lang())
    return terms.in_words(term, typed, lang())


@require_GET
@with_company
def as_file(request: HttpRequest, company: Company, policy_id: UUID) -> HttpResponse:
    """The contract as the file that the command line reads."""
    contract = queries.find(company, policy_id, timezone.localdate())
    return _file(contract.value.text.encode(), "application/toml", f"policy-{contract.id.hex[:8]}.toml")


@require_GET
@with_company
def as_sheet(request: HttpRequest, company: Company, policy_id: UUID) -> HttpResponse:
    """The contract as an Excel sheet."""
    contract = queries.find(company, policy_id, timezone.localdate())
    data = sheet.write(lang(), entry.of_policy(contract.value), contract.value.id)
    return _file(data, EXCEL, f"policy-{contract.id.hex[:8]}.xlsx")


@require_http_methods(["GET", "POST"])
@with_company
def delete(request: HttpRequest, company: Company, policy_id: UUID) -> HttpResponse:
    """Ask before a contract is deleted, then delete it."""
    contract = queries.find(company, policy_id, timezone.localdate())
    if request.method == "GET":
        return render(request, "insurance/delete.html", {"contract": contract})
    actions.delete(company=company, contract=contract, now=timezone.now())
    messages.success(request, _("The contract was deleted."))
    return redirect("insurance:overview")


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
