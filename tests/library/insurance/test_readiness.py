"""Readiness: what makes a light green, amber or red, and that answers to the insurer are held against what is in place."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from library.insurance.contracts import sample
from sonae.evidence import Evidence
from sonae.insurance import disclosure, readiness
from sonae.insurance.policy import Policy
from sonae.insurance.readiness import Finding, Readiness, Standing
from sonae.measure import Choice

TODAY = date(2026, 11, 1)
PAGED = sample(('policy_aggregate = "p1"', 'policy_aggregate = "p1"\nexclusions = "p14"\nconditions = "p15"'))
ASKED = sorted({code for item in readiness.items().values() for code in item.asks})
DONE = dict.fromkeys(ASKED, Choice.DONE)


def proof(*covers: str, name: str = "ev-1", since: date = TODAY) -> Evidence:
    return Evidence(name, "控え", "statement", since, covers)


def everything() -> list[Evidence]:
    """Fresh evidence of every item, and what the sample contract's answers name."""
    named = [proof("SP-01", name=name, since=date(2026, 3, 9)) for name in ("ev-71", "ev-72")]
    return [*named, proof(*readiness.items(), name="ev-all")]


def judged(
    policy: Policy = PAGED, answers: dict[str, Choice] = DONE, proofs: list[Evidence] | None = None
) -> Readiness:
    return readiness.readiness([policy], answers, everything() if proofs is None else proofs, TODAY)


def finding(result: Readiness, item: str) -> Finding:
    return {found.id: found for found in result.findings}[item]


def colours(result: Readiness) -> list[str]:
    return [light.colour for light in result.lights]


def test_the_thirty_items() -> None:
    items = readiness.items()
    assert list(items) == [f"RD-{number:02}" for number in range(1, 31)]
    assert [name for name, item in items.items() if item.star] == [f"RD-{n:02}" for n in (2, 5, 6, 7, 8, 11, 12, 24)]
    assert all(item.lights and set(item.lights) <= set(readiness.LIGHTS) for item in items.values())
    assert all(item.fact in readiness.FACTS for item in items.values() if item.fact)


def test_everything_proved_is_green() -> None:
    result = judged()
    assert colours(result) == ["green", "green", "green"]
    assert all(found.colour == "green" for found in result.findings)
    assert result.assumed_terms == ()


def test_a_starred_item_not_done_is_red_and_any_other_amber() -> None:
    without = [
        replace(piece, covers=tuple(code for code in piece.covers if code not in ("RD-05", "RD-28")))
        for piece in everything()
    ]
    result = judged(proofs=without)
    assert result.light("conditions").red == ("RD-05",)
    assert result.light("conditions").amber == ("RD-28",)
    assert colours(result) == ["green", "red", "green"]


def test_evidence_grows_old_on_the_day_after_its_limit() -> None:
    most = readiness.items()["RD-14"].max_age_days
    for days, standing in ((most, Standing.DONE), (most + 1, Standing.OLD)):
        older = [
            replace(piece, covers=tuple(code for code in piece.covers if code != "RD-14")) for piece in everything()
        ]
        result = judged(proofs=[*older, proof("RD-14", name="ev-14", since=TODAY - timedelta(days=days))])
        found = finding(result, "RD-14")
        assert (found.standing, found.evidence, found.until) == (
            standing,
            ("ev-14",),
            TODAY + timedelta(days=most - days),
        )


@pytest.mark.parametrize(
    ("choice", "standing"),
    [(Choice.PARTLY, Standing.PARTLY), (Choice.NOT_DONE, Standing.OPEN), (Choice.UNKNOWN, Standing.OPEN)],
)
def test_evidence_does_not_outweigh_an_answer(choice: Choice, standing: Standing) -> None:
    assert finding(judged(answers=DONE | {"SD-02": choice}), "RD-16").standing is standing


def test_said_without_proof_is_assumed() -> None:
    result = judged(proofs=[])
    assert finding(result, "RD-16").standing is Standing.ASSUMED
    assert finding(result, "RD-24").standing is Standing.OPEN
    assert (
        finding(readiness.readiness([PAGED], {**DONE, "RD-24": Choice.DONE}, [], TODAY), "RD-24").standing
        is Standing.ASSUMED
    )


