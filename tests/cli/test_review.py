"""``insurance readiness`` and ``insurance premium``, the same inside ``assess``, and the disclosure sheet."""

import io
import json
from pathlib import Path

import pypdf
import pytest

from cli.answer import ROOT, Command

CASE = ROOT / "examples" / "insurance" / "case-insured.toml"


def changed(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    """The insured example with pieces of it replaced, beside its contract."""
    text = CASE.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    (tmp_path / "policy-b.toml").write_bytes((CASE.parent / "policy-b.toml").read_bytes())
    path = tmp_path / "case.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_lights_gaps_and_questions(sonae: Command) -> None:
    document = sonae("insurance", "readiness", CASE, "--json").document
    assert [light["id"] for light in document["lights"]] == ["disclosure", "conditions", "discount"]
    assert {light["colour"] for light in document["lights"]} <= {"green", "amber", "red"}
    assert len(document["items"]) == 30
    assert len(document["gaps"]) == 15
    names = {gap["id"]: gap for gap in document["gaps"]}
    assert document["largest"] == sorted(document["largest"], key=lambda gap: -names[gap]["at_risk"]["mean_yen"])
    assert all(names[gap]["cost"]["yen"] or names[gap]["cost"]["basis"] == "ask" for gap in names)
    assert document["assumed_terms"] == ["pol-2026-001@3: exclusions", "pol-2026-001@3: conditions"]
    assert document["provenance"]["seed"] == 0
    assert document["provenance"]["years"] == 50_000


def test_the_three_largest_gaps_and_their_price_from_one_answer(sonae: Command) -> None:
    out = sonae("insurance", "readiness", CASE).out
    part = out[out.index("大きい補償の穴") : out.index("そのほかの穴")]
    assert [line[0] for line in part.splitlines() if line[:1].isdigit()] == ["1", "2", "3"]
    assert part.count("ふさぐには：") == part.count("理由：") == part.count("1年の平均約") == 3


def test_the_premium_of_the_contract_and_the_indication(sonae: Command) -> None:
    document = sonae("insurance", "premium", CASE, "--json").document
    (contract,) = document["contracts"]
    assert (contract["annual_yen"], contract["agrees"]) == (98_000, True)
    small, large = document["indications"]
    assert small["yen"]["low"] < small["yen"]["central"] < small["yen"]["high"]
    assert large["yen"]["central"] > small["yen"]["central"]
    assert small["factors"][-1]["yen"] == small["yen"]["central"]


def test_the_same_parts_inside_an_assessment(sonae: Command) -> None:
    whole = sonae("assess", CASE, "--json").document
    for name in ("readiness", "premium"):
        alone = sonae("insurance", name, CASE, "--json").document
        assert whole[name] == {
            key: value for key, value in alone.items() if key not in ("schema", "sources", "provenance")
        }


def test_the_same_call_gives_the_same_document(sonae: Command) -> None:
    first, second = (sonae("insurance", "readiness", CASE, "--json", "--seed", "5").document for _ in range(2))
    for document in (first, second):
        document["provenance"].pop("made_at")
    assert json.dumps(first) == json.dumps(second)


@pytest.mark.parametrize(("lang", "wanted"), [("ja", "告知の控え"), ("en", "Disclosure sheet")])
def test_the_disclosure_sheet(sonae: Command, tmp_path: Path, lang: str, wanted: str) -> None:
    path = tmp_path / "sheet.pdf"
    assert sonae("insurance", "readiness", CASE, "--sheet", path, "--lang", lang).status == 0
    pdf = pypdf.PdfReader(io.BytesIO(path.read_bytes()))
    text = "".join(page.extract_text() for page in pdf.pages)
    for piece in (wanted, "pol-2026-001@3", "ev-71", "2c26b46b68ffc68f"):
        assert piece in text
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_a_sheet_needs_a_contract(sonae: Command, example: Path, tmp_path: Path) -> None:
    answer = sonae("insurance", "readiness", example, "--sheet", tmp_path / "sheet.pdf")
    assert answer.status == 2
    assert "[[policy]]" in answer.err
    assert not (tmp_path / "sheet.pdf").exists()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('RD-24 = "partly"', 'RD-31 = "partly"', ("readiness.RD-31", "RD-30")),
        ('RD-24 = "partly"', 'RD-24 = "yes"', ("readiness.RD-24", '"yes"', "not_done")),
        ('covers = ["GP-08"]', 'covers = ["GP-99"]', ("evidence[5].covers", "GP-99")),
        ("received = 2026-09-20", "received = 2026-13-20", ("2026-13-20",)),
    ],
)
def test_wrong_cases(sonae: Command, tmp_path: Path, old: str, new: str, words: tuple[str, ...]) -> None:
    for lang in ("ja", "en"):
        answer = sonae("insurance", "readiness", changed(tmp_path, (old, new)), "--lang", lang)
        assert (answer.status, answer.out) == (2, "")
        assert all(word in answer.err for word in ("case.toml", *words)), answer.err


@pytest.mark.parametrize("seed", ["-1", "1.5", "x"])
def test_wrong_seeds(sonae: Command, seed: str) -> None:
    answer = sonae("insurance", "premium", CASE, "--seed", seed)
    assert answer.status == 2
    assert "--seed" in answer.err
