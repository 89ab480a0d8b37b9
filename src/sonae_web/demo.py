"""The fictional company of the demo, filled in to the last page."""

from datetime import datetime, timedelta
from importlib import resources

from sonae import case, rulebook
from sonae.case import Case
from sonae.management import Appetite
from sonae.measure import Choice
from sonae.supplier import partner
from sonae.supplier.partner import Partner
from sonae_web import reader
from sonae_web.company import actions as companies
from sonae_web.company import queries
from sonae_web.company.models import Company
from sonae_web.diagnosis import actions as diagnoses
from sonae_web.diagnosis import inquiries
from sonae_web.evidence import actions as proofs
from sonae_web.insurance import actions as contracts
from sonae_web.management import actions as owner
from sonae_web.plan import actions as plans
from sonae_web.plan.forms import usual_weight
from sonae_web.reader import Reader, Role
from sonae_web.risk import actions as risks
from sonae_web.risk import queries as assessments
from sonae_web.rulebook import actions as rules
from sonae_web.rulebook import queries as rulebooks
from sonae_web.supplier import actions as partners
from sonae_web.supplier import queries as chain
from sonae_web.task import actions as tasks
from sonae_web.task.models import Task as TaskRow

PARTNERS = (
    Partner("見本鋼材", "supplier", "trade", 40, "high"),
    Partner("見本塗装", "supplier", "manufacturing", 8, "high", 20),
    Partner("見本金型", "supplier", "manufacturing", 15, "middle", 55),
    Partner("見本運送", "supplier", "transport", 30, "middle"),
    Partner("見本システム", "supplier", "ict", 25, "low", 85),
    Partner("見本自動車部品", "customer", "manufacturing", 400, "high", 80),
    Partner("見本機械", "customer", "manufacturing", 60, "middle"),
    Partner("見本商事", "customer", "trade", 20, "low"),
)
OWNER = "代表取締役 見本 花子"
RESPONSIBLE = "総務 佐藤"


def fill(now: datetime) -> None:
    """Fill everything in, once; does nothing where a company is there already."""
    if not queries.active():
        everything(now)


def everything(now: datetime) -> Company:
    """A company with something on every page."""
    example = case.parse((resources.files("sonae_web") / "demo.toml").read_text(encoding="utf-8"), "demo.toml")
    company = companies.save(value=example.company, now=now, row=Company())
    with reader.acting(Reader(None, Role.OWNER, frozenset({company.pk}))):  # so the log knows whose lines these are
        _all(company, example, now)
    return company


def _all(company: Company, example: Case, now: datetime) -> None:
    _earlier(company, example, now - timedelta(days=92))
    diagnoses.record_answers(company=company, answers=example.answers | example.supplement, now=now)
    contracts.add_sample(company=company, name="a", now=now)
    inquiries.ask(company=company, person="製造課 鈴木", items=["SD-23"], lang="ja", now=now)
    _evidence(company, now)
    risks.assess(company=company, level=example.level_name, budget_yen=example.budget_yen, now=now)
    _partners(company, now)
    _rules(company, now)
    _tasks(company, now)
    owner.set_appetite(company=company, value=Appetite(1_500_000, 100), by=OWNER, now=now)
    plans.search(company=company, weight=usual_weight(), now=now)


def _earlier(company: Company, example: Case, then: datetime) -> None:
    """A first result three months ago, with two measures fewer."""
    fewer = dict.fromkeys(("SD-09", "SD-22"), Choice.NOT_DONE)
    diagnoses.record_answers(company=company, answers=example.answers | fewer, now=then)
    risks.assess(company=company, level=example.level_name, budget_yen=example.budget_yen, now=then)


def _partners(company: Company, now: datetime) -> None:
    """Partners of a small manufacturer, with what passes between them."""
    from sonae.supplier import own

    partners.take(company=company, partners=PARTNERS, replace=False, now=now)
    firm, score = queries.value(company), chain.score(company)
    answer = own.answer(firm, score, PARTNERS)
    partners.keep(company=company, value=answer, basis=partner.basis(firm, score, PARTNERS), now=now)


def _tasks(company: Company, now: datetime) -> None:
    """The plan taken six weeks ago: the first step done, the second overdue, the others to come."""
    stored = assessments.latest(company)
    assert stored is not None
    then = now - timedelta(days=35)
    tasks.take(company=company, measures=[step.measure for step in stored.value.plan.steps[:6]], now=then)
    first = TaskRow.objects.filter(company=company).order_by("due").first()
    assert first is not None
    tasks.finish(company=company, task_id=first.pk, done=True, now=now - timedelta(days=15))
    TaskRow.objects.filter(company=company).update(owner=RESPONSIBLE)


def _evidence(company: Company, now: datetime) -> None:
    """A statement that counts, a link that runs out soon, one that has run out."""
    pieces = (
        ("statement", "ウイルス対策を全台で確かめた", RESPONSIBLE, ["SD-02"], 40, 365),
        ("link", "取引先との秘密保持の取り決め", "https://example.jp/keiyaku", ["SD-22"], 340, 365),
        ("statement", "控えから戻す練習をした", RESPONSIBLE, ["SD-11", "SP-03"], 200, 180),
    )
    for kind, title, where, covers, age, limit in pieces:
        values = {
            "kind": kind,
            "title": title,
            "where": where,
            "covers": covers,
            "effective_from": (now - timedelta(days=age)).date(),
            "effective_until": None,
            "max_age_days": limit,
        }
        proofs.hand_in(company=company, values=values, received=None, replaces=None, now=now)


def _rules(company: Company, now: datetime) -> None:
    """Names, an adopted basic policy, an adopted rule on passwords; the other rules stay drafts."""
    names = {"representative": OWNER, "contact": "総務 03-0000-0000", "responsible": RESPONSIBLE}
    rules.name(company=company, values=names, now=now)
    for page in rulebooks.pages(company, now.date(), "ja"):
        if page.rule.id in (rulebook.CHARTER, "passwords"):
            rules.adopt(
                company=company,
                rule=page.rule.id,
                lang="ja",
                text=page.text,
                seen="",
                by=OWNER,
                day=(now - timedelta(days=20)).date(),
                now=now,
            )
