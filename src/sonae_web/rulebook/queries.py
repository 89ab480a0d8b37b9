"""Rules read from their rows, each with its draft and its adopted versions."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sonae import catalogue, diagnosis, rulebook
from sonae.diagnosis import diagnose
from sonae.measure import Choice
from sonae.rulebook import Known, Paper, Rule
from sonae.values import Lang
from sonae_web.company import queries as companies
from sonae_web.company.models import Company
from sonae_web.diagnosis import queries as diagnoses
from sonae_web.rulebook.models import Adopted, Draft, Particulars, Way


@dataclass(frozen=True, slots=True)
class Page:
    """One rule: as drafted from the answers of today, as last edited, and its adopted versions, the newest first."""

    rule: Rule
    text: str
    saved_at: datetime | None
    outdated: bool
    versions: tuple[Adopted, ...]

    @property
    def seen(self) -> str:
        """What a form sends back so that nobody overwrites what another person saved meanwhile."""
        return self.saved_at.isoformat() if self.saved_at else ""

    @property
    def latest(self) -> Adopted | None:
        return self.versions[0] if self.versions else None

    @property
    def changed(self) -> bool:
        """Whether the text differs from the latest adopted version."""
        return self.latest is not None and self.saved_at is not None and self.latest.text != self.text


def particulars(company: Company) -> Particulars | None:
    """What stands at the foot of the rules, if it was entered."""
    return Particulars.objects.filter(company=company).first()


def value(row: Particulars | None) -> rulebook.Particulars:
    """The same as the library's value."""
    return rulebook.Particulars(row.representative, row.contact, row.responsible) if row else rulebook.Particulars()


def answers(company: Company) -> dict[str, Choice]:
    """All answers of the company, the 25 and the supplements together."""
    main, supplement = diagnoses.answers(diagnoses.find(company))
    return main | supplement


def pages(company: Company, today: date, lang: Lang) -> tuple[Page, ...]:
    """Every rule that applies to the company, the basic policy first."""
    drafts = {row.rule: row for row in Draft.objects.filter(company=company, lang=lang)}
    versions: dict[str, list[Adopted]] = {}
    for row in Adopted.objects.filter(company=company).order_by("-number"):
        versions.setdefault(row.rule, []).append(row)
    known = rulebook.draft(companies.value(company), answers(company), value(particulars(company)), today, lang)
    return tuple(_page(rule, drafts.get(rule.id), tuple(versions.get(rule.id, ()))) for rule in known)


def page(company: Company, rule: str, today: date, lang: Lang) -> Page | None:
    """One of them, None if the rule does not exist or does not apply."""
    return next((entry for entry in pages(company, today, lang) if entry.rule.id == rule), None)


def _page(rule: Rule, row: Draft | None, versions: tuple[Adopted, ...]) -> Page:
    if row is None:
        return Page(rule, rule.text, None, False, versions)
    return Page(rule, row.text, row.updated_at, row.based_on != basis(rule), versions)


def basis(rule: Rule) -> str:
    """A fingerprint of what a draft depends on: which sentences it has and how far each is lived."""
    states = " ".join(f"{clause.id}={clause.state}" for clause in rule.clauses)
    return hashlib.sha256(states.encode()).hexdigest()


def version(company: Company, version_id: uuid.UUID) -> Adopted | None:
    """An adopted version of this company."""
    return Adopted.objects.filter(company=company, pk=version_id).first()


def adopted(company: Company) -> tuple[Adopted, ...]:
    """The newest adopted version of every rule."""
    newest = {row.rule: row for row in Adopted.objects.filter(company=company).order_by("number")}
    return tuple(newest[rule] for rule in rulebook.titles() if rule in newest)


def paper(company: Company, entry: Page) -> Paper:
    """A draft ready to print."""
    return rulebook.paper(
        entry.rule.title,
        entry.text,
        entry.rule.lang,
        company=company.name,
        particulars=value(particulars(company)),
    )


def paper_of(row: Adopted) -> Paper:
    """An adopted version ready to print, with the name and the contact it was adopted with."""
    signed = rulebook.Particulars(row.adopted_by, row.contact)
    lang: Lang = "en" if row.lang == "en" else "ja"
    return rulebook.paper(
        row.title,
        row.text,
        lang,
        company=row.company.name,
        particulars=signed,
        adopted_on=row.adopted_on,
        number=row.number,
    )


def way(company: Company) -> Way | None:
    """What was done on the way to the stars."""
    return Way.objects.filter(company=company).first()


def known(company: Company, row: Way | None) -> Known:
    """The same as the library's value, with what answers and rulebook tell."""
    given, _ = diagnoses.answers(diagnoses.find(company))
    conditions = {entry.id: entry for entry in diagnose(catalogue.load().questionnaire, given, {}).stars.conditions}
    charter = Adopted.objects.filter(company=company, rule=rulebook.CHARTER).order_by("-number").first()
    return Known(
        articles_open=conditions["articles"].items,
        answered=len(given) == len(diagnosis.load().questions),
        charter=charter.adopted_on if charter else None,
        published=row.published_on if row else None,
        gbizid=row.gbizid_on if row else None,
        declared={row.declared_stars: row.declared_on} if row and row.declared_on else None,
    )
