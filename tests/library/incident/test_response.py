"""The seven playbooks played through on a simulated clock, and what is wrong with a file."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from library.incident.test_duties import BOOKS, KNOWN, incident
from sonae.faults import InputError
from sonae.incident import playbooks, read, record
from sonae.incident.response import Response, respond, serves
from sonae.insurance.policy import items

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("name", playbooks.IDS)
def test_played_from_the_first_minute_to_the_review(name: str) -> None:
    """Doing what is asked, again and again, closes every step and every duty with a limit; nothing stays silent."""
    case, now, asked = incident(name, money_sent=name == "fraud"), KNOWN, []
    for _ in range(60):
        result = respond(case, BOOKS, now)
        if result.next.kind == "watch":
            if not [duty for duty in result.duties if duty.open and duty.due]:
                break
            now += timedelta(days=30)
            continue
        asked.append(result.next.id)
        case = _done(case, result)
        now += timedelta(minutes=20)
    assert not [standing.step.id for standing in result.steps if standing.open]
    assert not [duty.id for duty in result.duties if duty.open and duty.due]
    assert len(asked) == len(set(asked))
    first = [step.id for step in BOOKS[name].of("first15")]
    assert asked[: len(first)] == first


def _done(case: record.Incident, result: Response) -> record.Incident:
    action = result.next
    duties = [action.id] if action.kind == "duty" else []
    if action.kind == "step":
        step = next(step for step in result.playbook.steps if step.id == action.id)
        duties = [duty.id for duty in result.duties if serves(step, duty)]
    closed = tuple(record.Closed(duty, result.now, "done", proof="写し") for duty in duties)
    return replace(case, closed=case.closed + closed, steps={**case.steps, action.id: result.now})


@pytest.mark.parametrize("name", playbooks.IDS)
def test_a_playbook_is_whole(name: str) -> None:
    book = BOOKS[name]
    assert all(book.of(part) for part in playbooks.PARTS)
    assert len(book.do_not) >= 3
    assert len(book.evidence) >= 3
    assert set(book.items) <= {item for section in ("expense", "liability", "bi", "funds") for item in items(section)}
    assert [step.minutes for step in book.steps] == sorted(step.minutes for step in book.steps)
    assert {step.role for step in book.steps} <= set(record.ROLES)
    assert {"actor", "action", "asset", "attribute", "discovery"} == set(book.veris)
    assert all(step.minutes <= 15 for step in book.of("first15"))


def test_the_supplier_is_asked_five_questions() -> None:
    assert len(BOOKS["supplier"].questions) == 5


def test_money_sent_puts_the_bank_among_the_first_minutes_of_any_playbook() -> None:
    result = respond(incident("takeover", money_sent=True), BOOKS, KNOWN)
    assert result.next.id == "sessions"  # five minutes, then the bank within fifteen
    late = respond(
        incident("takeover", money_sent=True, steps={"sessions": KNOWN, "reset": KNOWN, "rules": KNOWN}), BOOKS, KNOWN
    )
    assert late.next.id == "bank"


def test_a_step_without_its_duty_is_not_asked_for() -> None:
    harmless = record.PersonalData("no")
    steps = {s.step.id: s for s in respond(incident("missent", personal=harmless), BOOKS, KNOWN).steps}
    assert not steps["flash"].needed
    assert steps["phone"].needed


@pytest.mark.parametrize("name", ["ransomware", "missent"])
def test_the_examples_are_read(name: str) -> None:
    case = read.read(ROOT / "examples" / "incident" / f"{name}.toml")
    assert case.playbook == name
    assert len(case.sha256) == 64


GOOD = 'schema = "sonae.incident/1"\nid = "a"\nknown_at = 2026-11-20T22:40:00+09:00\nplaybook = "ransomware"\n'


@pytest.mark.parametrize(
    ("extra", "field", "line"),
    [
        ("knwon = 1\n", "knwon", 5),
        ("severity = 9\n", "severity", 5),
        ("known_at = 2026-11-20T22:40:00\n", "known_at", None),
        ("[personal_data]\npeople = [5]\n", "personal_data.people", 6),
        ("[personal_data]\npeople = [9, 5]\n", "personal_data.people", 6),
        ("[personal_data]\npeople = [-1, 5]\n", "personal_data.people[1]", None),
        (
            '[[ledger]]\nid="l"\nwhat="x"\nsection="expense"\nitem="gfit"\namount=1\nat=2026-11-21\n',
            "ledger[1].item",
            9,
        ),
        (
            '[[ledger]]\nid="l"\nwhat="x"\nsection="expense"\nitem="gift"\namount=-1\nat=2026-11-21\n',
            "ledger[1].amount",
            10,
        ),
        ('[[outage]]\nsystem="s"\nsince=2026-11-21\nuntil=2026-11-20\n', "outage[1].until", 8),
        ('[[duty]]\nrule="police"\nat=2026-11-21\nstate="reasoned"\n', "duty[1].reason", None),
    ],
)
def test_faults_name_field_and_line(extra: str, field: str, line: int | None) -> None:
    text = GOOD.replace("known_at = 2026-11-20T22:40:00+09:00\n", "") + extra if "known_at" in extra else GOOD + extra
    with pytest.raises(InputError) as caught:
        read.parse(text, "i.toml")
    fault = caught.value.faults[0]
    assert (fault.field, fault.file) == (field, "i.toml")
    assert line is None or fault.line == line


def test_an_unknown_playbook_lists_the_known_ones() -> None:
    with pytest.raises(InputError, match="ransomware, fraud"):
        read.parse(GOOD.replace('"ransomware"', '"fire"'))
