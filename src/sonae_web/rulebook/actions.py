"""Editing, adopting, and noting what was done on the way to a star."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from sonae import catalogue, rulebook
from sonae.values import Lang
from sonae_web.audit import actions as audit
from sonae_web.company.models import Company
from sonae_web.rulebook import queries
from sonae_web.rulebook.models import Adopted, Draft, Particulars, Way


class ChangedMeanwhileError(Exception):
    """Another person has saved this rule since the page was opened; ``text`` is what stands there now."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__("changed meanwhile")


@transaction.atomic
def name(*, company: Company, values: Mapping[str, str], now: datetime) -> Particulars:
    """Keep who signs, whom to ask and who is responsible."""
    row, _ = Particulars.objects.update_or_create(company=company, defaults={**values, "updated_at": now})
    audit.record(at=now, action="rulebook.name", subject=f"company:{company.pk}", detail={"fields": sorted(values)})
    return row


@transaction.atomic
def edit(*, company: Company, rule: str, lang: Lang, text: str, seen: str, now: datetime) -> Draft:
    """Keep an edited rule. Raises ChangedMeanwhileError where ``seen`` is not the state that stands there now."""
    row = Draft.objects.select_for_update().filter(company=company, rule=rule, lang=lang).first()
    if row and row.updated_at.isoformat() != seen and row.text != text:
        raise ChangedMeanwhileError(row.text)
    page = queries.page(company, rule, now.date(), lang)
    assert page is not None  # the view has looked
    row, _ = Draft.objects.update_or_create(
        company=company,
        rule=rule,
        lang=lang,
        defaults={"text": text, "based_on": queries.basis(page.rule), "updated_at": now},
    )
    audit.record(at=now, action="rulebook.edit", subject=f"rule:{rule}", detail={"characters": len(text)})
    return row


@transaction.atomic
def draft_anew(*, company: Company, rule: str, lang: Lang, now: datetime) -> None:
    """Drop the edited text, so that the rule is drafted from the answers again; adopted versions stay."""
    Draft.objects.filter(company=company, rule=rule, lang=lang).delete()
    audit.record(at=now, action="rulebook.draft_anew", subject=f"rule:{rule}")


@transaction.atomic
def adopt(
    *, company: Company, rule: str, lang: Lang, text: str, seen: str, by: str, day: date, now: datetime
) -> Adopted:
    """Keep the text and adopt it as the next version. Raises ChangedMeanwhileError as ``edit`` does."""
    edit(company=company, rule=rule, lang=lang, text=text, seen=seen, now=now)
    last = Adopted.objects.filter(company=company, rule=rule).aggregate(last=Max("number"))["last"] or 0
    title = rulebook.titles()[rule].of(lang)
    row = Adopted.objects.create(
        company=company,
        rule=rule,
        lang=lang,
        number=last + 1,
        title=title,
        text=text,
        sha256=rulebook.fingerprint(title, text),
        adopted_on=day,
        adopted_by=by,
        contact=queries.value(queries.particulars(company)).contact,
        content_version=catalogue.load().version,
        recorded_at=now,
    )
    audit.record(
        at=now,
        action="rulebook.adopt",
        subject=f"rule:{rule}",
        detail={"version": row.number, "sha256": row.sha256, "id": str(row.pk)},
    )
    return row


@transaction.atomic
def go_on(*, company: Company, values: Mapping[str, Any], now: datetime) -> Way:
    """Keep what was done on the way to a star."""
    row, _ = Way.objects.update_or_create(company=company, defaults={**values, "updated_at": now})
    audit.record(at=now, action="rulebook.way", subject=f"company:{company.pk}", detail={"stars": row.declared_stars})
    return row
