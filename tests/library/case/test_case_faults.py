"""Every way in which a case file can be wrong: the message names file, line, key, value as typed and a remedy."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sonae import case
from sonae.document import MOST_BYTES
from sonae.faults import Fault, InputError
from sonae.values import LANGS

EXAMPLE = (Path(__file__).resolve().parents[3] / "examples" / "manufacturer-20.toml").read_text(encoding="utf-8")
FILE = "会社.toml"


def faults_of(text: str) -> tuple[Fault, ...]:
    with pytest.raises(InputError) as caught:
        case.parse(text, FILE)
    return caught.value.faults


def only_fault(text: str) -> Fault:
    (fault,) = faults_of(text)
    return fault


def changed(old: str, new: str) -> str:
    assert EXAMPLE.count(old) == 1
    return EXAMPLE.replace(old, new)


VALUES = [  # what the example says, what is written instead, the key, the value as typed (None: not repeated)
    ("revenue_yen = 300_000_000", "revenue_yen = -300_000", "company.revenue_yen", "-300_000"),
    ("revenue_yen = 300_000_000", "revenue_yen = 0", "company.revenue_yen", "0"),
    ("revenue_yen = 300_000_000", "revenue_yen = 300_000_000_000", "company.revenue_yen", "300_000_000_000"),
    ("revenue_yen = 300_000_000", 'revenue_yen = "3億"', "company.revenue_yen", '"3億"'),
    ("revenue_yen = 300_000_000", "revenue_yen = 3e8", "company.revenue_yen", "3e8"),
    ("employees = 20 ", "employees = 0 ", "company.employees", "0"),
    ("employees = 20 ", "employees = 301 ", "company.employees", "301"),
    ("employees = 20 ", "employees = 19.5 ", "company.employees", "19.5"),
    ("employees = 20 ", "employees = true ", "company.employees", "true"),
    ("gross_margin = 0.25", "gross_margin = nan", "company.gross_margin", "nan"),
    ("gross_margin = 0.25", "gross_margin = 25", "company.gross_margin", "25"),
    ("top3_customer_share = 0.6", "top3_customer_share = inf", "company.top3_customer_share", "inf"),
    ("top3_customer_share = 0.6", "top3_customer_share = -inf", "company.top3_customer_share", "-inf"),
    ("devices = 22", "devices = -1", "company.devices", "-1"),
    ("personal_records = 500", "personal_records = [500]", "company.personal_records", "[500]"),
    ('industry = "manufacturing"', 'industry = "spaceflight"', "company.industry", '"spaceflight"'),
    ('industry = "manufacturing"', "industry = 5", "company.industry", "5"),
    ('website = "hosted"', 'website = "cloud"', "company.website", '"cloud"'),
    ("network = true", 'network = "yes"', "company.network", '"yes"'),
    ("telework = true", "telework = 1", "company.telework", "1"),
    ('prefecture = "東京都"', 'prefecture = "江戸"', "company.prefecture", '"江戸"'),
    ('name = "株式会社見本製作所"', r'name = "a\u001b[31m"', "company.name", r'"a\u001b[31m"'),
    ("devices = 22", "devises = 22", "company.devises", "22"),
    ('SD-05 = "not_done"', 'SD-05 = "maybe"', "answers.SD-05", '"maybe"'),
    ('SD-05 = "not_done"', "SD-05 = 3", "answers.SD-05", "3"),
    ('SD-05 = "not_done"', 'SD-05 = ["done"]', "answers.SD-05", '["done"]'),
    ('SD-25 = "not_done"', 'SD-25 = "not_done"\nSD-26 = "done"', "answers.SD-26", '"done"'),
    ('SP-01 = "partly"', 'SP-01 = "perhaps"', "supplement.SP-01", '"perhaps"'),
    ('SP-01 = "partly"', 'SP-17 = "partly"', "supplement.SP-17", '"partly"'),
    ("yen_per_year = 360_000", "yen_per_year = -1", "budget.yen_per_year", "-1"),
    ("yen_per_year = 360_000", "yen_per_year = 1e99", "budget.yen_per_year", "1e99"),
    ("yen_per_year = 360_000", "yen_a_year = 360_000", "budget.yen_a_year", "360_000"),
    ('level = "central"', 'level = "very"', "risk.level", '"very"'),
    ('level = "central"', "level = 0", "risk.level", "0"),
    ('level = "central"', "level = nan", "risk.level", "nan"),
    ("as_of = 2026-11-01", 'as_of = "2026-11-01"', "as_of", '"2026-11-01"'),
    ("as_of = 2026-11-01", "as_of = 2026-11-01T09:00:00", "as_of", "2026-11-01T09:00:00"),
    ("as_of = 2026-11-01", "as_of = 1999-01-01", "as_of", "1999-01-01"),
    ('schema = "sonae.case/1"', 'schema = "sonae.case/2"', "schema", '"sonae.case/2"'),
    ("[budget]", "[budgt]", "budgt", None),
]


@pytest.mark.parametrize(("old", "new", "key", "typed"), VALUES, ids=[f"{new}"[:40] for _, new, _, _ in VALUES])
def test_a_wrong_value(old: str, new: str, key: str, typed: str | None) -> None:
    text = changed(old, new)
    fault = next(fault for fault in faults_of(text) if fault.field == key)
    assert fault.value == typed
    assert fault.line is not None
    start = f"[{key}]" if typed is None else key.rpartition(".")[2]
    assert text.splitlines()[fault.line - 1].startswith(start)
    for lang in LANGS:
        message = fault.message(lang)
        assert message.startswith(f"{FILE}:{fault.line}")
        assert key in message
        assert typed is None or typed in message
        assert len(fault.remedy.of(lang)) > 8


MISSING = [
    ("schema", 'schema = "sonae.case/1"'),
    ("as_of", "as_of = 2026-11-01"),
    ("company.industry", 'industry = "manufacturing"'),
    ("company.employees", "employees = 20 "),
    ("company.revenue_yen", "revenue_yen = 300_000_000"),
    ("company.devices", "devices = 22"),
    ("company.personal_records", "personal_records = 500"),
    ("company.website", 'website = "hosted"'),
    ("company.network", "network = true"),
    ("company.telework", "telework = true"),
    ("answers.SD-05", 'SD-05 = "not_done"'),
]


@pytest.mark.parametrize(("key", "line"), MISSING)
def test_a_missing_key(key: str, line: str) -> None:
    fault = only_fault(changed(line, "# "))
    assert (fault.field, fault.value) == (key, None)


@pytest.mark.parametrize("heading", ["company", "answers"])
def test_a_missing_table(heading: str) -> None:
    before, _, rest = EXAMPLE.partition(f"[{heading}]")
    fault = next(fault for fault in faults_of(before + rest[rest.index("\n[") :]) if fault.field == heading)
    assert f"[{heading}]" in fault.message("en")


@pytest.mark.parametrize("heading", ["company", "answers", "supplement", "budget", "risk", "policy"])
def test_a_value_where_a_table_belongs(heading: str) -> None:
    text = f"{heading} = 3\n" + EXAMPLE.split(f"[{heading}]")[0]
    fault = next(fault for fault in faults_of(text) if fault.field == heading)
    assert (fault.line, fault.value) == (1, "3")


def test_every_fault_is_reported_at_once_in_the_order_of_the_file() -> None:
    text = changed("employees = 20 ", "employees = 0 ").replace('SD-05 = "not_done"', 'SD-05 = "no"')
    text = text.replace("yen_per_year = 360_000", "yen_per_year = -1").replace('level = "central"', 'level = "x"')
    fields = [fault.field for fault in faults_of(text)]
    assert fields == ["company.employees", "answers.SD-05", "budget.yen_per_year", "risk.level"]


def test_more_than_three_hundred_people_are_told_so() -> None:
    fault = only_fault(changed("employees = 20 ", "employees = 400 "))
    assert "300" in fault.problem.ja
    assert "300" in fault.problem.en


def test_an_answer_under_the_wrong_heading_is_sent_home() -> None:
    fault = only_fault(changed('SP-01 = "partly"', 'SD-01 = "partly"'))
    assert "[answers]" in fault.message("ja")


@pytest.mark.parametrize(
    ("entry", "key"),
    [
        ('file = "none.toml"', "policy[1].file"),
        ("file = 3", "policy[1].file"),
        (f'file = "{"x" * 400}"', "policy[1].file"),
        (r'file = "\u0000"', "policy[1].file"),
        ("", "policy[1]"),
    ],
)
def test_a_policy_that_is_not_there(entry: str, key: str) -> None:
    assert only_fault(f"{EXAMPLE}\n[[policy]]\n{entry}\n").field == key


BROKEN = [  # old, new, and a part of the English problem
    ("employees = 20 ", "employees = 20 20", "not valid TOML"),
    ("employees = 20 ", "employees ＝ 20 ", "no ="),
    ("employees = 20 ", "employees = 二十 ", "not valid TOML"),
    ('name = "株式会社見本製作所"', 'name = "株式会社', "not valid TOML"),
    ("devices = 22", "devices = 22\ndevices = 23", "twice"),
    ("[budget]", "[company]", "twice"),
    ("as_of = 2026-11-01", "as_of = 2026-13-45", "not valid TOML"),
    ("telework = true", "telework = True", "not valid TOML"),
]


@pytest.mark.parametrize(("old", "new", "problem"), BROKEN, ids=[new for _, new, _ in BROKEN])
def test_broken_toml_names_its_line(old: str, new: str, problem: str) -> None:
    text = changed(old, new)
    fault = only_fault(text)
    last = EXAMPLE[: EXAMPLE.index(old)].count("\n") + 1 + new.count("\n")
    assert fault.line == last
    assert problem in fault.message("en")
    assert fault.field in text


@pytest.mark.parametrize(
    "value",
    ["9" * 6_000, "0x" + "f" * 400, "[" * 900 + "]" * 900, "{" + "a." * 300 + "a = 1}"],
    ids=lambda value: value[:3],
)
def test_values_that_would_exhaust_the_computer(value: str) -> None:
    assert len(faults_of(changed("employees = 20 ", f"employees = {value} "))) == 1


def written(tmp_path: Path, data: bytes) -> str:
    path = tmp_path / "case.toml"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        case.read(path)
    (fault,) = caught.value.faults
    assert fault.file == str(path)
    return fault.message("en") + fault.message("ja")


def test_files_that_are_no_case(tmp_path: Path) -> None:
    assert "UTF-8" in written(tmp_path, EXAMPLE.encode("cp932"))
    assert "Shift_JIS" in written(tmp_path, EXAMPLE.encode("cp932"))
    assert "UTF-16" in written(tmp_path, EXAMPLE.encode("utf-16"))
    assert "empty" in written(tmp_path, b"")
    assert "empty" in written(tmp_path, b"\xef\xbb\xbf \r\n")
    assert "NUL" in written(tmp_path, b"a = 1\n\0")
    assert "100 kB" in written(tmp_path, b"#" * (MOST_BYTES + 1))
    assert "2,000" in written(tmp_path, b"# ok\n" + b"a." * 2_000 + b"a = 1")


def test_the_line_of_a_wrong_encoding(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_bytes(b"# one\n# two\n" + "株".encode("cp932"))
    with pytest.raises(InputError) as caught:
        case.read(path)
    assert caught.value.faults[0].line == 3


def test_no_file_at_all(tmp_path: Path) -> None:
    for path, word in (
        (tmp_path, "folder"),
        (tmp_path / "none", "not exist"),
        (tmp_path / ("x" * 400), "cannot be read"),
    ):
        with pytest.raises(InputError, match=word) as caught:
            case.read(path)
        assert caught.value.faults[0].file == str(path)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_text_whatever_does_more_than_raise_an_input_error(data: st.DataObject) -> None:
    """A piece of the example replaced by anything at all is either still a case or reported as an input error."""
    start = data.draw(st.integers(0, len(EXAMPLE)))
    end = data.draw(st.integers(start, min(len(EXAMPLE), start + 40)))
    text = EXAMPLE[:start] + data.draw(st.text(max_size=20)) + EXAMPLE[end:]
    faults: tuple[Fault, ...] | None = None
    try:
        case.parse(text, FILE)
    except InputError as error:
        faults = error.faults
    assert faults != ()
    assert all(fault.message("ja") and fault.message("en") for fault in faults or ())
