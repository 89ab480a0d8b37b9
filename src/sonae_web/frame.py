"""What every page shows around its content: the company's name, the menu, the language."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sonae_web.company import access


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu. ``phone``: stands in the bar at the foot of a phone, which has room for five with the menu."""

    word: str
    page: str
    title: Any
    text: Any
    phone: bool = False


MENU = (
    Entry("start", "start", _("Home"), _("Where you stand, and what comes next."), True),
    Entry("company", "company:edit", _("Company"), _("The company in eight fields.")),
    Entry("diagnosis", "diagnosis:overview", _("Questions"), _("The 25 questions and the supplementary ones.")),
    Entry("risk", "risk:result", _("Result"), _("What a bad year would cost, and why."), True),
    Entry(
        "insurance", "insurance:overview", _("Insurance"), _("Your contracts, and what they would pay in a bad year.")
    ),
    Entry("supplier", "supplier:list", _("Business partners"), _("Who feels it when you are hit, who could stop you.")),
    Entry("plan", "plan:list", _("Plan"), _("What to do, in which order, for how much."), True),
    Entry("task", "task:list", _("Tasks"), _("What is to be done, by whom, until when."), True),
    Entry(
        "management",
        "management:map",
        _("Management view"),
        _("Ten directions, risk you are ready to bear, frameworks."),
    ),
    Entry("evidence", "evidence:list", _("Evidence"), _("What proves the answers, and until when.")),
    Entry("rulebook", "rulebook:list", _("Rules"), _("Basic policy, rules, SECURITY ACTION.")),
    Entry("people", "company:people", _("People"), _("Who may look in, and who has.")),
    Entry("incident", "incident:list", _("Incidents"), _("What to do when something has happened; the emergency kit.")),
    Entry("hotline", "hotline:line", _("Hotline"), _("A way for everybody to say that something is wrong.")),
    Entry("report", "report:index", _("Reports"), _("To read, to sign, to hand over.")),
)


PARTS = {"cover": "insurance"}  # subjects that stand under another one's line of the menu


def _subject(name: str) -> str:
    word = name.partition(":")[0]
    return PARTS.get(word, word)


def frame(request: HttpRequest) -> dict[str, object]:
    """Context of the base template."""
    match = request.resolver_match
    company = access.company_of(request)
    return {
        "company_name": company.name if company else "",
        "server": settings.SERVER,
        "supporter": access.supporting(request),
        "lang": get_language() or "ja",
        "subject": _subject(match.view_name) if match else "",
        "menu": [entry for entry in MENU if access.may(request, entry.page)],
    }
