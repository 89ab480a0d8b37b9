"""The plan for a budget in words: what it costs, what it changes, how surely it is the best; and the frontier as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from sonae.company import Company
from sonae.content import reader
from sonae.measure import measures, services
from sonae.plan import Check, Comparison, FrontierPoint, Plan, forms
from sonae.report import compared
from sonae.report.tables import Table
from sonae.values import Lang, Text, yen_exact, yen_range, yen_words


@dataclass(frozen=True, slots=True)
class Chosen:
    """One plan of the frontier as it is shown. ``mean`` and ``bad_year`` say the loss before and after it; ``first_year_range`` is what the
    first year costs where all prices are low or all are high, "" where it is certain."""

    budget: str
    first_year: str
    first_year_range: str
    yearly: str
    insurance: str
    premium: str
    mean: str
    bad_year: str
    sure: tuple[str, ...]


def in_words(plan: Plan, point: FrontierPoint, gap: float, company: Company, lang: Lang) -> Chosen:
    """A plan of the frontier; ``gap`` is its proved distance from the best one at the budget asked for."""
    premium = yen_words(point.premium_yen, lang)
    return Chosen(
        budget=yen_exact(point.budget_yen, lang),
        first_year=yen_words(point.cost_first_year_yen, lang),
        first_year_range=_range(plan, point, company, lang),
        yearly=yen_words(point.cost_yearly_yen, lang),
        insurance=compared.cover(point.policy, lang),
        premium=(f"年{premium}（目安）" if lang == "ja" else f"{premium} a year (indication)")
        if point.premium_yen
        else "",
        mean=_fall(plan.aal_yen, point.aal_yen, lang),
        bad_year=_fall(plan.tvar99_yen, point.tvar99_yen, lang),
        sure=tuple(sure(gap, plan.check, lang)),
    )


def _range(plan: Plan, point: FrontierPoint, company: Company, lang: Lang) -> str:
    """Low and high prices of all that is bought; the premium of a new contract lies in the band of its indication."""
    known = {**measures(), **services()}
    costs = [known[step.measure].cost(company) for step in plan.steps if step.measure and not step.free]
    band = reader.toml("insurance", "premium")["band"] if point.policy != forms.OWN else {"low": 1.0, "high": 1.0}
    low = sum(cost.first_low_yen + cost.yearly_low_yen for cost in costs) + band["low"] * point.premium_yen
    high = sum(cost.first_high_yen + cost.yearly_high_yen for cost in costs) + band["high"] * point.premium_yen
    return yen_range(low, high, lang) if high > low else ""


def _fall(before: int, after: int, lang: Lang) -> str:
    return f"{yen_words(before, lang)} → {yen_words(after, lang)}"


def sure(gap: float | None, check: Check | None, lang: Lang) -> list[str]:
    """How near the plan is to the best one, and what came of it when it was simulated again.

    >>> sure(0.0042, None, "en")
    ['No plan is better by more than 0.42% (proved).']
    """
    lines = []
    if gap is not None:
        share = f"{100 * gap:.2f}%"
        better = Text(
            f"これより良い計画があっても、差は{share}以内です（計算で証明）。",
            f"No plan is better by more than {share} (proved).",
        )
        lines.append(better.of(lang))
    return [*lines, _came_true(check, lang)] if check else lines


def _came_true(check: Check, lang: Lang) -> str:
    came = (
        Text("見込みどおりでした", "as promised") if check.within else Text("見込みと離れています", "not as promised")
    )
    mean, error = yen_words(check.aal_yen, lang), yen_words(check.aal_standard_error_yen, lang)
    tail, spread = yen_words(check.tvar99_yen, lang), yen_words(check.tvar99_standard_error_yen, lang)
    if lang == "ja":
        return f"{check.years:,}年分を作って確かめると、平均{mean}（誤差{error}）、悪い年{tail}（誤差{spread}）で、{came.ja}。"
    return f"Simulated over {check.years:,} years: mean {mean} (error {error}), bad year {tail} (error {spread}), {came.en}."


def frontier_table(points: Sequence[FrontierPoint], lang: Lang) -> Table:
    """The numbers behind the picture of the frontier."""
    heading, *rows = compared.frontier_rows(points, lang)
    return Table(
        id="frontier",
        title="予算と損害" if lang == "ja" else "Budget and loss",
        finding=_finding(points[0], points[-1], lang),
        headings=heading,
        rows=tuple(rows),
        source="出典：Sonae の計算（2026年11月）。保険を引いたあとの、自社に残る損害です。"
        if lang == "ja"
        else "Source: computed by Sonae (November 2026). Losses that the company keeps, after insurance.",
    )


def _finding(least: FrontierPoint, most: FrontierPoint, lang: Lang) -> str:
    first, last = yen_words(least.tvar99_yen, lang), yen_words(most.tvar99_yen, lang)
    money, budget = yen_words(least.cost_first_year_yen, lang), yen_words(most.budget_yen, lang)
    if least is most:
        return (
            f"{money}の計画が、どの予算でも最適です。悪い年の損害は{last}の見込みです。"
            if lang == "ja"
            else f"The plan for {money} is the best for any budget; the bad year is then {last}."
        )
    if lang == "ja":
        return f"1年目の予算を{budget}まで増やすと、悪い年の損害は{first}から{last}に減る見込みです。"
    return f"With a first-year budget of up to {budget}, the bad year falls from {first} to {last}."


def comparison_table(comparison: Comparison, lang: Lang) -> Table:
    """The ways to prepare on the same simulated years."""
    heading, *rows = compared.comparison_rows(comparison, lang)
    years = f"{comparison.years:,}"
    return Table(
        id="comparison",
        title="備え方の比べ" if lang == "ja" else "Ways to prepare",
        finding=compared.comparison_finding(comparison, lang),
        headings=heading,
        rows=tuple(rows),
        source=f"出典：Sonae の計算。同じ{years}年分の模擬の年で比べています。最初の費用は{comparison.spread_years}年に割り振りました。"
        if lang == "ja"
        else f"Source: computed by Sonae on the same {years} simulated years; what is paid once is spread over {comparison.spread_years} years.",
    )
