"""Gaps in words: what is at stake, why it stays, how to close it and at what price, what to ask the agent."""

from dataclasses import dataclass
from datetime import date

from sonae.insurance import holes, premium, readiness, words
from sonae.insurance.holes import AtRisk, Gap
from sonae.insurance.review import Option, Premium
from sonae.report.weak import closing_cost
from sonae.values import Lang, odds_in_years, yen_exact, yen_range, yen_words


@dataclass(frozen=True, slots=True)
class GapWords:
    """One gap as the page shows it."""

    id: str
    state: str
    title: str
    text: str
    stake: str
    why: str
    close: str
    cost: str
    note: str
    due: date | None
    decided_on: date | None


@dataclass(frozen=True, slots=True)
class PlanWords:
    """One indication of a premium: the plan, its band, or why there is none; ``factors`` are the steps to it."""

    title: str
    band: str
    why_not: str
    factors: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class OptionWords:
    """One cover that could be added: what it costs, how often it would matter, and from which odds on it brings more than it costs."""

    title: str
    cost: str
    odds: str
    gain: str
    even: str


def gap(own: Gap, lang: Lang) -> GapWords:
    """A gap in words."""
    kind = holes.kinds()[own.id]
    return GapWords(
        id=own.id,
        state=own.state,
        title=kind.title.of(lang),
        text=kind.text.of(lang),
        stake=_stake(own.at_risk, lang) if own.at_risk and own.at_risk.mean_yen else "",
        why=_why(own, lang),
        close=kind.close.of(lang),
        cost=closing_cost(own.cost, lang),
        note=own.note.of(lang),
        due=own.due,
        decided_on=own.decided_on,
    )


def _stake(risk: AtRisk, lang: Lang) -> str:
    """Yen at stake in one sentence; a bad year that costs nothing is left out."""
    mean, median = (yen_words(yen, lang) for yen in (risk.mean_yen, risk.median_yen))
    rare = [(20, risk.once_in_20_yen), (100, risk.once_in_100_yen)]
    odds = odds_in_years(risk.p_year, lang)
    if lang == "ja":
        bad = "".join(f"{years}年に1度の年は{yen_words(yen, lang)}。" for years, yen in rare if yen)
        return f"1年の平均{mean}。起きるのは{odds}で、起きた年の真ん中は{median}。{bad}"
    bad = "".join(f" Once in {years} years: {yen_words(yen, lang)}." for years, yen in rare if yen)
    return f"{mean} a year on average. It happens {odds}; the middle one of such years costs {median}.{bad}"


def _why(own: Gap, lang: Lang) -> str:
    reason = words.reason(own.code).of(lang) if own.code else ""
    place = " ".join(part for part in (words.term(own.term).of(lang), own.page) if part)
    if not reason:
        return place
    return f"{reason}（{place}）" if lang == "ja" else f"{reason} ({place})"


def plans(costs: Premium, lang: Lang) -> list[PlanWords]:
    """The indications of premiums."""
    return [
        PlanWords(
            title=premium.plan_title(own.plan).of(lang),
            band=yen_range(own.yen.low, own.yen.high, lang) if own.yen else "",
            why_not=own.why_not.of(lang),
            factors=tuple((factor.id, factor.how, yen_exact(factor.yen, lang)) for factor in own.factors),
        )
        for own in costs.indications
    ]


def savings(costs: Premium, lang: Lang) -> list[tuple[str, str]]:
    """What would lower the indication, most first: the item and yen a year."""
    items = readiness.items()
    return [
        (items[saving.item].question.of(lang), yen_words(saving.yen, lang)) for saving in costs.savings[: holes.NEXT]
    ]


def option(own: Option, lang: Lang) -> OptionWords:
    """A cover that could be added, in words."""
    low, middle, high = (odds_in_years(p, lang) for p in (own.simulated.low, own.simulated.central, own.simulated.high))
    return OptionWords(
        title=holes.kinds()[own.gap].close.of(lang),
        cost=closing_cost(own.cost, lang),
        odds=f"{middle}（{low}〜{high}）" if lang == "ja" else f"{middle} ({low} to {high})",
        gain=yen_words(own.payout_yen, lang),
        even=odds_in_years(own.break_even.central, lang) if own.break_even else "",
    )
