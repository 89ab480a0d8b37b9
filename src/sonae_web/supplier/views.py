"""Business partners: the list, and what passes between them and the company."""

import csv
import io
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sonae import company as companies
from sonae.faults import InputError
from sonae.report import dominoes, partner_charts
from sonae.supplier.partner import Answer, Partner
from sonae_web import faults
from sonae_web.company.access import with_company
from sonae_web.company.forms import lang
from sonae_web.company.models import Company
from sonae_web.jobs import views as jobs
from sonae_web.supplier import actions, queries
from sonae_web.supplier.forms import ROLES, ListForm, PartnerForm

SAMPLE = (
    Partner("見本鋼材", "supplier", "trade", 40, "high"),
    Partner("見本システム", "supplier", "ict", 15, "middle", 70),
    Partner("見本自動車", "customer", "manufacturing", 500, "high"),
)


@require_GET
@with_company
def overview(request: HttpRequest, company: Company) -> HttpResponse:
    """The answer, if there is one, then the list it rests on."""
    rows = queries.partners(company)
    stored = queries.latest(company, rows)
    job = queries.job(company, stored.made_at if stored else None)
    titles = {one.id: one.title.of(lang()) for one in companies.industries().values()}
    context: dict[str, Any] = {
        "groups": [(role, [(row, titles[row.industry]) for row in rows if row.role == role]) for role, _title in ROLES],
        "count": len(rows),
        "stored": stored,
    }
    context |= jobs.shown(job, timezone.now()) if job else {}
    context |= _shown(stored.value) if stored else {}
    return render(request, "supplier/list.html", context)


def _shown(answer: Answer) -> dict[str, Any]:
    language, nodes = lang(), partner_charts.small(answer)
    pictures = [(partner_charts.days(answer, language), dominoes.path(answer, language))]
    if nodes:
        pictures.insert(0, (partner_charts.nodes(answer, language), dominoes.picture(answer, language)))
    elif answer.threats:
        pictures.append((partner_charts.helped(answer, language), dominoes.curve(answer, language)))
    return {
        "headline": dominoes.headline(answer, language),
        "felt": dominoes.felt(answer, language),
        "helping": dominoes.helping(answer, language),
        "bands": dominoes.bands(answer, language),
        "pictures": [(mark_safe(svg), table) for svg, table in pictures],  # our own SVG; every text in it is escaped
    }


@require_http_methods(["GET", "POST"])
@with_company
def new(request: HttpRequest, company: Company) -> HttpResponse:
    """A partner typed in."""
    form = PartnerForm(request.POST or None, initial={"industry": "other"})
    if request.method == "POST" and form.is_valid():
        try:
            actions.add(company=company, value=form.partner(), now=timezone.now())
        except InputError as error:
            faults.beside(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("supplier:new" if "another" in request.POST else "supplier:list")
    return render(request, "supplier/edit.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@with_company
def edit(request: HttpRequest, company: Company, partner: uuid.UUID) -> HttpResponse:
    """One partner of the list."""
    row = queries.find(company, partner)
    if row is None:
        raise Http404
    form = PartnerForm(request.POST or None, initial={name: getattr(row, name) for name in queries.FIELDS})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(company=company, partner=partner, value=form.partner(), now=timezone.now())
        except InputError as error:
            faults.beside(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("supplier:list")
    return render(request, "supplier/edit.html", {"form": form, "row": row}, status=422 if form.errors else 200)


@require_POST
@with_company
def remove(request: HttpRequest, company: Company, partner: uuid.UUID) -> HttpResponse:
    """Strike a partner off the list."""
    row = queries.find(company, partner)
    if row is None:
        raise Http404
    actions.remove(company=company, partner=partner, now=timezone.now())
    messages.success(request, _("%(name)s is off the list.") % {"name": row.name})
    return redirect("supplier:list")


@require_http_methods(["GET", "POST"])
@with_company
def add_file(request: HttpRequest, company: Company) -> HttpResponse:
    """Take a list from a table; every wrong line is shown, and then nothing is taken."""
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            count = actions.take(
                company=company, partners=given["partners"], replace=given["replace"], now=timezone.now()
            )
        except InputError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Taken over: %(count)s partners.") % {"count": count})
            return redirect("supplier:list")
    shown = [(fault, fault.problem.of(lang()), fault.remedy.of(lang())) for fault in form.faults]
    status = 422 if form.errors else 200
    return render(request, "supplier/table.html", {"form": form, "faults": shown}, status=status)


@require_GET
@with_company
def sample(request: HttpRequest, company: Company) -> HttpResponse:
    """A table to fill in, as Excel opens it."""
    ja, text = lang() == "ja", io.StringIO()
    table = csv.writer(text)
    names = ("会社名", "区分", "業種", "人数", "依存度", "点数")
    table.writerow(names if ja else ("name", "role", "industry", "employees", "weight", "score"))
    words = {"supplier": "仕入先", "customer": "販売先", "high": "高", "middle": "中", "low": "低"} if ja else {}
    for k, one in enumerate(SAMPLE, start=1):
        industry = companies.industries()[one.industry].title.of(lang())
        name = one.name if ja else f"Sample {k}"
        role, weight = words.get(one.role, one.role), words.get(one.weight, one.weight)
        table.writerow([name, role, industry, one.employees, weight, "" if one.score is None else one.score])
    headers = {"Content-Disposition": 'attachment; filename="sonae-partners.csv"'}
    return HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=headers)


@require_POST
@with_company
def answer(request: HttpRequest, company: Company) -> HttpResponse:
    """Have it worked out, outside the request."""
    if not queries.partners(company):
        messages.warning(request, _("Enter at least one partner first."))
        return redirect("supplier:list")
    actions.work_out(company=company, now=timezone.now())
    return redirect("supplier:list")
