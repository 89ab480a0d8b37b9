"""An exercise at the table: choose a card, talk for twenty minutes, tick what was there; what was not becomes tasks, with a dated record."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from sonae.incident import exercises
from sonae.incident.exercises import Card
from sonae_web.company.access import with_company
from sonae_web.company.forms import lang
from sonae_web.company.models import Company
from sonae_web.task import actions, queries

ANSWERS = (("yes", gettext_lazy("It was there")), ("no", gettext_lazy("Not yet")))


class ExerciseForm(forms.Form):
    """Who was there, and what was found."""

    people = forms.CharField(label=gettext_lazy("Who took part"), max_length=200)
    note = forms.CharField(label=gettext_lazy("What else was noticed (may stay empty)"), required=False, max_length=500)

    def __init__(self, *args: Any, card: Card, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in card.questions:
            self.fields[question.id] = forms.ChoiceField(
                label=question.text.of(lang()), choices=ANSWERS, widget=forms.RadioSelect
            )
        self.card = card

    def asked(self) -> list[tuple[Any, forms.BoundField]]:
        """Each question with its field."""
        return [(question, self[question.id]) for question in self.card.questions]


@require_GET
@with_company
def index(request: HttpRequest, company: Company) -> HttpResponse:
    """Four cards, and what was held before."""
    cards = exercises.load()
    held = [(row, cards[row.card]) for row in queries.exercises(company) if row.card in cards]
    return render(request, "task/exercises.html", {"cards": list(cards.values()), "held": held})


@require_http_methods(["GET", "POST"])
@with_company
def exercise(request: HttpRequest, company: Company, card: str) -> HttpResponse:
    """One card with its questions."""
    chosen = exercises.load().get(card)
    if chosen is None:
        raise Http404
    form = ExerciseForm(request.POST or None, card=chosen)
    if request.method == "POST" and form.is_valid():
        row = actions.hold(
            company=company,
            card=chosen,
            people=form.cleaned_data["people"],
            note=form.cleaned_data["note"],
            answers={question.id: form.cleaned_data[question.id] == "yes" for question in chosen.questions},
            lang=lang(),
            now=timezone.localtime(),
        )
        messages.success(request, _("Saved. What was missing is on the list of tasks."))
        return redirect("task:held", row.pk)
    return render(request, "task/exercise.html", {"card": chosen, "form": form}, status=422 if form.errors else 200)


@require_GET
@with_company
def held(request: HttpRequest, company: Company, id: UUID) -> HttpResponse:  # noqa: A002
    """The record of an exercise: date, people, what was there and what was not; to print and to show."""
    row = queries.exercise(company, id)
    card = exercises.load().get(row.card) if row else None
    if row is None or card is None:
        raise Http404
    found = [(question, row.answers.get(question.id, False)) for question in card.questions]
    page = {"row": row, "card": card, "found": found, "good": sum(there for _question, there in found)}
    return render(request, "task/held.html", page)
