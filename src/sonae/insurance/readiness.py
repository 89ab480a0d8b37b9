"""Readiness (支払の備え): thirty items in three lights — disclosure, conditions, discount — each with its evidence and dates.

Never a probability that a claim is paid: lights, items, dates and ids of evidence only.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from sonae import evidence
from sonae.content import reader
from sonae.evidence import Evidence
from sonae.insurance import disclosure, words
from sonae.insurance.disclosure import Given
from sonae.insurance.policy import Policy
from sonae.measure import LEVEL_OF, Choice
from sonae.values import Text

LIGHTS = ("disclosure", "conditions", "discount")


class Standing(StrEnum):
    """How far one item is settled. ``assumed``: said, but without proof or a page; ``not_needed``: nothing to settle under the contract."""

    DONE = "done"
    NOT_NEEDED = "not_needed"
    ASSUMED = "assumed"
    PARTLY = "partly"
    OLD = "old"
    OPEN = "open"


GREEN = (Standing.DONE, Standing.NOT_NEEDED)


@dataclass(frozen=True, slots=True)
class Item:
    """One of the thirty items as content states it. ``asks`` are the questions that tell whether it is in place."""

    id: str
    star: bool
    lights: tuple[str, ...]
    question: Text
    evidence: Text
    max_age_days: int
    asks: tuple[str, ...]
    fact: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one item: its standing, ids of evidence, the day it speaks from, the last day it counts, and a remark."""

    id: str
    standing: Standing
    star: bool
    evidence: tuple[str, ...]
    since: date | None
    until: date | None
    note: Text

    @property
    def colour(self) -> str:
        """green, amber, or red for a starred item that is open."""
        if self.standing in GREEN:
            return "green"
        return "red" if self.star and self.standing is Standing.OPEN else "amber"


@dataclass(frozen=True, slots=True)
class Light:
    """One light: green, amber or red, with the ids of the items that are not green."""

    id: str
    colour: str
    red: tuple[str, ...]
    amber: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Readiness:
    """The three lights on a day. ``assumed_terms`` are terms of the contracts without a page of the wording."""

    as_of: date
    policies: tuple[str, ...]
    lights: tuple[Light, ...]
    findings: tuple[Finding, ...]
    assumed_terms: tuple[str, ...]

    def light(self, name: str) -> Light:
        """The light of this id. Raises KeyError."""
        return {light.id: light for light in self.lights}[name]


@dataclass(frozen=True, slots=True)
class _Company:
    """Everything that items are judged by."""

    policies: tuple[Policy, ...]
    answers: Mapping[str, Choice]
    evidence: tuple[Evidence, ...]
    today: date


def readiness(
    policies: Sequence[Policy], answers: Mapping[str, Choice], proofs: Sequence[Evidence], today: date
) -> Readiness:
    """The lights of a company on ``today``.

    ``answers`` are those to questions (SD-, SP-) and, where somebody answered them, to items (RD-).

    >>> [light.colour for light in readiness([], {}, [], date(2026, 11, 1)).lights]
    ['red', 'red', 'red']
    """
    company = _Company(tuple(policies), answers, tuple(proofs), today)
    findings = tuple(_finding(item, company) for item in items().values())
    return Readiness(
        as_of=today,
        policies=tuple(policy.name for policy in policies),
        lights=tuple(_light(name, findings) for name in LIGHTS),
        findings=findings,
        assumed_terms=tuple(f"{policy.name}: {term}" for policy in policies for term in disclosure.unpaged(policy)),
    )


def in_place(answers: Mapping[str, Choice]) -> float | None:
    """The share (0 to 1) of the items behind the discount that is in place, of the questions that were answered; None without any.

    >>> in_place({"SP-01": Choice.DONE, "SD-11": Choice.NOT_DONE})
    0.5
    """
    asked = dict.fromkeys(code for item in items().values() if "discount" in item.lights for code in item.asks)
    levels = [LEVEL_OF[Choice(answers[code])] for code in asked if code in answers]
    return sum(levels) / len(levels) if levels else None


@cache
def items() -> dict[str, Item]:
    """The thirty items by id."""
    return {
        record["id"]: Item(
            id=record["id"],
            star=record.get("star", False),
            lights=tuple(record["lights"]),
            question=reader.text(record, "question"),
            evidence=reader.text(record, "evidence"),
            max_age_days=record["max_age_days"],
            asks=tuple(record.get("asks", ())),
            fact=record.get("fact", ""),
        )
        for record in reader.toml("insurance", "readiness")["item"]
    }


def light_words(name: str) -> tuple[Text, Text]:
    """Title of a light, and the question that it answers."""
    record = reader.toml("insurance", "readiness")["light"][name]
    return reader.text(record, "title"), reader.text(record, "text")


