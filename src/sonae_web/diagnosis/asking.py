"""Pages of the questions that are put to people: asking, the link, replying, taking over."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sonae import diagnosis
from sonae.measure import Choice
from sonae_web.company.access import with_company
from sonae_web.company.forms import lang
from sonae_web.company.models import Company
from sonae_web.diagnosis import inquiries, queries
from sonae_web.diagnosis.forms import BadAnswerError, answers_in
from sonae_web.diagnosis.models import Inquiry


class AskForm(forms.Form):
    """Whom to ask, and which questions."""

    person = forms.CharField(label=gettext_lazy("Person or department"), max_length=60)
    items = forms.MultipleChoiceField(label=gettext_lazy("Questions to ask"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        questionnaire = diagnosis.load()
        field = self.fields["items"]
        assert isinstance(field, forms.MultipleChoiceField)
        known = (*questionnaire.questions.values(), *questionnaire.supplements.values())
        field.choices = [(question.id, question.title.of(lang())) for question in known]


@require_GET
@with_company
def people(request: HttpRequest, company: Company) -> HttpResponse:
    """Who was asked what, what they said, and the answers that follow."""
    return render(request, "diagnosis/people.html", _people(company))


def _people(company: Company, link: str = "", person: str = "") -> dict[str, Any]:
    return {
        "asked": inquiries.asked(company, timezone.localdate()),
        "combined": [(entry, inquiries.questions([entry.item])[0]) for entry in inquiries.combined(company)],
        "choices": diagnosis.load().choices,
        "link": link,
        "person": person,
        "days": inquiries.OPEN_DAYS,
    }


@require_http_methods(["GET", "POST"])
@with_company
def ask(request: HttpRequest, company: Company) -> HttpResponse:
    """Choose a person and questions; what nobody knows is ticked already. Afterwards the link is shown, once."""
    if request.method == "GET":
        items = request.GET.getlist("item") or _unknown(company)
        return render(request, "diagnosis/ask.html", {"form": AskForm(initial={"items": items})})
    form = AskForm(request.POST)
    if not form.is_valid():
        return render(request, "diagnosis/ask.html", {"form": form}, status=422)
    given = form.cleaned_data
    token = inquiries.ask(
        company=company, person=given["person"], items=given["items"], lang=lang(), now=timezone.localtime()
    )
    link = request.build_absolute_uri(reverse("diagnosis:reply", args=(token,)))
    return render(request, "diagnosis/people.html", _people(company, link, given["person"]))


def _unknown(company: Company) -> list[str]:
    main, supplement = queries.answers(queries.find(company))
    return [item for item, choice in (main | supplement).items() if choice is Choice.UNKNOWN]


@require_POST
@with_company
def take_over(request: HttpRequest, company: Company) -> HttpResponse:
    """The combined replies become the company's answers."""
    count = inquiries.take_over(company=company, now=timezone.now())
    if count:
        messages.success(request, _("Taken over: %(count)s answers.") % {"count": count})
    return redirect("diagnosis:people")


@require_POST
@with_company
def stop(request: HttpRequest, company: Company, inquiry: uuid.UUID) -> HttpResponse:
    """Stop a link that was not used."""
    if not inquiries.withdraw(company=company, inquiry_id=inquiry, now=timezone.now()):
        raise Http404
    messages.success(request, _("The link no longer works."))
    return redirect("diagnosis:people")


@require_http_methods(["GET", "POST"])
@never_cache
def reply(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link: no account, one reply. A closed link says why; an unknown one is no page at all."""
    row = inquiries.found(token)
    if row is None:
        raise Http404
    with translation.override(row.lang):
        state = inquiries.state(row, timezone.localdate())
        if request.method == "POST" and state == "waiting":
            return _reply(request, row)
        status = {"waiting": 200}.get(state, 410)
        return _shown(request, row, state, status)


def _shown(request: HttpRequest, row: Inquiry, state: str, status: int, given: Any = None) -> HttpResponse:
    known = given or {}
    context = {
        "inquiry": row,
        "state": state,
        "lines": [(question, known.get(question.id)) for question in inquiries.questions(row.items)],
        "choices": diagnosis.load().choices.items(),
        "missing": bool(known) or given is not None,
        "lang": row.lang,
    }
    response = render(request, "diagnosis/reply.html", context, status=status)
    # no "no-referrer" here: browsers would then send the form with the origin "null", which is refused as forged
    response["X-Robots-Tag"] = "noindex"
    return response


def _reply(request: HttpRequest, row: Inquiry) -> HttpResponse:
    try:
        given = answers_in(request.POST.dict())
    except BadAnswerError as error:
        raise SuspiciousOperation(str(error)) from error
    if not set(row.items) <= set(given):
        return _shown(request, row, "waiting", 422, given)
    try:
        inquiries.reply(
            inquiry=row, answers=given, remark=request.POST.get("remark", "")[:500], now=timezone.localtime()
        )
    except inquiries.ClosedError:
        return _shown(request, row, "replied", 410)
    return _shown(request, row, "thanks", 200)
