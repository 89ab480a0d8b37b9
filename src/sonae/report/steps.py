"""The plan in words: what to do, who, how long, what it costs, what it changes."""

from dataclasses import dataclass

from sonae.catalogue import Catalogue
from sonae.company import Company
from sonae.measure import Cost, Measure, Service, services
from sonae.plan import Plan, Step, forms, schemes
from sonae.values import Lang, Text, yen_exact, yen_words

SMALL = 1000  # yen a year; below this an effect in yen says nothing
_SMALL_EFFECT = Text(
    "金額では小さいですが、小さな事故を減らし、きちんと備えている証拠になります",
    "small in yen; it prevents small incidents and shows that you are prepared",
)


@dataclass(frozen=True, slots=True)
class StepWords:
    """One step as it is shown: a measure, a service or insurance (``measure`` is then its policy). ``schemes`` are titles of support
    schemes that fit; ``tags`` name what kind of step it is (article, free, not worth its cost in yen)."""

    order: int
    measure: str
    item: str
    title: str
    why: str
    how: tuple[str, ...]
    who: str
    time: str
    cost: str
    cost_range: str
    effect: str
    evidence: str
    tags: tuple[str, ...]
    beyond: bool
    schemes: tuple[str, ...] = ()


def in_words(plan: Plan, company: Company, catalogue: Catalogue, lang: Lang) -> tuple[StepWords, ...]:
    """All steps in order; those over the budget last, marked ``beyond``."""
    every = [(step, False) for step in plan.steps] + [(step, True) for step in plan.beyond]
    return tuple(_words(step, beyond, company, catalogue, lang) for step, beyond in every)


def _words(step: Step, beyond: bool, company: Company, catalogue: Catalogue, lang: Lang) -> StepWords:
    if step.policy:
        return _insurance(step, beyond, lang)
    measure = catalogue.measures.get(step.measure) or services()[step.measure]
    why, evidence = _reasons(measure, catalogue)
    cost = measure.cost(company)
    return StepWords(
        order=step.order,
        measure=step.measure,
        item=step.item,
        title=measure.title.of(lang),
        why=why.of(lang),
        how=tuple(line.of(lang) for line in measure.how),
        who=measure.who.of(lang),
        time=_time(measure, company, lang),
        cost=cost_words(cost, lang),
        cost_range=_cost_range(cost, lang),
        effect=_effect(step, lang),
        evidence=evidence.of(lang),
        tags=_tags(step, measure, lang),
        beyond=beyond,
        schemes=_schemes(step, lang),
    )


def _reasons(measure: Measure, catalogue: Catalogue) -> tuple[Text, Text]:
    """Why, and what to keep as evidence: of the service itself, or of the question that a measure answers."""
    if isinstance(measure, Service):
        return measure.why, measure.evidence
    question = catalogue.questionnaire.questions[measure.item]
    return question.why, question.evidence


def _schemes(step: Step, lang: Lang) -> tuple[str, ...]:
    return tuple(schemes.schemes()[name].title.of(lang) for name in step.schemes)


def _insurance(step: Step, beyond: bool, lang: Lang) -> StepWords:
    """Insurance as a step: always an estimate."""
    words = forms.step()
    premium = yen_words(step.cost_yearly_yen, lang)
    return StepWords(
        order=step.order,
        measure=step.policy,
        item="",
        title=forms.title(step.policy).of(lang),
        why=words.why.of(lang),
        how=tuple(line.of(lang) for line in words.how),
        who=words.who.of(lang),
        time=Text("申し込みに約3時間", "about 3 h to apply").of(lang),
        cost=f"毎年{premium}（目安）" if lang == "ja" else f"{premium} a year (indication)",
        cost_range="",
        effect=_effect(step, lang),
        evidence=words.evidence.of(lang),
        tags=(Text("試算（目安）", "Estimate").of(lang), *_costly(step, lang)),
        beyond=beyond,
        schemes=_schemes(step, lang),
    )


def cost_words(cost: Cost, lang: Lang) -> str:
    """What a measure costs in money, as a short phrase."""
    if cost.free:
        return "お金はかかりません" if lang == "ja" else "no money needed"
    parts = []
    if cost.first_yen:
        parts.append(
            f"最初に{yen_words(cost.first_yen, lang)}" if lang == "ja" else f"{yen_words(cost.first_yen, lang)} once"
        )
    if cost.yearly_yen:
        amount = yen_words(cost.yearly_yen, lang)
        parts.append(f"毎年{amount}" if lang == "ja" else f"{amount} a year")
    return ("、" if lang == "ja" else ", then ").join(parts)


def _cost_range(cost: Cost, lang: Lang) -> str:
    low, high = cost.first_low_yen + cost.yearly_low_yen, cost.first_high_yen + cost.yearly_high_yen
    if low == high:
        return ""
    first, last = yen_exact(low, lang), yen_exact(high, lang)
    if cost.free:
        return (
            f"品物を買い足す場合も1年目 {last} まで"
            if lang == "ja"
            else f"up to {last} in the first year if you buy something"
        )
    return f"1年目 {first}〜{last}" if lang == "ja" else f"first year {first} to {last}"


def _time(measure: Measure, company: Company, lang: Lang) -> str:
    first, month = (f"{hours:g}" for hours in measure.hours(company))
    if lang == "ja":
        return f"最初に約{first}時間" + (f"、月に約{month}時間" if measure.own_time.month else "")
    return f"about {first} h to begin" + (f", then {month} h a month" if measure.own_time.month else "")


def _effect(step: Step, lang: Lang) -> str:
    saved, bad = step.aal_before - step.aal_after, step.tvar_before - step.tvar_after
    if saved < SMALL:
        return _SMALL_EFFECT.of(lang)
    if lang == "ja":
        return f"平均で年{yen_words(saved, lang)}、最も悪い1%の年で{yen_words(bad, lang)}減る見込み"
    return f"{yen_words(saved, lang)} less a year on average, {yen_words(bad, lang)} less in the worst 1 % of years"


def _tags(step: Step, measure: Measure, lang: Lang) -> tuple[str, ...]:
    ja = lang == "ja"
    tags = []
    if measure.article:
        tags.append("まず行う6か条" if ja else "One of the six articles")
    if step.free:
        tags.append("無料" if ja else "Free")
    return (*tags, *_costly(step, lang))


def _costly(step: Step, lang: Lang) -> tuple[str, ...]:
    costly = Text(
        "平均では費用のほうが大きい（悪い年への備え）", "Costs more than it saves on average (it is for the bad year)"
    )
    return () if step.worth else (costly.of(lang),)