def _light(name: str, findings: Sequence[Finding]) -> Light:
    own = [finding for finding in findings if name in items()[finding.id].lights]
    red, amber = (tuple(finding.id for finding in own if finding.colour == colour) for colour in ("red", "amber"))
    return Light(name, "red" if red else "amber" if amber else "green", red, amber)


def _finding(item: Item, company: _Company) -> Finding:
    fact = FACTS[item.fact](company) if item.fact and company.policies else None
    if item.fact in OF_A_CONTRACT and not company.policies:
        fact = _Fact(Standing.NOT_NEEDED, _NO_CONTRACT)
    return _of_fact(item, fact, company) if fact else _of_answers(item, company)


def _of_fact(item: Item, fact: "_Fact", company: _Company) -> Finding:
    """What the contract itself shows; where it leaves something open, evidence of the company may settle it."""
    if fact.standing in (Standing.OPEN, Standing.ASSUMED, Standing.PARTLY) and fact.may_be_settled:
        own = _of_answers(item, company)
        if own.standing in GREEN:
            return own
    return Finding(item.id, fact.standing, item.star, fact.evidence, fact.since, None, fact.note)


_NO_PROOF = Text("証拠がまだありません。", "There is no evidence yet.")
_TOO_OLD = Text("証拠が古くなっています。", "The evidence has grown old.")
_NOT_ANSWERED = Text("まだ確かめていません。", "Nobody has checked yet.")
_NOT_IN_PLACE = Text("できていません。", "It is not in place.")
_IN_PART = Text("一部だけできています。", "It is in place in part.")
_CLEAR = Text("", "")


def _of_answers(item: Item, company: _Company) -> Finding:
    level = _level(item, company.answers)
    proof = evidence.best(company.evidence, company.today, item.max_age_days, item.id, *item.asks)
    standing, note = _standing(level, proof, item, company.today)
    if proof is None:
        return Finding(item.id, standing, item.star, (), None, None, note)
    return Finding(item.id, standing, item.star, (proof.id,), proof.since, proof.last_day(item.max_age_days), note)


def _standing(level: float | None, proof: Evidence | None, item: Item, today: date) -> tuple[Standing, Text]:
    if level == 0:
        return Standing.OPEN, _NOT_IN_PLACE
    if level is not None and level < 1:
        return Standing.PARTLY, _IN_PART
    if proof is None:
        return (Standing.OPEN, _NOT_ANSWERED) if level is None else (Standing.ASSUMED, _NO_PROOF)
    state = proof.state(today, item.max_age_days)
    if state is evidence.State.CURRENT:
        return Standing.DONE, _CLEAR
    return (Standing.ASSUMED, _NO_PROOF) if state is evidence.State.NOT_YET else (Standing.OLD, _TOO_OLD)


def _level(item: Item, answers: Mapping[str, Choice]) -> float | None:
    """The answer to the item itself, else the weakest of the questions it asks; None where nobody answered."""
    codes = (item.id,) if item.id in answers else tuple(code for code in item.asks if code in answers)
    return min((LEVEL_OF[Choice(answers[code])] for code in codes), default=None)


_NO_CONTRACT = Text("保険の契約がまだないため、当てはまりません。", "Does not apply: there is no contract yet.")
_NO_ANSWERS = Text("告知の質問と答えが、契約に書かれていません。", "The contract holds no question and answer.")


def _naming(ja: str, en: str, names: Sequence[Text]) -> Text:
    """A remark that names what it is about."""
    return Text(f"{ja}（{'、'.join(name.ja for name in names)}）。", f"{en}: {', '.join(name.en for name in names)}.")


def _topics(answers: Sequence[Given]) -> list[Text]:
    """What answers to the insurer are about."""
    return [disclosure.topic(answer) for answer in answers]


@dataclass(frozen=True, slots=True)
class _Fact:
    standing: Standing
    note: Text = _CLEAR
    evidence: tuple[str, ...] = ()
    since: date | None = None
    may_be_settled: bool = True


def _policy_file(c: _Company) -> _Fact:
    missing = [term for policy in c.policies for term in disclosure.unpaged(policy)]
    names = tuple(policy.name for policy in c.policies)
    if not missing:
        return _Fact(Standing.DONE, evidence=names)
    terms = [words.term(path) for path in missing]
    note = _naming("約款のページが書かれていない条件があります", "No page of the wording was entered", terms)
    return _Fact(Standing.ASSUMED, note, names, may_be_settled=False)


def _bought(c: _Company) -> tuple[Policy, ...]:
    return tuple(policy for policy in c.policies if policy.bought("bi"))


def _bi_bought(c: _Company) -> _Fact:
    own = _bought(c)
    if own:
        return _Fact(Standing.DONE, evidence=tuple(policy.name for policy in own))
    return _Fact(
        Standing.OPEN,
        Text("休業の補償が付いておらず、社長の決定もありません。", "It is not bought, and the owner has not decided."),
    )