def test_terms_without_a_page_are_assumed() -> None:
    result = judged(sample())
    assert result.assumed_terms == ("pol-2026-001@3: exclusions", "pol-2026-001@3: conditions")
    assert finding(result, "RD-01").standing is Standing.ASSUMED
    assert "対象外になるもの" in finding(result, "RD-01").note.ja
    assert finding(judged(sample(('"sections.bi" = "p11"\n', "")), proofs=[]), "RD-04").standing is Standing.ASSUMED


NO_BI = sample(("[sections.bi]\nenabled = true", "[sections.bi]\nenabled = false"))


def test_not_buying_interruption_needs_the_owners_decision() -> None:
    bare = [piece for piece in everything() if piece.id != "ev-all"]
    red = judged(NO_BI, proofs=bare)
    assert "RD-02" in red.light("conditions").red
    assert finding(red, "RD-03").standing is Standing.NOT_NEEDED
    decided = judged(NO_BI, proofs=[*bare, proof("RD-02", name="ev-no")])
    assert (finding(decided, "RD-02").standing, finding(decided, "RD-02").evidence) == (Standing.DONE, ("ev-no",))


def test_partly_answered_yes_is_red_whatever_the_evidence() -> None:
    found = finding(judged(answers=DONE | {"SP-01": Choice.PARTLY}), "RD-08")
    assert (found.standing, found.colour) == (Standing.OPEN, "red")
    assert "多要素認証" in found.note.ja


def test_a_yes_needs_proof_as_of_its_day() -> None:
    bare = sample(('evidence = ["ev-71", "ev-72"]', "evidence = []"))
    others = [piece for piece in everything() if piece.id != "ev-all"]
    assert finding(judged(bare, proofs=others), "RD-07").colour == "red"
    late = [replace(piece, effective_from=date(2026, 3, 11)) for piece in others]
    assert finding(judged(proofs=late), "RD-07").standing is Standing.ASSUMED
    assert finding(judged(proofs=[]), "RD-07").evidence == ("ev-71", "ev-72")
    assert finding(judged(proofs=others), "RD-07").standing is Standing.DONE


def test_answers_are_checked_again_each_quarter() -> None:
    others = [piece for piece in everything() if piece.id != "ev-all"]
    old = sample(("checked = 2026-11-01, value = true", "checked = 2026-07-01, value = true"))
    assert finding(judged(old, proofs=others), "RD-09").standing is Standing.OLD
    changed = sample(("checked = 2026-11-01, value = true", "checked = 2026-11-01, value = false"))
    assert "代理店" in finding(judged(changed, proofs=others), "RD-09").note.ja


def test_without_a_contract_there_is_nothing_to_disclose_yet() -> None:
    result = readiness.readiness([], {}, [], TODAY)
    assert finding(result, "RD-08").standing is Standing.NOT_NEEDED
    assert finding(result, "RD-02").colour == "red"


def test_the_share_behind_the_discount() -> None:
    assert readiness.in_place({}) is None
    assert readiness.in_place({"SD-05": Choice.DONE}) is None  # not asked for a discount
    assert readiness.in_place(DONE) == 1
    assert readiness.in_place({"SP-01": Choice.DONE, "SD-11": Choice.PARTLY, "SD-02": Choice.UNKNOWN}) == 0.5


def test_the_sheet_is_frozen_by_its_digest() -> None:
    first = disclosure.sheet("見本", sample(), everything(), TODAY)
    assert first == disclosure.sheet("見本", sample(), everything(), TODAY)
    assert re.fullmatch("[0-9a-f]{64}", first.sha256)
    (row,) = first.rows
    assert (row.given.answer, row.given.as_of, row.held, [proof.id for proof in row.proofs]) == (
        "yes",
        date(2026, 3, 10),
        True,
        ["ev-71", "ev-72"],
    )
    others = {
        disclosure.sheet(*changed).sha256
        for changed in (
            ("別", sample(), everything(), TODAY),
            ("見本", sample(('answer = "yes"', 'answer = "partly"')), everything(), TODAY),
            ("見本", sample(), everything()[1:], TODAY),
            ("見本", sample(), everything(), TODAY + timedelta(days=1)),
        )
    }
    assert len(others | {first.sha256}) == 5


def test_lights_are_never_a_probability() -> None:
    text = json.dumps(
        {"findings": [str(found) for found in judged().findings], "lights": [str(light) for light in judged().lights]}
    )
    assert not re.search(r"probab|percent|0\.\d", text)
