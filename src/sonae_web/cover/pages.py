"""Gaps and readiness: one page each, the largest three gaps first, never a probability of payment."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sonae.insurance import holes, readiness, words
from sonae.insurance.readiness import Finding
from sonae.measure import Choice
from sonae_web.company import access
from sonae_web.company.access import with_company
from sonae_web.company.forms import lang
from sonae_web.company.models import Company
from sonae_web.cover import gaps, queries
from sonae_web.cover.queries import Ready
from sonae_web.diagnosis import queries as diagnoses
from sonae_web.evidence import actions as evidence
from sonae_web.insurance import actions as contracts
from sonae_web.risk import queries as risks

MOST_NAME = 60
ANSWERS = (Choice.DONE, Choice.PARTLY, Choice.NOT_DONE)


@require_GET
@with_company
def overview(request: HttpRequest, company: Company) -> HttpResponse:
    """The three largest gaps with yen and price, the lights, what to ask, and what premiums are."""
    return _overview(request, company)


def _overview(request: HttpRequest, company: Company, wrong: str = "", status: int = 200) -> HttpResponse:
    stored = risks.latest(company)
    if stored is None:
        return render(request, "risk/empty.html", {"complete": diagnoses.complete(diagnoses.find(company))})
    review, language = stored.value.review, lang()
    context: dict[str, Any] = {
        "review": review,
        "disclaimer": words.disclaimer(),
        "outdated": queries.outdated(company, stored),
        "insured": stored.value.insured,
        "wrong": wrong,
        "may_decide": access.may(request, "cover:accept", "D"),
    }
    if review:
        costs, first = review.premium, {gap.id for gap in review.largest}
        context |= {
            "largest": [gaps.gap(own, language) for own in review.largest],
            "others": [gaps.gap(own, language) for own in review.gaps if own.id not in first and own.state != "closed"],
            "closed": [gaps.gap(own, language) for own in review.gaps if own.state == "closed"],
            "questions": [question.text.of(language) for question in review.questions],
            "lights": _lights(queries.ready(company, timezone.localdate())),
            "plans": gaps.plans(costs, language),
            "savings": gaps.savings(costs, language),
            "options": [gaps.option(own, language) for own in costs.options],
        }
    return render(request, "cover/gaps.html", context, status=status)


@require_POST
@with_company
def accept(request: HttpRequest, company: Company, gap: str) -> HttpResponse:
    """The owner decides, with name and date, to carry a gap: a statement among the evidence."""
    kind = holes.kinds().get(gap)
    if kind is None:
        raise Http404(f"no gap {gap}")
    name = " ".join(request.POST.get("name", "").split())[:MOST_NAME]
    if not name or not name.isprintable():
        return _overview(request, company, wrong=gap, status=422)
    now = timezone.localtime()
    values = {
        "kind": "statement",
        "title": _("Decided to carry: %(gap)s") % {"gap": kind.title.of(lang())},
        "where": name,
        "covers": [gap],
        "effective_from": now.date(),
    }
    values["title"] = str(values["title"])[:120]
    evidence.hand_in(company=company, values=values, received=None, replaces=None, now=now)
    messages.success(request, _("Your decision is kept among the evidence. Compute again to see it here."))
    return redirect("cover:gaps")


@require_GET
@with_company
def lights(request: HttpRequest, company: Company) -> HttpResponse:
    """The three lights with every item, its evidence and dates; items can be answered here."""
    ready = queries.ready(company, timezone.localdate())
    context = {
        "lights": _lights(ready),
        "groups": _groups(ready),
        "answers": [(choice.value, _answer(choice)) for choice in ANSWERS],
        "disclaimer": words.disclaimer(),
    }
    return render(request, "cover/lights.html", context)


@require_POST
@with_company
def answer(request: HttpRequest, company: Company, item: str) -> HttpResponse:
    """Keep how far one item is."""
    given = request.POST.get("answer", "")
    if item not in readiness.items() or given not in {choice.value for choice in ANSWERS}:
        raise Http404(f"no item {item}")
    contracts.record_readiness(company=company, item=item, choice=Choice(given), now=timezone.now())
    return redirect("cover:lights")


def _answer(choice: Choice) -> str:
    return {Choice.DONE: _("Done"), Choice.PARTLY: _("In part"), Choice.NOT_DONE: _("Not yet")}[choice]


def _lights(ready: Ready) -> list[dict[str, Any]]:
    shown = []
    for light in ready.value.lights:
        title, text = readiness.light_words(light.id)
        open_items = [readiness.items()[name].question.of(lang()) for name in (*light.red, *light.amber)]
        shown.append(
            {
                "id": light.id,
                "title": title.of(lang()),
                "text": text.of(lang()),
                "colour": light.colour,
                "red": len(light.red),
                "amber": len(light.amber),
                "next": open_items[: holes.NEXT],
            }
        )
    return shown


def _groups(ready: Ready) -> list[dict[str, Any]]:
    """Items by what they ask for: red ones first, then amber, then those that are settled."""
    return [
        {"colour": colour, "items": own}
        for colour in ("red", "amber", "green")
        if (own := [_item(finding, ready) for finding in ready.value.findings if finding.colour == colour])
    ]


def _item(finding: Finding, ready: Ready) -> dict[str, Any]:
    item = readiness.items()[finding.id]
    names = [readiness.light_words(name)[0].of(lang()) for name in item.lights]
    return {
        "id": finding.id,
        "question": item.question.of(lang()),
        "star": finding.star,
        "lights": names,
        "standing": finding.standing.value,
        "note": finding.note.of(lang()),
        "wanted": item.evidence.of(lang()),
        "evidence": [ready.evidence[name] for name in finding.evidence if name in ready.evidence],
        "since": finding.since,
        "until": finding.until,
        "answer": ready.answers[finding.id].value if finding.id in ready.answers else "",
        "answerable": not item.fact,
    }
