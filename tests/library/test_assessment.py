"""One assessment: the same inputs give the same results, and a stored one reads back without loss."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from sonae import __version__, assessment, case, catalogue, diagnosis, measure, plan, risk
from sonae.assessment import Assessment
from sonae.case import Case
from sonae.content import published
from sonae.report import build

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples").glob("*.toml"))
NOW = datetime(2026, 11, 24, 9, 30, 15, 999, tzinfo=timezone(timedelta(hours=9)))
CONTENT = catalogue.load()


@pytest.fixture(scope="module", params=EXAMPLES, ids=lambda path: path.stem)
def the_case(request: pytest.FixtureRequest) -> Case:
    return case.read(request.param)


@pytest.fixture(scope="module")
def result(the_case: Case) -> Assessment:
    return assessment.assess(the_case, CONTENT, now=NOW, seed=7)


def test_a_stored_assessment_reads_back(result: Assessment) -> None:
    assert assessment.loads(assessment.dumps(result)) == result


def test_a_stored_assessment_is_small(result: Assessment) -> None:
    assert len(assessment.dumps(result)) < 50_000


def test_equal_inputs_give_equal_results(the_case: Case, result: Assessment) -> None:
    later = assessment.assess(the_case, CONTENT, now=NOW + timedelta(days=1), seed=8)
    assert replace(later, provenance=result.provenance) == result
    assert (later.provenance.seed, result.provenance.seed) == (8, 7)


def test_every_part_is_what_its_own_word_says(the_case: Case, result: Assessment) -> None:
    posture = measure.posture(the_case.answers)
    model = risk.build(the_case.company, posture, CONTENT.risk, level=the_case.level)
    assert result.case == the_case
    assert result.diagnosis == diagnosis.diagnose(CONTENT.questionnaire, the_case.answers, the_case.supplement)
    assert result.risk == risk.summarise(model)
    assert result.plan == plan.choose(
        the_case.company, posture, CONTENT.measures, CONTENT.risk, the_case.level, the_case.budget_yen
    )
    assert result.plan.aal_yen == pytest.approx(result.risk.aal_yen, rel=1e-3)


def test_provenance_says_what_a_result_was_made_of(the_case: Case, result: Assessment) -> None:
    made = result.provenance
    assert (made.code_version, made.content_version) == (__version__, CONTENT.version)
    assert made.input_sha256 == the_case.sha256
    assert (made.level, made.years) == (the_case.level, None)
    assert made.made_at == "2026-11-24T09:30:15+09:00"
    assert datetime.fromisoformat(made.made_at).utcoffset() is not None


def test_a_moment_without_an_offset_is_refused(the_case: Case) -> None:
    with pytest.raises(ValueError, match="time zone"):
        assessment.provenance(the_case, CONTENT, now=datetime(2026, 11, 24))  # noqa: DTZ001


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"null", b"\xff\xfe", b'{"case": 3}'])
def test_what_is_no_assessment_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        assessment.loads(data)


def test_a_level_that_is_higher_costs_more(the_case: Case) -> None:
    posture = measure.posture(the_case.answers)
    models = [risk.build(the_case.company, posture, CONTENT.risk, level=level) for level in (0.2, 0.45, 1.0)]
    losses = [risk.summarise(model, band=False).aal_yen for model in models]
    assert losses == sorted(losses)
    assert losses[0] < losses[-1]


def test_an_it_company_is_told_what_its_amounts_leave_out(the_case: Case, result: Assessment) -> None:
    as_it = replace(result, case=replace(the_case, company=replace(the_case.company, industry="ict")))
    times = round(published.figures()["prem_it"].value)
    for lang, words in (("ja", f"製造業の約{times}倍"), ("en", f"about {times} times the premium of a manufacturer")):
        assert any(words in line for line in build.build(as_it, CONTENT, lang).missing)
        assert not any(words in line for line in build.build(result, CONTENT, lang).missing)
