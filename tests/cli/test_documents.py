"""With --json every command prints one document whose fields and sums are what docs/user/commands.md promises."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from cli.answer import ROOT, Command
from sonae import __version__, catalogue

Fields = dict[str, Any]

YEN, RATE, COUNT, WORDS = int, (int, float), int, str
QUANTILES = dict.fromkeys(("90", "95", "99", "99.5", "99.9"), YEN)
RANGE = {"low": RATE, "central": RATE, "high": RATE}
PROVENANCE = {
    "code_version": str,
    "content_version": str,
    "input_sha256": str,
    "seed": (int, type(None)),
    "years": (int, type(None)),
    "level": (float, type(None)),
    "made_at": str,
}
SOURCES = [{"id": str, "title": {"ja": str, "en": str}, "publisher": {"ja": str, "en": str}, "year": str, "url": str}]
COVERAGE = {"direct": COUNT, "touched": COUNT, "total": COUNT}
FRAMEWORKS = ("nist_csf_2", "cis_ig1", "enisa_12", "iso27001", "articles", "management_guidelines", "scs_star3")
DIAGNOSIS: Fields = {
    "score": {"total": COUNT, "max": COUNT, "band": str, "parts": [{"id": str, "points": COUNT, "max": COUNT}]},
    "items": [{"id": str, "answer": (str, type(None)), "points": COUNT, "peers_share": (float, type(None))}],
    "posture": dict.fromkeys([f"SD-{number:02}" for number in range(1, 26)], RATE),
    "stars": COUNT,
    "weakest": [str],
    "crosswalk": dict.fromkeys([*FRAMEWORKS, "cyber_essentials"], COVERAGE),
}
RISK: Fields = {
    "aal_yen": YEN,
    "p_any": RATE,
    "gross": {
        "aal_yen": YEN,
        "var": QUANTILES,
        "tvar": QUANTILES,
        "standard_error": {"aal_yen": YEN, "var": QUANTILES, "tvar": QUANTILES},
    },
    "curve": [{"return_period": RATE, "aep_yen": YEN, "oep_yen": YEN}],
    "by_scenario": [{"id": str, "rate": RATE, "aal_yen": YEN}],
    "by_cost": [{"id": str, "aal_yen": YEN}],
    "downtime": {"mean_days": RATE, "p_ge_7": RATE},
    "band": {"aal_yen": RANGE, "p_any": RANGE, "var": {"99": RANGE}},
}
STEP = {
    "order": COUNT,
    "measure": str,
    "cost_first_year_yen": YEN,
    "cost_yearly_yen": YEN,
    "aal_before": YEN,
    "aal_after": YEN,
    "tvar_before": YEN,
    "tvar_after": YEN,
}
POINT = {
    "budget_yen": YEN,
    "chosen": [str],
    "policy": str,
    "cost_first_year_yen": YEN,
    "aal_yen": YEN,
    "tvar99_yen": YEN,
    "gap": RATE,
}
CHECK = {"years": COUNT, "aal_yen": YEN, "tvar99_yen": YEN, "aal_standard_error_yen": YEN}
PLAN: Fields = {
    "budget_yen": (int, type(None)),
    "steps": [STEP | {"policy": str, "scheme": [str]}],
    "gap": RATE,
    "frontier": [POINT],
    "check": CHECK,
    "schemes": [{"id": str, "state": str, "conditions": [{"ja": str, "en": str}]}],
}
WAY = {"id": str, "cost_yen": [YEN], "retained_yen": YEN, "bad_year_yen": YEN, "total_yen": YEN}
COMPARISON: Fields = {"years": COUNT, "ways": [WAY]}
ENDS: Fields = {"schema": str, "sources": SOURCES, "provenance": PROVENANCE}
COMMANDS: dict[str, tuple[str, Fields]] = {
    "diagnose": ("sonae.diagnosis/1", DIAGNOSIS | ENDS),
    "risk exact": ("sonae.risk/1", RISK | ENDS),
    "plan choose": ("sonae.plan/1", PLAN | ENDS),
    "plan compare": ("sonae.comparison/1", COMPARISON | ENDS),
    "assess": (
        "sonae.assessment/1",
        {"diagnosis": DIAGNOSIS, "risk": RISK, "plan": PLAN, "comparison": COMPARISON} | ENDS,
    ),
}
EXAMPLES = sorted((ROOT / "examples").glob("*.toml"))


def check(value: Any, wanted: Any, place: str = "") -> None:
    """``value`` holds at least the fields of ``wanted``, each of its type (True and False are no numbers)."""
    if isinstance(wanted, dict):
        for key, inner in wanted.items():
            assert key in value, f"{place}.{key} is missing"
            check(value[key], inner, f"{place}.{key}")
    elif isinstance(wanted, list):
        assert isinstance(value, list), place
        for number, entry in enumerate(value):
            check(entry, wanted[0], f"{place}[{number}]")
    else:
        assert isinstance(value, wanted), f"{place} is {value!r}"
        assert not isinstance(value, bool), place


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("command", COMMANDS)
def test_fields(sonae: Command, command: str, path: Path) -> None:
    answer = sonae(*command.split(), path, "--json")
    schema, fields = COMMANDS[command]
    assert (answer.status, answer.err) == (0, "")
    assert answer.document["schema"] == schema
    check(answer.document, fields)
    assert answer.document["sources"]
    provenance(answer.document["provenance"], command)


def provenance(made: Fields, command: str) -> None:
    assert set(made) == set(PROVENANCE)
    assert made["code_version"] == __version__
    assert made["content_version"] == catalogue.load().version
    assert len(made["input_sha256"]) == 64
    assert datetime.fromisoformat(made["made_at"]).utcoffset() is not None
    assert (made["level"] is None) == (command == "diagnose")
    assert made["years"] is None


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_what_adds_up(sonae: Command, path: Path) -> None:
    document = sonae("assess", path, "--json").document
    score, risk, plan = document["diagnosis"]["score"], document["risk"], document["plan"]
    assert sum(part["points"] for part in score["parts"]) == score["total"]
    assert sum(item["points"] for item in document["diagnosis"]["items"]) == score["total"]
    assert (score["max"], sum(part["max"] for part in score["parts"])) == (100, 100)
    assert risk["aal_yen"] == risk["gross"]["aal_yen"]
    for rows in (risk["by_scenario"], risk["by_cost"]):
        assert abs(sum(row["aal_yen"] for row in rows) - risk["aal_yen"]) <= len(rows)
    assert all(point["oep_yen"] <= point["aep_yen"] for point in risk["curve"])
    assert all(risk["gross"]["var"][key] <= risk["gross"]["tvar"][key] for key in QUANTILES)
    assert [step["order"] for step in plan["steps"]] == list(range(1, len(plan["steps"]) + 1))
    assert sum(step["cost_first_year_yen"] for step in plan["steps"]) <= (plan["budget_yen"] or 10**12)


ALONE = {("plan", "frontier"), ("plan", "gap")}  # only ``plan choose`` searches all budgets, and so proves more


def test_one_document_holds_what_the_others_say(sonae: Command, example: Path) -> None:
    whole = sonae("assess", example, "--json").document
    for command, key in (
        ("diagnose", "diagnosis"),
        ("risk exact", "risk"),
        ("plan choose", "plan"),
        ("plan compare", "comparison"),
    ):
        part = sonae(*command.split(), example, "--json").document
        said = {name: value for name, value in whole[key].items() if (key, name) not in ALONE}
        assert {name: part[name] for name in said} == said
        if key == "plan":
            assert max(whole[key]["gap"], part["gap"]) <= 0.01


@pytest.mark.parametrize("command", COMMANDS)
def test_equal_inputs_give_equal_documents(sonae: Command, command: str, example: Path) -> None:
    first, second = (sonae(*command.split(), example, "--json", "--lang", lang).document for lang in ("ja", "en"))
    made = [document.pop("provenance") for document in (first, second)]
    assert first == second
    assert made[0] | {"made_at": ""} == made[1] | {"made_at": ""}


def test_seed_and_level_are_recorded(sonae: Command, example: Path) -> None:
    made = sonae("assess", example, "--seed", "42", "--json").document["provenance"]
    assert (made["seed"], made["level"]) == (42, 0.45)
    assert sonae("plan", "choose", example, "--seed", "42", "--json").document["provenance"]["seed"] == 42


def test_the_budget_of_the_call_counts_before_that_of_the_case(sonae: Command, example: Path) -> None:
    plan = sonae("plan", "choose", example, "--budget", "0", "--json").document
    assert plan["budget_yen"] == 0
    assert all(step["cost_first_year_yen"] == 0 for step in plan["steps"])
    assert sonae("plan", "choose", example, "--json").document["budget_yen"] == 360_000


def test_part_of_the_answers(sonae: Command, edited: Any) -> None:
    document = sonae("diagnose", edited('SD-05 = "not_done"', ""), "--partial", "--json").document
    assert document["score"]["answered"] == 24
    assert next(item for item in document["items"] if item["id"] == "SD-05")["answer"] is None
