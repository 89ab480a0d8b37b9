"""``insurance recover`` and ``risk simulate --policy``: sums that add up, steps that a person can follow, and clear faults."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli.answer import ROOT, Command
from sonae.insurance import claim, wording
from sonae.shape import ListOf, Shape, Table

SAMPLES = ROOT / "examples" / "insurance"
POLICY = SAMPLES / "policy-b.toml"
YEARS = ("--years", "20000", "--seed", "7")


@pytest.mark.parametrize(("name", "payout"), [("claim-mail", 2_530_000), ("claim-stop", 7_770_000)])
def test_the_worked_examples(sonae: Command, name: str, payout: int) -> None:
    document = sonae("insurance", "recover", POLICY, SAMPLES / f"{name}.toml", "--json").document
    assert document["schema"] == "sonae.recovery/1"
    assert document["payout"] == payout == sum(document["sections"].values())
    assert document["retained"] == sum(document["retained_by"].values()) == document["gross_loss"] - payout
    assert set(document["disclaimer"]) == {"ja", "en"}
    assert document["assumed_terms"] == []
    assert len(document["provenance"]["input_sha256"]) == 64


def test_each_payable_ends_where_the_sum_says(sonae: Command) -> None:
    document = sonae("insurance", "recover", POLICY, SAMPLES / "claim-stop.toml", "--json").document
    last = {entry["line"]: entry["after"] for entry in document["trace"]}
    assert sum(last.values()) == document["payout"]
    steps = {entry["step"]: entry["how"] for entry in document["trace"] if entry["line"].endswith("lost_profit")}
    assert steps["waiting_share"] == "× (120 − 12) ÷ 120"


def test_two_claims_share_the_year(sonae: Command, tmp_path: Path) -> None:
    files = (SAMPLES / "claim-mail.toml", SAMPLES / "claim-stop.toml")
    answer = sonae("insurance", "recover", POLICY, *files)
    assert answer.status == 2  # both call their event e1
    assert "e1" in answer.err
    stop = files[1].read_text(encoding="utf-8").replace('id = "e1"', 'id = "e2"')
    (tmp_path / "stop.toml").write_text(stop, encoding="utf-8")
    document = sonae("insurance", "recover", POLICY, files[0], tmp_path / "stop.toml", "--json").document
    assert document["claims"] == ["clm-mail", "clm-stop"]
    assert document["payout"] == 2_530_000 + 7_770_000
    assert document["events"][-1]["aggregate_left"] == 100_000_000 - document["payout"]


def test_the_estimate_is_called_one(sonae: Command) -> None:
    japanese = sonae("insurance", "recover", POLICY, SAMPLES / "claim-stop.toml").out
    english = sonae("insurance", "recover", POLICY, SAMPLES / "claim-stop.toml", "--lang", "en").out
    assert japanese.startswith("試算（目安）")
    assert english.startswith("An estimate")
    for text in (japanese, english):
        assert not re.search("支払われます|必ず|安心|will be paid", text)


def test_a_wrong_claim_names_line_and_remedy(sonae: Command, tmp_path: Path) -> None:
    wrong = tmp_path / "claim.toml"
    text = (SAMPLES / "claim-mail.toml").read_text(encoding="utf-8")
    wrong.write_text(text.replace('item = "gift", amount = 480000', 'item = "gfit", amount = 480000'), encoding="utf-8")
    answer = sonae("insurance", "recover", POLICY, wrong)
    assert answer.status == 2
    assert "gfit" in answer.err
    assert str(wrong) in answer.err


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("per_claim = 100000000", "per_clam = 100000000", ["sections.liability.per_clam", "per_claim"]),
        ('"unit_cap", "deductible"', '"unit_cup", "deductible"', ["unit_cup", "unit_cap"]),
        ("restore       =", "restoration   =", ["restoration", "restore"]),
        ("limit = 10000000\n", "limit = 100000\n", ["sections.bi.limit", "免責金額 500,000 円より低い上限"]),
        ("aggregate = 100000000", "aggregate = 5", ["sections.liability.aggregate", "低い上限"]),
        ("deductible = 0, order", "deductible = 6000000, order", ["extra_expense.limit", "低い上限"]),
        ("end = 2027-04-01", "end = 2025-04-01", ["period.end", "開始の日より後ではありません"]),
        ("per_claim = 100000000", "per_claim = 100000000.5", ["sections.liability.per_claim", "整数"]),
        ("per_claim = 100000000", 'per_claim = "１億"', ["sections.liability.per_claim", "整数"]),
        ("per_claim = 100000000", "per_claim = １００", ["TOML"]),
        ("per_claim = 100000000", "per_claim = -1", ["sections.liability.per_claim"]),
        ("per_claim = 100000000", "per_claim = 99999999999999999999", ["数の桁"]),
    ],
)
def test_a_wrong_contract_says_where_and_what_to_do(
    sonae: Command, tmp_path: Path, old: str, new: str, says: list[str]
) -> None:
    text = POLICY.read_text(encoding="utf-8")
    assert old in text
    wrong = tmp_path / "policy.toml"
    wrong.write_text(text.replace(old, new, 1), encoding="utf-8")
    answer = sonae("insurance", "recover", wrong, SAMPLES / "claim-mail.toml")
    assert answer.status == 2
    assert answer.out == ""
    assert all(word in answer.err for word in (str(wrong), *says)), answer.err


def test_a_claim_outside_every_period_is_told_with_its_reasons(sonae: Command, tmp_path: Path) -> None:
    late = tmp_path / "claim.toml"
    text = (SAMPLES / "claim-mail.toml").read_text(encoding="utf-8")
    late.write_text(re.sub("= 2026-(0[67])", r"= 2031-\1", text), encoding="utf-8")
    answer = sonae("insurance", "recover", POLICY, late, "--json")
    kept = answer.document["retained_by"]
    assert answer.document["payout"] == 0
    assert set(kept) == {"claim_not_made_in_period", "not_discovered_in_period"}
    assert sum(kept.values()) == answer.document["gross_loss"]
    assert "期間" in sonae("insurance", "recover", POLICY, late).out


def test_a_term_without_a_page_is_assumed_and_not_refused(sonae: Command, tmp_path: Path) -> None:
    text = POLICY.read_text(encoding="utf-8")
    bare = tmp_path / "policy.toml"
    pages, rest = text.index("[source.pages]"), text.index("[period]")
    bare.write_text(text[:pages] + text[rest:], encoding="utf-8")
    document = sonae("insurance", "recover", bare, SAMPLES / "claim-stop.toml", "--json").document
    assert document["payout"] == 7_770_000
    assert "sections.bi.waiting" in document["assumed_terms"]


def test_simulated_years_with_a_contract(sonae: Command, example: Path) -> None:
    document = sonae("risk", "simulate", example, *YEARS, "--policy", POLICY, "--json").document
    assert document["gross"]["aal_yen"] == document["aal_yen"]
    assert document["net"]["aal_yen"] + document["recovered"]["aal_yen"] == pytest.approx(document["aal_yen"], abs=2)
    assert document["net"]["var"]["99"] <= document["gross"]["var"]["99"]
    assert set(document["net"]) == set(document["gross"]) == set(document["recovered"])


def test_a_contract_in_the_case_counts_too(sonae: Command, example: Path, edited: Callable[[str, str], Path]) -> None:
    (edited("[budget]", '[[policy]]\nfile = "policy.toml"\n[budget]')).with_name("policy.toml").write_bytes(
        POLICY.read_bytes()
    )
    inside = sonae(
        "risk", "simulate", edited("[budget]", '[[policy]]\nfile = "policy.toml"\n[budget]'), *YEARS, "--json"
    )
    beside = sonae("risk", "simulate", example, *YEARS, "--policy", POLICY, "--json")
    assert inside.document["net"] == beside.document["net"]


def test_an_assessment_with_a_contract_says_what_is_left(
    sonae: Command, edited: Callable[[str, str], Path], tmp_path: Path
) -> None:
    (tmp_path / "policy.toml").write_bytes(POLICY.read_bytes())
    case = edited("[budget]", '[[policy]]\nfile = "policy.toml"\n[budget]')
    page = tmp_path / "report.html"
    answer = sonae("assess", case, "--html", page)
    assert "保険で戻る見込み" in answer.out
    assert "保険で戻る見込み" in page.read_text(encoding="utf-8")
    assert "保険の契約が入っていない" not in answer.out
    assert sonae("assess", case, "--json").document["risk"]["net"]["aal_yen"] > 0


@pytest.mark.parametrize("page", ["insurance.md", "insurance.ja.md"])
@pytest.mark.parametrize("shape", [wording.SHAPE, claim.SHAPE], ids=["policy", "claim"])
def test_every_key_stands_in_the_pages(page: str, shape: Table) -> None:
    text = (ROOT / "docs" / "user" / page).read_text(encoding="utf-8")
    missing = [key for key in _keys(shape) if not re.search(rf"`(?:\S*\.)?\[*{key}\]*`", text)]
    assert missing == []


def _keys(shape: Shape | None) -> Iterator[str]:
    if isinstance(shape, ListOf):
        yield from _keys(shape.entry)
    if isinstance(shape, Table):
        yield from _keys(shape.each)
        for key, inner in shape.keys.items():
            yield key
            yield from _keys(inner)
