"""An exercise at the table: choose a card, talk for twenty minutes, tick what was there; what was not becomes tasks, with a dated record."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from sonae import task as tasks
from sonae.incident import exercises
from sonae.incident.exercises import Card
from sonae_web.audit import actions as audit
from sonae_web.company.access import with_company
from sonae_web.company.forms import lang
from sonae_web.company.models import Company
from sonae_web.task.models import Exercise, Task

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


@transaction.atomic
def hold(*, company: Company, card: Card, form: ExerciseForm) -> Exercise:
    """Keep the record and make a task of each open question; a task that is there already is not made twice."""
    now, typed, speaks = timezone.localtime(), form.cleaned_data, lang()
    answers = {question.id: typed[question.id] == "yes" for question in card.questions}
    there = set(Task.objects.filter(company=company, done_at=None).values_list("title", flat=True))
    titles = [question.task.of(speaks) for question in card.open(answers)]
    new = [title for title in titles if title not in there]
    Task.objects.bulk_create(
        Task(company=company, title=title, due=day, made_at=now, changed_at=now)
        for title, day in zip(new, tasks.days(len(new), now.date()), strict=True)
    )
    row = Exercise.objects.create(
        company=company, card=card.id, held_at=now, people=typed["people"], note=typed["note"], answers=answers
    )
    detail = {"card": card.id, "open": len(titles), "tasks": len(new)}
    audit.record(at=now, action="task.exercise", subject=f"exercise:{row.pk}", detail=detail, company=company.pk)
    return row


@require_GET
@with_company
def index(request: HttpRequest, company: Company) -> HttpResponse:
    """Four cards, and what was held before."""
    cards = exercises.load()
    held = [(row, cards[row.card]) for row in Exercise.objects.filter(company=company)[:100] if row.card in cards]
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
        row = hold(company=company, card=chosen, form=form)
        messages.success(request, _("Saved. What was missing is on the list of tasks."))
        return redirect("task:held", row.pk)
    return render(request, "task/exercise.html", {"card": chosen, "form": form}, status=422 if form.errors else 200)


@require_GET
@with_company
def held(request: HttpRequest, company: Company, id: UUID) -> HttpResponse:  # noqa: A002
    """The record of an exercise: date, people, what was there and what was not; to print and to show."""
    row = Exercise.objects.filter(company=company, pk=id).first()
    card = exercises.load().get(row.card) if row else None
    if row is None or card is None:
        raise Http404
    found = [(question, row.answers.get(question.id, False)) for question in card.questions]
    page = {"row": row, "card": card, "found": found, "good": sum(there for _question, there in found)}
    return render(request, "task/held.html", page)
