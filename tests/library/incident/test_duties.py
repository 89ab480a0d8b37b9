"""Limits counted by hand: New Year, Golden Week, month ends, a leap day, the worked example, and facts that start duties."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from sonae.incident import duties as rules
from sonae.incident import playbooks, record
from sonae.incident.calendar import JAPAN, business_day, in_japan, next_open
from sonae.incident.duties import Duty, State
from sonae.incident.record import Incident, Partner, PersonalData

BOOKS = playbooks.load()
KNOWN = datetime(2026, 11, 23, 8, 55, tzinfo=JAPAN)


def incident(playbook: str = "ransomware", known: datetime = KNOWN, **fields: object) -> Incident:
    return Incident("t", known, playbook, **fields)  # type: ignore[arg-type]


def owed(case: Incident, now: datetime | None = None) -> dict[str, Duty]:
    return {duty.id: duty for duty in rules.duties(case, BOOKS[case.playbook], now or case.known_at)}


@pytest.mark.parametrize(
    ("known", "amber", "red", "full30", "full60"),
    [  # counted on a paper calendar; day of knowing = day 1
        ("2026-11-23", "2026-11-25", "2026-11-27", "2026-12-22", "2027-01-21"),  # the worked example
        ("2026-12-03", "2026-12-05", "2026-12-07", "2027-01-04", "2027-02-01"),  # day 30 = 1 January
        ("2026-11-30", "2026-12-02", "2026-12-04", "2027-01-04", "2027-01-28"),  # day 30 = 29 December
        ("2026-12-28", "2026-12-30", "2027-01-01", "2027-01-26", "2027-02-25"),  # the flash limit never moves
        ("2026-04-04", "2026-04-06", "2026-04-08", "2026-05-07", "2026-06-02"),  # day 30 = 3 May, 6 May a substitute
        ("2026-03-06", "2026-03-08", "2026-03-10", "2026-04-06", "2026-05-07"),  # day 60 = 4 May
        ("2026-01-31", "2026-02-02", "2026-02-04", "2026-03-02", "2026-03-31"),  # month end; day 30 = Sunday 1 March
        ("2028-02-01", "2028-02-03", "2028-02-05", "2028-03-01", "2028-03-31"),  # over the leap day
        ("2028-02-29", "2028-03-02", "2028-03-04", "2028-03-29", "2028-04-28"),  # from the leap day
    ],
)
def test_limits_counted_by_hand(known: str, amber: str, red: str, full30: str, full60: str) -> None:
    at = in_japan(date.fromisoformat(known)) + timedelta(hours=8)
    bad = owed(incident(known=at))
    plain = owed(incident("missent", at))
    flash = bad["ppc_flash"]
    assert flash.amber is not None
    assert flash.due is not None
    assert (flash.amber.date().isoformat(), flash.due.date().isoformat()) == (amber, red)
    assert _due(plain["ppc_full"]) == full30
    assert _due(bad["ppc_full_malicious"]) == full60
    assert "ppc_full" not in bad
    assert "ppc_full_malicious" not in plain


def _due(duty: Duty) -> str:
    assert duty.due is not None
    return duty.due.date().isoformat()


def test_the_moved_limit_keeps_the_day_as_counted() -> None:
    duty = owed(incident("missent", in_japan(date(2026, 12, 3))))["ppc_full"]
    assert duty.counted is not None
    assert (duty.counted.date(), _due(duty)) == (date(2027, 1, 1), "2027-01-04")


def test_days_are_those_of_japan() -> None:
    late_on_sunday_in_london = datetime.fromisoformat("2026-11-22T23:55:00+00:00")
    assert _due(owed(incident(known=late_on_sunday_in_london))["ppc_flash"]) == "2026-11-27"


@pytest.mark.parametrize(
    ("first", "number", "expected"),
    [("2026-04-28", 3, "2026-05-07"), ("2026-12-25", 1, "2026-12-28"), ("2026-12-28", 1, "2027-01-04")],
)
def test_business_days(first: str, number: int, expected: str) -> None:
    assert business_day(date.fromisoformat(first), number) == date.fromisoformat(expected)
    assert next_open(date(2026, 9, 21)) == date(2026, 9, 24)  # two holidays with a day between them


def test_states_follow_the_clock() -> None:
    case = incident("missent")
    seen = [owed(case, KNOWN + timedelta(days=day))["ppc_flash"].state for day in (0, 1, 2, 4, 5)]
    assert seen == [State.OPEN, State.OPEN, State.DUE, State.DUE, State.OVERDUE]


def test_a_duty_is_closed_by_proof_or_by_reason() -> None:
    done = record.Closed("ppc_flash", KNOWN, "done", proof="受付 12")
    reasoned = record.Closed("police", KNOWN, "reasoned", reason="相手が社員", by="見本")
    found = owed(incident(closed=(done, reasoned)), KNOWN + timedelta(days=90))
    assert (found["ppc_flash"].state, found["police"].state) == (State.DONE, State.REASONED)
    assert not found["ppc_flash"].open


def test_each_partner_has_its_own_limit() -> None:
    partners = (Partner("A", hours=2), Partner("B", business_days=1), Partner("C"))
    found = owed(incident(partners=partners))
    hours = {name: found[f"partner:{name}"].due for name in "ABC"}
    assert hours["A"] == KNOWN + timedelta(hours=2)
    assert hours["B"] == datetime(2026, 11, 24, 23, 59, tzinfo=JAPAN)
    assert hours["C"] == KNOWN + timedelta(hours=24)
    assert [found[f"partner:{name}"].legal for name in "ABC"] == [True, True, False]


@pytest.mark.parametrize(
    ("data", "cases"),
    [
        (PersonalData("no"), ()),
        (PersonalData("unknown"), ("C4",)),  # nobody has counted: as if there were many
        (PersonalData("yes", (1000, 1000)), ()),
        (PersonalData("yes", (900, 1001)), ("C4",)),
        (PersonalData("yes", (1, 1), ("sensitive",)), ("C1",)),
        (PersonalData("yes", (1, 1), ("card",)), ("C2",)),
        (PersonalData("yes", (1, 1), malicious="yes"), ("C3",)),
        (PersonalData("yes", (1, 1), malicious="unknown"), ("C3",)),
        (PersonalData("yes", (5000, 5000), ("sensitive",), unread=True), ()),
        (PersonalData("yes", (5000, 5000), ("card",), encrypted=True), ()),
    ],
)
def test_cases_of_a_report(data: PersonalData, cases: tuple[str, ...]) -> None:
    case = incident("missent", personal=data)
    assert rules.cases(case, BOOKS["missent"]) == cases
    assert ("ppc_flash" in owed(case)) is bool(cases)


def test_unknown_malice_shows_the_earlier_limit() -> None:
    found = owed(incident("lost"))
    assert "ppc_full" in found
    assert "ppc_full_malicious" not in found


def test_money_that_was_sent_puts_the_bank_first() -> None:
    found = list(owed(incident("fraud", money_sent=True)))
    assert found[0] == "bank"
    assert "bank" not in owed(incident("fraud"))


def test_a_leak_found_later_has_a_clock_of_its_own() -> None:
    later = KNOWN + timedelta(days=10)
    found = owed(incident(personal=PersonalData("yes", known_at=later)))
    assert _due(found["ppc_flash"]) == "2026-12-07"
    assert found["insurer"].since == KNOWN


@pytest.mark.parametrize(("fact", "duty"), [("entrusted", "entrusting"), ("designated", "critical_infrastructure")])
def test_facts_that_start_duties(fact: str, duty: str) -> None:
    base = incident(known=datetime(2026, 12, 1, 9, tzinfo=JAPAN))
    case = (
        replace(base, designated=True) if fact == "designated" else replace(base, personal=PersonalData(entrusted=True))
    )
    assert duty in owed(case)
    assert duty not in owed(base)


def test_a_rule_counts_from_the_day_it_is_valid() -> None:
    early = incident(designated=True, known=datetime(2026, 9, 30, 12, tzinfo=JAPAN))
    assert "critical_infrastructure" not in owed(early)


def test_no_rule_is_overdue_for_review() -> None:
    assert rules.overdue_reviews(date.today()) == ()  # noqa: DTZ011 - the release is refused on the day it is built
    assert rules.overdue_reviews(date(2027, 11, 23)) == rules.rules()


def test_every_rule_says_where_it_comes_from() -> None:
    for rule in rules.rules():
        assert rule.sources
        assert rule.title.ja
        assert rule.text.en
        limits = [rule.limit_day, rule.limit_minutes, rule.limit_years]
        assert len([limit for limit in limits if limit is not None]) == (rule.kind != "voluntary")
