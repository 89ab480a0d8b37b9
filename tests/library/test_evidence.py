"""Evidence: what it proves, until when, and what a wrong entry is told."""

import hashlib
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sonae import case, evidence
from sonae.evidence import Evidence, State
from sonae.faults import InputError
from sonae.values import LANGS

EXAMPLE = (Path(__file__).resolve().parents[2] / "examples" / "manufacturer-20.toml").read_text(encoding="utf-8")
DAY = date(2026, 11, 1)
ENTRY = """
[[evidence]]
id = "ev-1"
title = "復元の記録"
kind = "file"
received = 2026-10-20
effective_from = 2026-10-15
covers = ["SD-11", "SP-03", "RD-14"]
where = "restore.pdf"
sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
max_age_days = 90
"""


def piece(**changes: object) -> Evidence:
    usual: dict[str, object] = {
        "id": "ev-1",
        "title": "復元の記録",
        "kind": "statement",
        "received": DAY,
        "covers": ("SD-11",),
    }
    return Evidence(**(usual | changes))  # type: ignore[arg-type]


def test_what_it_speaks_for_is_not_when_it_was_received() -> None:
    late = piece(effective_from=DAY - timedelta(days=100))
    assert late.state(DAY, 90) is State.OLD
    assert late.state(DAY, 100) is State.CURRENT
    assert piece(effective_from=DAY + timedelta(days=1)).state(DAY) is State.NOT_YET
    assert (
        piece(effective_until=DAY - timedelta(days=1), effective_from=DAY - timedelta(days=9)).state(DAY) is State.ENDED
    )


@given(
    since=st.integers(0, 2000),
    own=st.none() | st.integers(1, 900),
    limit=st.none() | st.integers(1, 900),
    after=st.integers(0, 3000),
)
def test_current_exactly_until_the_last_day(since: int, own: int | None, limit: int | None, after: int) -> None:
    begins = DAY - timedelta(days=since)
    one = piece(effective_from=begins, max_age_days=own)
    last = one.last_day(limit)
    today = begins + timedelta(days=after)
    assert (one.state(today, limit) is State.CURRENT) == (last is None or today <= last)


def test_the_best_is_a_current_one_before_a_newer_one_that_has_ended() -> None:
    ended = piece(id="ev-2", effective_from=DAY - timedelta(days=1), effective_until=DAY - timedelta(days=1))
    current = piece(id="ev-1", effective_from=DAY - timedelta(days=30))
    assert evidence.best([ended, current], DAY, 90, "SD-11") == current
    assert evidence.best([ended], DAY, 90, "SD-11") == ended
    assert evidence.best([ended, current], DAY, 90, "SD-12") is None
    assert evidence.covering([current, ended], "SD-11", "SP-03") == (ended, current)


def test_a_case_with_evidence_comes_back() -> None:
    read = case.parse(EXAMPLE + ENTRY)
    (one,) = read.evidence
    assert (one.since, one.covers, one.max_age_days) == (date(2026, 10, 15), ("SD-11", "SP-03", "RD-14"), 90)
    again = case.parse(case.to_toml(read))
    assert again.evidence == read.evidence


def test_the_digest_of_a_file_beside_the_case(tmp_path: Path) -> None:
    (tmp_path / "restore.pdf").write_bytes(b"test")
    without = "\n".join(line for line in ENTRY.splitlines() if not line.startswith("sha256"))
    path = tmp_path / "case.toml"
    path.write_text(EXAMPLE + without, encoding="utf-8")
    assert case.read(path).evidence[0].sha256 == hashlib.sha256(b"test").hexdigest()
    path.write_text(EXAMPLE + ENTRY, encoding="utf-8")
    assert case.read(path).evidence[0].sha256 == hashlib.sha256(b"test").hexdigest()
    (tmp_path / "restore.pdf").write_bytes(b"changed")
    with pytest.raises(InputError, match="does not agree with the file"):
        case.read(path)


def test_a_text_at_hand_reads_no_file_of_this_computer() -> None:
    named = ENTRY.replace("restore.pdf", __file__)
    without = "\n".join(line for line in named.splitlines() if not line.startswith("sha256"))
    with pytest.raises(InputError, match="does not exist"):
        case.parse(EXAMPLE + without)


WRONG = [
    ('kind = "file"', 'kind = "photo"', "kind", '"photo"'),
    ("received = 2026-10-20", 'received = "10月20日"', "received", '"10月20日"'),
    ("received = 2026-10-20", "", "received", None),
    (
        "effective_from = 2026-10-15",
        "effective_from = 2026-10-15\neffective_until = 2026-10-14",
        "effective_until",
        "2026-10-14",
    ),
    ('"RD-14"]', '"RD-31"]', "covers", '["SD-11", "SP-03", "RD-31"]'),
    ('["SD-11", "SP-03", "RD-14"]', "[]", "covers", None),
    ('sha256 = "9f86', 'sha256 = "9F86', "sha256", None),
    ("max_age_days = 90", "max_age_days = 0", "max_age_days", "0"),
    ("max_age_days = 90", "max_age_days = 九十", "", None),
    ("max_age_days = 90", "max_age = 90", "max_age", "90"),
    ('kind = "file"', 'kind = "link"', "where", '"restore.pdf"'),
]


@pytest.mark.parametrize(("old", "new", "key", "typed"), WRONG, ids=[new[:30] for _, new, _, _ in WRONG])
def test_a_wrong_entry_names_its_line_key_and_value(old: str, new: str, key: str, typed: str | None) -> None:
    text = EXAMPLE + ENTRY.replace(old, new)
    with pytest.raises(InputError) as caught:
        case.parse(text, "会社.toml")
    fault = caught.value.faults[0]
    assert all(fault.message(lang) for lang in LANGS)
    if key:
        assert fault.field == f"evidence[1].{key}"
    if typed is not None:
        assert fault.value == typed
        assert text.splitlines()[(fault.line or 0) - 1] == f"{key} = {typed}"


def test_two_of_one_name() -> None:
    with pytest.raises(InputError, match="is used twice"):
        case.parse(EXAMPLE + ENTRY + ENTRY)


def test_not_a_list() -> None:
    with pytest.raises(InputError, match="is not a list"):
        case.parse(EXAMPLE + "[evidence]\nid = 1\n")
