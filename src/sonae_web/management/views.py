"""The owner's view: ten directions, six functions, the risk one is ready to bear; each other framework on a page of its own."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sonae import management
from sonae_web.company.access import with_company
from sonae_web.company.forms import MAN
from sonae_web.company.models import Company
from sonae_web.management import actions, queries
from sonae_web.management.forms import AppetiteForm

MOST_GAINS = 3
CLOSED = ("proved", "done")


def _today() -> date:
    return timezone.localdate()


@require_GET
@with_company
def overview(request: HttpRequest, company: Company) -> HttpResponse:
    """Everything an owner answers for, on one page."""
    row = queries.appetite(company)
    initial = {"yen_man": f"{row.yen // MAN:,}", "years": row.years, "set_by": row.set_by} if row else {"years": 100}
    return render(request, "management/map.html", _overview(company, AppetiteForm(initial=initial)))


def _overview(company: Company, form: AppetiteForm) -> dict[str, Any]:
    directions, functions, *others = queries.views(
        company,
        _today(),
        management.DIRECTIONS,
        management.FUNCTIONS,
        *(name for name in management.names() if name not in (management.DIRECTIONS, management.FUNCTIONS)),
    )
    return {
        "directions": directions,
        "lines": queries.with_next(directions.standings),
        "functions": functions,
        "others": [(view, view.count(*CLOSED), view.count("begun")) for view in (functions, *others)],
        "compared": queries.compared(company),
        "row": queries.appetite(company),
        "form": form,
    }


@require_POST
@with_company
def appetite(request: HttpRequest, company: Company) -> HttpResponse:
    """Set the risk one is ready to bear."""
    form = AppetiteForm(request.POST)
    if not form.is_valid():
        return render(request, "management/map.html", _overview(company, form), status=422)
    given = form.cleaned_data
    actions.set_appetite(company=company, value=given["value"], by=given["set_by"], now=timezone.now())
    messages.success(request, _("Saved. Below you see how it compares."))
    return redirect("management:map")


@require_GET
@with_company
def framework(request: HttpRequest, company: Company, name: str) -> HttpResponse:
    """One framework: what is there, what is missing, which one answer would fill most."""
    if name not in management.names():
        raise Http404(name)
    view = queries.views(company, _today(), name)[0]
    known = queries.nexts()
    context = {
        "view": view,
        "groups": [(group, queries.with_next(group.standings)) for group in view.groups],
        "gains": [(known[gain.item], gain) for gain in view.gains[:MOST_GAINS]],
        "counts": [(state, view.count(state)) for state in management.STATES],
        "criteria": name == management.CRITERIA,
    }
    return render(request, "management/framework.html", context)
