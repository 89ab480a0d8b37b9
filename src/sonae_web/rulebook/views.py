"""The rulebook: read, edit, adopt, print; the way to SECURITY ACTION."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sonae import catalogue, rulebook
from sonae.report import papers
from sonae.rulebook import Paper
from sonae_web.company.access import with_company
from sonae_web.company.forms import lang
from sonae_web.company.models import Company
from sonae_web.rulebook import actions, queries
from sonae_web.rulebook.forms import ParticularsForm, RuleForm, WayForm

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _today() -> date:
    return timezone.localdate()


@require_GET
@with_company
def overview(request: HttpRequest, company: Company) -> HttpResponse:
    """All rules with their state, and what stands at their foot."""
    row = queries.particulars(company)
    known = queries.value(row)
    form = ParticularsForm(
        initial={
            "representative": known.representative,
            "contact": known.contact,
            "responsible": known.responsible,
        }
    )
    return render(request, "rulebook/list.html", _overview(company, form))


def _overview(company: Company, form: ParticularsForm) -> dict[str, Any]:
    pages = queries.pages(company, _today(), lang())
    return {
        "pages": pages,
        "form": form,
        "adopted": sum(page.latest is not None for page in pages),
        "answered": bool(queries.answers(company)),
    }


@require_POST
@with_company
def particulars(request: HttpRequest, company: Company) -> HttpResponse:
    """Keep who signs, whom to ask and who is responsible."""
    form = ParticularsForm(request.POST)
    if not form.is_valid():
        return render(request, "rulebook/list.html", _overview(company, form), status=422)
    actions.name(company=company, values=form.cleaned_data, now=timezone.now())
    messages.success(request, _("Saved. The drafts now carry these names."))
    return redirect("rulebook:list")


@require_http_methods(["GET", "POST"])
@with_company
def edit(request: HttpRequest, company: Company, rule: str) -> HttpResponse:
    """One rule: its text, what is still to begin, its versions; save, adopt or draft anew."""
    page = queries.page(company, rule, _today(), lang())
    if page is None:
        raise Http404(rule)
    if request.method == "GET":
        return render(request, "rulebook/edit.html", _edit(company, page, _blank(company, page)))
    if "anew" in request.POST:
        actions.draft_anew(company=company, rule=rule, lang=lang(), now=timezone.now())
        messages.success(request, _("Drafted anew from your answers."))
        return redirect("rulebook:edit", rule)
    return _keep(request, company, page, adopting="adopt" in request.POST)


def _blank(company: Company, page: queries.Page) -> RuleForm:
    known = queries.value(queries.particulars(company))
    initial = {"text": page.text, "seen": page.seen, "adopted_on": _today(), "adopted_by": known.representative}
    return RuleForm(initial=initial, today=_today())


def _edit(company: Company, page: queries.Page, form: Any, theirs: str = "") -> dict[str, Any]:
    return {"page": page, "rule": page.rule, "form": form, "theirs": theirs, "company": company}


def _keep(request: HttpRequest, company: Company, page: queries.Page, *, adopting: bool) -> HttpResponse:
    form = RuleForm(request.POST, today=_today(), adopting=adopting)
    if not form.is_valid():
        return render(request, "rulebook/edit.html", _edit(company, page, form), status=422)
    given = form.cleaned_data
    what = {"company": company, "rule": page.rule.id, "lang": lang(), "text": given["text"], "seen": given["seen"]}
    try:
        if adopting:
            actions.adopt(**what, by=given["adopted_by"], day=given["adopted_on"], now=timezone.now())
        else:
            actions.edit(**what, now=timezone.now())
    except actions.ChangedMeanwhileError as change:
        return _clash(request, company, page, given["text"], change.text)
    messages.success(request, _("Adopted.") if adopting else _("Saved."))
    return redirect("rulebook:edit", page.rule.id)


def _clash(request: HttpRequest, company: Company, page: queries.Page, mine: str, theirs: str) -> HttpResponse:
    """Both texts on one page; the next save takes what stands in the field."""
    initial = {"text": mine, "seen": page.seen, "adopted_on": _today()}
    form = RuleForm(initial=initial, today=_today())
    return render(request, "rulebook/edit.html", _edit(company, page, form, theirs), status=409)


@require_GET
@with_company
def version(request: HttpRequest, company: Company, version: uuid.UUID) -> HttpResponse:
    """An adopted version as it was adopted."""
    row = queries.version(company, version)
    if row is None:
        raise Http404
    return render(request, "rulebook/version.html", {"version": row, "paper": queries.paper_of(row)})


@require_GET
@never_cache
@with_company
def version_file(request: HttpRequest, company: Company, version: uuid.UUID, kind: str) -> HttpResponse:
    """An adopted version as PDF or Word file."""
    row = queries.version(company, version)
    if row is None:
        raise Http404
    return _file(queries.paper_of(row), kind, row.adopted_on, f"sonae-{row.rule}-{row.number}")


@require_GET
@never_cache
@with_company
def draft_file(request: HttpRequest, company: Company, rule: str, kind: str) -> HttpResponse:
    """The rule as it stands as PDF or Word file, marked as a draft."""
    page = queries.page(company, rule, _today(), lang())
    if page is None:
        raise Http404(rule)
    return _file(queries.paper(company, page), kind, _today(), f"sonae-{rule}-draft")


def _file(paper: Paper, kind: str, day: date, name: str) -> HttpResponse:
    if kind == "pdf":
        return _sent(papers.pdf(paper, day), "application/pdf", f"{name}.pdf", "inline")
    if kind == "docx":
        return _sent(papers.word([paper]), WORD, f"{name}.docx", "attachment")
    raise Http404(kind)


def _sent(data: bytes, kind: str, name: str, disposition: str) -> HttpResponse:
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": f'{disposition}; filename="{name}"'})


@require_GET
@never_cache
@with_company
def whole(request: HttpRequest, company: Company) -> HttpResponse:
    """All rules in one Word file: adopted ones as adopted, the others as drafts."""
    adopted = {row.rule: row for row in queries.adopted(company)}
    entries = queries.pages(company, _today(), lang())
    sheets = [
        queries.paper_of(adopted[page.rule.id]) if page.rule.id in adopted else queries.paper(company, page)
        for page in entries
    ]
    return _sent(papers.word(sheets), WORD, f"sonae-rules-{_today()}.docx", "attachment")


@require_http_methods(["GET", "POST"])
@with_company
def stars(request: HttpRequest, company: Company) -> HttpResponse:
    """The way to one and to two stars, step by step, with what the company has noted."""
    row = queries.way(company)
    form = WayForm(request.POST, today=_today()) if request.method == "POST" else _way_form(row)
    if request.method == "POST" and form.is_valid():
        actions.go_on(company=company, values=form.cleaned_data, now=timezone.now())
        if rulebook.old_declaration(form.cleaned_data["declaration"]):
            messages.warning(
                request, _("This ID begins with 4, so it is of the old system. Declare anew; new IDs begin with 5.")
            )
        messages.success(request, _("Saved."))
        return redirect("rulebook:stars")
    known = queries.known(company, row)
    questions = catalogue.load().questionnaire.questions
    context = {
        "paths": [(level, rulebook.path(level, known)) for level in (1, 2)],
        "form": form,
        "way": row,
        "titles": {item: question.title for item, question in questions.items()},
    }
    return render(request, "rulebook/stars.html", context, status=422 if form.errors else 200)


def _way_form(row: Any) -> WayForm:
    fields = WayForm.base_fields
    return WayForm(initial={name: getattr(row, name) for name in fields} if row else None, today=_today())
