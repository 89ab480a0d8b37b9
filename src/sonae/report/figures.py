"""Key figures in words: value, range, what it means, how we know it, and the sources behind it."""

from collections.abc import Mapping
from dataclasses import dataclass

from sonae.plan import Plan
from sonae.risk import LossSummary
from sonae.values import Lang, Text, odds_in_years, significant, yen_range, yen_words

WORTH_NAMING = 500_000  # yen; a "bad year" below this would only confuse
PERIODS = (10, 20, 50, 100)
WHOLE_TENTHS = 0.25  # from here on a fall is said in tenths
LOSS_SOURCES = ("ipa-2024-survey", "ipa-2021-survey", "jfc-2021", "npa-2022", "article-sme-costs", "sonae-2026")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as it is shown. ``spread`` is its range in words ("" where it has none), ``sources`` are ids."""

    id: str
    label: str
    value: str
    spread: str
    note: str
    how: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BadYear:
    """The bad year that is worth naming: once in ``period`` years the loss reaches ``yen``."""

    period: int
    yen: int


def bad_year(summary: LossSummary) -> BadYear:
    """The most frequent bad year whose loss is large enough to matter; at the latest the one in a hundred."""
    amounts = {int(point.return_period): point.aep_yen for point in summary.curve}
    period = next((years for years in PERIODS if amounts[years] >= WORTH_NAMING), PERIODS[-1])
    return BadYear(period, amounts[period])


def headline(summary: LossSummary, lang: Lang) -> str:
    """The first sentence: what a bad year costs."""
    bad = bad_year(summary)
    amount = yen_words(bad.yen, lang)
    if lang == "ja":
        return f"{bad.period}年に1度の悪い年には、{amount}以上の損害が見込まれます。"
    return f"In a bad year, once in {bad.period}, losses of {amount} or more are to be expected."


def promise(plan: Plan, lang: Lang) -> str:
    """The second sentence: what the next steps change. Says so where nothing is left to do."""
    first = plan.steps[:2]
    if not first:
        if plan.beyond:
            return (
                "今の予算で始められる対策はありません。"
                if lang == "ja"
                else "No measure that is left fits the present budget."
            )
        return (
            "25項目はすべて実施済みです。続けて、年に1度見直しましょう。"
            if lang == "ja"
            else "All 25 items are in place. Keep them up and review them once a year."
        )
    saved = 1 - first[-1].aal_after / first[0].aal_before if first[0].aal_before else 0.0
    count = len(first)
    if lang == "ja":
        return f"次の{count}つを行うと、1年の平均の損害が{share_ja(saved)}減る見込みです。"
    which = "The next step" if count == 1 else "The next two steps"
    return f"{which} should lower the expected loss a year by about {significant(100 * saved)} %."


def share_ja(share: float) -> str:
    """A fall as it is said in Japanese.

    >>> share_ja(0.31), share_ja(0.04)
    ('約3割', '約4%')
    """
    return f"約{round(share * 10)}割" if share >= WHOLE_TENTHS else f"約{significant(100 * share)}%"


def key_figures(summary: LossSummary, lang: Lang) -> tuple[Figure, ...]:
    """The figures of a result, most important first."""
    band = summary.band
    bad = bad_year(summary)
    spread99 = _spread(band.var99.low, band.var99.high, lang) if bad.period == PERIODS[-1] else ""
    shown = (
        ("bad_year", yen_words(bad.yen, lang), spread99),
        ("worst", yen_words(summary.tvar["99"], lang), ""),
        ("mean", yen_words(summary.aal_yen, lang), _spread(band.aal_yen.low, band.aal_yen.high, lang)),
        ("any", odds_in_years(summary.p_any, lang), _odds(band.p_any.low, band.p_any.high, lang)),
        ("million", odds_in_years(summary.p_over["1000000"], lang), ""),
        ("week", odds_in_years(summary.downtime.p_ge_7, lang), ""),
    )
    return tuple(_figure(name, value, spread, bad.period, lang) for name, value, spread in shown)


def _figure(name: str, value: str, spread: str, period: int, lang: Lang) -> Figure:
    label, note, how = (_filled(text, period, lang) for text in _WORDS[name])
    return Figure(name, label, value, spread, note, how, LOSS_SOURCES)


def _filled(text: Text, period: int, lang: Lang) -> str:
    return text.of(lang).replace("{period}", str(period))


def _spread(low: float, high: float, lang: Lang) -> str:
    return yen_range(low, high, lang)


def _odds(low: float, high: float, lang: Lang) -> str:
    between = "〜" if lang == "ja" else " to "
    first, last = odds_in_years(low, lang), odds_in_years(high, lang)
    return first if first == last else f"{first}{between}{last}"


_HOW_LOSS = Text(
    "業種・人数・売上などと25問の答えから、10種類の事故の起こりやすさと費用を計算しました。費用は公表された調査と価格表に合わせてあります。",
    "From your industry, size, revenue and the 25 answers, the frequency and cost of ten kinds of incident were computed. Costs are fitted to"
    " published surveys and price lists.",
)
_WORDS: Mapping[str, tuple[Text, Text, Text]] = {
    "bad_year": (
        Text("{period}年に1度の悪い年の損害", "A bad year, once in {period}"),
        Text(
            "同じような会社が{period}社あれば、1年にそのうち1社が、これ以上の損害を受ける見込みです。",
            "Of {period} companies like yours, one a year is expected to lose this much or more.",
        ),
        _HOW_LOSS,
    ),
    "worst": (
        Text("最も悪い1%の年の平均", "Mean of the worst 1 % of years"),
        Text(
            "100年に1度よりも悪い年を平均した金額です。備えの上限を考える目安になります。",
            "The average of years worse than one in a hundred: a guide to how much to prepare for.",
        ),
        _HOW_LOSS,
    ),
    "mean": (
        Text("1年の平均の損害", "Expected loss a year"),
        Text(
            "損害のない年とひどい年をならした金額です。対策の費用と比べるときに使います。",
            "Good and bad years averaged out. Compare it with what measures cost.",
        ),
        Text(
            "事故の種類ごとに、1年の回数と1回の費用をかけて足しました。幅は、計算の前提が動く範囲（90%）です。",
            "For each kind of incident, times a year multiplied by cost, added up. The range covers 90 % of what the assumptions allow.",
        ),
    ),
    "any": (
        Text("何らかの事故に気づく年", "Years with any incident"),
        Text(
            "軽いものも含めて、事故に気づく年の割合です。",
            "Years in which you would notice an incident, small ones included.",
        ),
        Text(
            "選んだ「発生の水準」の調査に合わせた回数から計算しました。",
            "Computed from the frequency of the survey that the chosen level follows.",
        ),
    ),
    "million": (
        Text("100万円以上の損害になる年", "Years that cost a million yen or more"),
        Text(
            "1年の損害の合計が100万円以上になる割合です。",
            "The share of years in which all losses together reach a million yen.",
        ),
        _HOW_LOSS,
    ),
    "week": (
        Text("復旧に7日以上かかる事故がある年", "Years with an incident of a week or more"),
        Text(
            "元の仕事に戻るまで7日以上かかる事故が起きる割合です。",
            "The share of years with an incident that takes seven days or more to recover from.",
        ),
        Text(
            "復旧日数は、IPAと警察庁の調査の平均と長い方の割合に合わせてあります。",
            "Days of recovery follow the mean and the long cases of the IPA and police surveys.",
        ),
    ),
}
