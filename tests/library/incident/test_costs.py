"""Outage hours, lost sales, warnings, notices, states and five questions, as values."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from library.incident.test_duties import BOOKS, KNOWN, incident
from sonae.incident import costs, guards, notices, playbooks, read, record, triage, write
from sonae.incident.record import Cost, Finding, Hour, Outage
from sonae.incident.response import respond
from sonae.insurance import policy
from sonae.insurance.policy import SECTIONS, items

ROOT = Path(__file__).resolve().parents[3]
POLICY = policy.read(ROOT / "examples/insurance/policy-b.toml")


def cost(item: str, amount: int = 100_000, section: str = "expense", **fields: object) -> Cost:
    return Cost(item, item, section, item, amount, KNOWN, **fields)  # type: ignore[arg-type]


def test_every_class_of_cost_becomes_a_line_that_is_settled() -> None:
    ledger = tuple(cost(item, section=section) for section in SECTIONS for item in items(section))
    case = incident(ledger=ledger, outages=(Outage("基幹", KNOWN, KNOWN + timedelta(hours=40)),))
    meter = costs.meter(case, POLICY, KNOWN + timedelta(days=3))
    assert meter is not None
    assert meter.recovery.gross_loss == 100_000 * len(ledger)
    assert meter.low <= meter.high


def test_hours_that_overlap_count_once_and_an_open_stop_counts_until_now() -> None:
    stops = (
        Outage("a", KNOWN, KNOWN + timedelta(hours=5)),
        Outage("b", KNOWN + timedelta(hours=3), KNOWN + timedelta(hours=6)),
        Outage("c", KNOWN + timedelta(hours=10)),
    )
    assert costs.outage_hours(stops, KNOWN + timedelta(hours=12)) == 8
    assert costs.outage_hours((), KNOWN) == 0


def test_lost_sales_by_the_hour() -> None:
    hours = tuple(Hour(KNOWN + timedelta(hours=n), 100_000, 20_000, 5_000) for n in range(10))
    sheet = costs.interruption(hours, Decimal("0.3"))
    assert sheet is not None
    assert (sheet.shortfall, sheet.saved, sheet.profit) == (800_000, 50_000, 190_000)
    assert costs.interruption((), Decimal("0.3")) is None
    stop = (Outage("基幹", KNOWN, KNOWN + timedelta(hours=120)),)
    case = incident(hours=hours, gross_margin=Decimal("0.3"), outages=stop)
    claimed = costs.exported(case, POLICY, KNOWN + timedelta(days=6))
    assert claimed is not None
    assert claimed.lines[0].gross == 190_000


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (cost("legal_consult"), "同意が要ります"),
        (cost("gift", 480_000, units=100), "1,000 円を超えて"),
        (cost("gift", 480_000), "人数"),
        (cost("restore", better=True), "元より良くする"),
        (cost("contractual_penalty", section="liability", promised=True), "違約金"),
        (cost("ransom"), "身代金"),
        (replace(cost("investigation"), at=KNOWN + timedelta(days=400)), "365 日を過ぎた"),
        (replace(cost("investigation"), at=KNOWN + timedelta(days=350)), "終わりが近い"),
    ],
)
def test_warnings_before_a_line_is_kept(line: Cost, words: str) -> None:
    found = costs.warnings(line, incident(first_notice=KNOWN), (POLICY,))
    assert [text for text in found if words in text.ja]


def test_a_plain_line_is_not_warned_about() -> None:
    assert costs.warnings(cost("investigation"), incident(first_notice=KNOWN), (POLICY,)) == ()
    assert "まだ知らせていません" in costs.warnings(cost("investigation"), incident(), (POLICY,))[0].ja


def test_nine_notices_of_which_the_fault_is_marked() -> None:
    assert len(notices.kinds()) == 9
    for kind in notices.kinds():
        for lang in ("ja", "en"):
            draft = notices.draft(kind, incident(title="停止"), BOOKS["ransomware"], "見本", KNOWN, lang)  # type: ignore[arg-type]
            assert "{" not in draft.text
            assert len(draft.lines) >= 4
    admitting = {
        kind for kind in notices.kinds() if notices.draft(kind, incident(), BOOKS["lost"], "", KNOWN, "ja").admits
    }
    assert admitting == {"persons", "partners", "website", "press"}


def test_gaps_read_as_one_of_four_words() -> None:
    found = {"cause": Finding("unknown"), "secondary": Finding("not_affected"), "fields": Finding("known", "氏名")}
    draft = notices.draft("commission", incident(findings=found), BOOKS["missent"], "見本", KNOWN, "ja")
    for words in ("原因：不明", "おそれ：影響なし", "データの項目：氏名", "その他：確認中"):
        assert words in draft.text
    assert len([line for line in draft.lines if line.text[0].isdigit()]) == 9


def test_a_changed_text_no_longer_fits_its_hash() -> None:
    sent = notices.freeze("staff", "本文", KNOWN, "掲示", admits=False, asked=False)
    assert sent.unchanged
    assert not replace(sent, text="本文。").unchanged
    with pytest.raises(notices.NotConfirmedError):
        notices.freeze("press", "当社の責任", KNOWN, "記者", admits=True, asked=False)


def test_a_case_goes_through_all_its_states_only_past_their_guards() -> None:
    case = incident(state="consult")
    asked = lambda case, to: guards.ask(respond(case, BOOKS, KNOWN), to).missing  # noqa: E731
    assert asked(case, "triage")
    case = replace(case, severity=3)
    assert not asked(case, "triage")
    assert asked(replace(case, state="declared"), "containing")
    told = replace(case, state="notifying")
    assert len(asked(told, "monitoring")) >= 4
    with pytest.raises(ValueError, match="consult -> closed"):
        asked(case, "closed")
    assert not asked(case, "false_alarm")
    assert not asked(replace(case, state="reviewed"), "investigating")


@pytest.mark.parametrize(
    ("answers", "book"),
    [
        (triage.Answers(), "ransomware"),
        (triage.Answers("missent"), "missent"),
        (triage.Answers("missent", money="yes"), "missent"),
        (triage.Answers("unknown", money="yes"), "fraud"),
        (triage.Answers("nonsense"), "ransomware"),
    ],
)
def test_five_questions_choose(answers: triage.Answers, book: str) -> None:
    assert triage.choose(answers) == book


def test_every_playbook_names_known_notices() -> None:
    for book in playbooks.load().values():
        assert set(book.notices) <= set(notices.kinds())


def test_a_table_written_and_read_again_is_the_same() -> None:
    text = (ROOT / "examples/incident/ransomware.toml").read_text(encoding="utf-8")
    import tomllib

    again = read.parse(write.to_toml(tomllib.loads(text)))
    assert replace(again, sha256="") == replace(read.parse(text), sha256="")
    assert set(record.ROLES) == {"lead", "doer", "voice", "writer"}