def _no_bi(c: _Company) -> _Fact | None:
    none = Text(
        "休業の補償が付いていないため、当てはまりません。", "Does not apply: business interruption is not bought."
    )
    return None if _bought(c) else _Fact(Standing.NOT_NEEDED, none)


def _paged(c: _Company, *terms: str) -> _Fact:
    missing = [words.term(term) for policy in _bought(c) for term in terms if not policy.page(term)]
    names = tuple(policy.name for policy in _bought(c))
    if missing:
        note = _naming("約款のページが書かれていません", "No page of the wording was entered", missing)
        return _Fact(Standing.ASSUMED, note, names)
    return _Fact(Standing.DONE, evidence=names)


def _bi_terms(c: _Company) -> _Fact:
    return _no_bi(c) or _paged(c, "sections.bi.waiting", "sections.bi.deductible")


def _contingent_known(c: _Company) -> _Fact:
    return _no_bi(c) or _paged(c, "sections.bi.contingent")


def _given(c: _Company) -> tuple[Given, ...]:
    return tuple(answer for policy in c.policies for answer in disclosure.given(policy))


def _answers_kept(c: _Company) -> _Fact:
    answers = _given(c)
    if not answers:
        return _Fact(Standing.OPEN, _NO_ANSWERS)
    bare = [answer for answer in answers if not answer.asked_text]
    if bare:
        return _Fact(
            Standing.PARTLY,
            _naming("質問の写しがないものがあります", "No copy of the question as asked", _topics(bare)),
        )
    names = tuple(policy.name for policy in c.policies)
    return _Fact(Standing.DONE, evidence=names, since=max(answer.as_of for answer in answers))


def _answers_proved(c: _Company) -> _Fact:
    if not _given(c):
        return _Fact(Standing.OPEN, _NOT_ANSWERED)
    yes = [answer for answer in _given(c) if answer.answer == "yes"]
    bare = [answer for answer in yes if not answer.evidence]
    if bare:
        return _Fact(Standing.OPEN, _naming("証拠のない「はい」があります", '"Yes" without evidence', _topics(bare)))
    doubtful = [answer for answer in yes if not disclosure.proved(answer, c.evidence)]
    ids = tuple(dict.fromkeys(name for answer in yes for name in answer.evidence))
    if doubtful:
        note = _naming("答えた日の証拠が見つかりません", "No evidence as of that day was found", _topics(doubtful))
        return _Fact(Standing.ASSUMED, note, ids)
    return _Fact(Standing.DONE, evidence=ids)


def _answers_true(c: _Company) -> _Fact:
    answers = _given(c)
    if not answers:
        return _Fact(Standing.OPEN, _NOT_ANSWERED)
    wrong = [answer for answer in answers if disclosure.overstated(answer, c.answers)]
    if wrong:
        better = (
            "今の状態より良く答えています。代理店に相談してください",
            "Answered better than what is in place; talk to the agency",
        )
        return _Fact(Standing.OPEN, _naming(*better, _topics(wrong)), may_be_settled=False)
    unseen = [answer for answer in answers if answer.item not in c.answers and answer.still_true is None]
    if unseen:
        return _Fact(
            Standing.ASSUMED,
            _naming("今の状態と比べられません", "Cannot be compared with what is in place", _topics(unseen)),
        )
    return _Fact(Standing.DONE)


def _answers_rechecked(c: _Company) -> _Fact:
    answers, most = _given(c), items()["RD-09"].max_age_days
    changed = [answer for answer in answers if answer.still_true is False]
    if changed:
        return _Fact(
            Standing.OPEN,
            _naming("答えが変わりました。代理店に伝えてください", "No longer true; tell the agency", _topics(changed)),
        )
    days = [answer.checked for answer in answers if answer.checked is not None]
    if not answers or len(days) < len(answers):
        return _Fact(Standing.OPEN, _NOT_ANSWERED)
    oldest = min(days)
    late = (c.today - oldest).days > most
    return _Fact(Standing.OLD if late else Standing.DONE, _TOO_OLD if late else _CLEAR, since=oldest)


OF_A_CONTRACT = ("bi_terms", "contingent_known", "answers_kept", "answers_proved", "answers_true", "answers_rechecked")
FACTS: Mapping[str, Callable[[_Company], _Fact]] = {
    "policy_file": _policy_file,
    "bi_bought": _bi_bought,
    "bi_terms": _bi_terms,
    "contingent_known": _contingent_known,
    "answers_kept": _answers_kept,
    "answers_proved": _answers_proved,
    "answers_true": _answers_true,
    "answers_rechecked": _answers_rechecked,
}
