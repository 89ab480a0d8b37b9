"""Every question is complete, short, in two languages, and promises nothing it may not."""

import re

import pytest

from sonae import diagnosis
from sonae.content import reader
from sonae.diagnosis import Question
from sonae.diagnosis.questionnaire import StarLevel
from sonae.values import Text

Q = diagnosis.load()
EVERY = [*Q.questions.values(), *Q.supplements.values()]
LONGEST = {"title": 22, "question": 60, "why": 80, "check": 100, "first_step": 70, "evidence": 40, "caution": 70}
SENTENCES = ("why", "check", "first_step", "caution")
VERDICTS = re.compile(
    r"安全です|安心です|認定を受け|認証を受け|(?<!un)\bsafe\b|\bsecure\b|\bcertified\b", re.IGNORECASE
)
HARD_WORDS = re.compile(
    r"インシデント|マルウェア|フィッシング|ポリシー|リテラシー|アセスメント|ガバナンス|コンプライアンス"
)


def texts(question: Question) -> dict[str, Text]:
    found = {name: getattr(question, name) for name in LONGEST}
    return {name: text for name, text in found.items() if text is not None}


def by_id(question: Question) -> str:
    return question.id


def test_25_and_16_with_their_numbers() -> None:
    assert list(Q.questions) == [f"SD-{no:02}" for no in range(1, 26)]
    assert list(Q.supplements) == [f"SP-{no:02}" for no in range(1, 17)]
    assert [question.no for question in EVERY] == [*range(1, 26), *range(1, 17)]
    for name, expected in (("questions", 25), ("supplements", 16)):
        assert len(reader.toml("diagnosis", name)["question"]) == expected, "an id stands twice"


def test_the_three_parts_are_basic_staff_and_organisation() -> None:
    assert [(part.id, len(part.items)) for part in Q.parts] == [("basic", 5), ("staff", 13), ("organisation", 7)]
    assert [item for part in Q.parts for item in part.items] == list(Q.questions)
    assert Q.supplement.items == tuple(Q.supplements)


@pytest.mark.parametrize("question", EVERY, ids=by_id)
def test_texts_are_short_and_in_both_languages(question: Question) -> None:
    for name, text in texts(question).items():
        assert 0 < len(text.ja) <= LONGEST[name], f"{name} has {len(text.ja)} characters"
        assert 0 < len(text.en) <= 3 * LONGEST[name]
        assert re.search(r"[ぁ-ん]", text.ja) or name in ("title", "evidence")
        assert not re.search(r"[ぁ-んァ-ヶ一-龠]", text.en)


@pytest.mark.parametrize("question", EVERY, ids=by_id)
def test_questions_fit_the_four_choices(question: Question) -> None:
    assert question.question.ja.endswith("ますか。")
    assert question.question.ja.count("。") == 1
    assert question.question.en.endswith("?")


@pytest.mark.parametrize("question", EVERY, ids=by_id)
def test_sentences_are_polite_and_complete(question: Question) -> None:
    for name, text in texts(question).items():
        if name in SENTENCES:
            assert re.search(r"(です|ます|ません|ください|しょう)。$", text.ja), f"{name}: {text.ja}"
            assert not re.search(r"(?<!です)(?<!ます)[るただい]。", text.ja.replace("ください。", "")), (
                f"{name}: {text.ja}"
            )
            assert text.en.endswith((".", "?", '."', '?"'))


@pytest.mark.parametrize("question", EVERY, ids=by_id)
def test_no_verdict_and_no_hard_words(question: Question) -> None:
    for name, text in texts(question).items():
        assert not VERDICTS.search(text.ja + " " + text.en), name
        assert not HARD_WORDS.search(text.ja), name


@pytest.mark.parametrize("question", EVERY, ids=by_id)
def test_every_question_says_where_it_comes_from(question: Question) -> None:
    assert question.status in {"verified", "memory", "derived", "secondary"}
    assert question.source
    assert set(question.source) | {question.wording_source} <= set(reader.sources())


def test_scoring_as_published() -> None:
    assert {choice.value: points for choice, points in Q.points.items()} == {
        "done": 4,
        "partly": 2,
        "not_done": 0,
        "unknown": -1,
    }
    assert [(band.id, band.min, band.max) for band in Q.bands] == [
        ("full", 100, 100),
        ("good", 70, 99),
        ("weak", 50, 69),
        ("danger", -25, 49),
    ]


@pytest.mark.parametrize("level", Q.stars, ids=lambda level: str(level.stars))
def test_stars_are_declared_never_certified(level: StarLevel) -> None:
    forbidden = reader.toml("diagnosis", "scoring")["star_wording"]["forbidden"]
    for text in (level.title, level.headline, *(condition.title for condition in level.conditions)):
        assert not any(words["ja"] in text.ja or words["en"] in text.en.lower() for words in forbidden)
        assert not VERDICTS.search(text.ja + text.en)
    assert "宣言" in level.headline.ja
    assert "declare" in level.headline.en


def test_sources_of_the_scoring_and_of_the_shares_are_known() -> None:
    scoring = reader.toml("diagnosis", "scoring")
    tables = [scoring, reader.toml("diagnosis", "peers"), *scoring["band"], *scoring["star"]]
    cited = {source for table in tables for source in table.get("source", [])}
    assert cited <= set(reader.sources())
