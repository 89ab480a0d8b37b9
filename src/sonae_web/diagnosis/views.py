"""The start page and the questions."""

from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from sonae import diagnosis
from sonae_web.company import access
from sonae_web.company.access import with_company
from sonae_web.company.models import Company
from sonae_web.diagnosis import actions, forms, queries


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """What Sonae does, and one button: begin, go on, or see the result."""
    company = access.company_of(request)
    row = queries.find(company) if company else None
    answered = sum(part.answered for part in queries.progress(row))
    return render(
        request, "diagnosis/start.html", {"company": company, "answered": answered, "complete": queries.complete(row)}
    )


@require_GET
@with_company
def overview(request: HttpRequest, company: Company) -> HttpResponse:
    """Go on where the answers end; with all of them, offer the result and each part to look at again."""
    row = queries.find(company)
    if not queries.complete(row):
        return redirect("diagnosis:part", queries.first_open(row))
    _, supplement = queries.answers(row)
    context = {
        "parts": queries.progress(row),
        "sure": queries.how_surely(company, row, timezone.localdate()),
        "supplement": len(supplement),
        "supplements": len(queries.questions(queries.SUPPLEMENT)),
    }
    return render(request, "diagnosis/overview.html", context)


@require_GET
@with_company
def part(request: HttpRequest, company: Company, part: str) -> HttpResponse:
    """The questions of one part with the answers given so far."""
    row = queries.find(company)
    sure = queries.how_surely(company, row, timezone.localdate())
    return render(request, "diagnosis/part.html", {**_part(part, row), "sure": sure})


def _part(part: str, row: Any) -> dict[str, Any]:
    questions = queries.questions(part)
    if not questions:
        raise Http404(part)
    order = queries.parts()
    place = order.index(part) if part in order else len(order)
    answers, supplement = queries.answers(row)
    known = answers | supplement
    questionnaire = diagnosis.load()
    titles = {entry.id: entry.title for entry in questionnaire.parts}
    return {
        "part": part,
        "title": titles.get(part),
        "place": place + 1,
        "count": len(order),
        "previous": order[place - 1] if 0 < place < len(order) else "",
        "last": place == len(order) - 1,
        "supplement": part == queries.SUPPLEMENT,
        "questions": [(question, known.get(question.id)) for question in questions],
        "choices": questionnaire.choices.items(),
        **_progress(row),
    }


def _progress(row: Any) -> dict[str, Any]:
    states = queries.progress(row)
    return {
        "states": states,
        "answered": sum(state.answered for state in states),
        "total": sum(state.total for state in states),
        "complete": queries.complete(row),
    }


@require_POST
@with_company
def answer(request: HttpRequest, company: Company) -> HttpResponse:
    """Keep the answers of a page. With htmx only the progress comes back, without it the next part."""
    try:
        given = forms.answers_in(request.POST.dict())
    except forms.BadAnswerError as error:
        raise SuspiciousOperation(str(error)) from error
    row = actions.record_answers(company=company, answers=given, now=timezone.now())
    if getattr(request, "htmx", False):
        return render(request, "diagnosis/progress.html", _progress(row))
    return redirect(*_next(request.POST.get("part", ""), row))


def _next(part: str, row: Any) -> tuple[str, ...]:
    order = queries.parts()
    if part in order[:-1]:
        return "diagnosis:part", order[order.index(part) + 1]
    return ("diagnosis:overview",)
