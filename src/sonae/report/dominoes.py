"""A company and its partners in words: what they feel when it is hit, who could stop it, which supplier to help first."""

from collections.abc import Callable
from typing import Any

from sonae.report.tables import Table
from sonae.supplier.partner import Answer, Spread
from sonae.values import Lang, Text, days_words, odds_in_years, yen_words

Words = Callable[[Any, Lang], str]  # a number as people say it

MOST_ROWS = 30  # suppliers in a table; the rest are counted


def headline(answer: Answer, lang: Lang) -> str:
    """The answer in a sentence, from the partners' side."""
    ja, customers = lang == "ja", customers_of(answer)
    stops = of_hundred(answer.if_hit.share_stopping, lang)
    if not customers:
        return (
            "販売先がまだないので、自社の被害が誰に響くかは分かりません。"
            if ja
            else "No customers are listed yet, so nobody can be named who would feel it."
        )
    if ja:
        return f"自社が被害にあうと、{stops}の割合で、販売先{customers}社のうち1社以上の仕事が止まる見込みです。"
    return f"If you are hit, {stops} such incidents stop the work of at least one of your {customers} customers."


def customers_of(answer: Answer) -> int:
    """How many of the partners are customers."""
    return sum(partner.role == "customer" for partner in answer.partners)


def of_hundred(share: float, lang: Lang) -> str:
    """A share of incidents as people say it.

    >>> of_hundred(0.253, "ja"), of_hundred(0.01, "en"), of_hundred(0.0004, "ja"), of_hundred(0, "en")
    ('100件に25件', '1 in 100', '1,000件に1件未満', 'none of')
    """
    if share <= 0:
        return "ほとんどない" if lang == "ja" else "none of"
    if share < 0.001:
        return "1,000件に1件未満" if lang == "ja" else "fewer than 1 in 1,000"
    base = 100 if share >= 0.0095 else 1_000
    count = round(share * base)
    return f"{base:,}件に{count}件" if lang == "ja" else f"{count} in {base:,}"


def felt(answer: Answer, lang: Lang) -> Table:
    """If we are hit: who feels it, for how long, in yen."""
    ja, hit = lang == "ja", answer.if_hit
    claim = _yen(hit.claim_yen, lang)
    parts: tuple[tuple[str, Spread, Words, Words], ...] = (
        ("止まる販売先" if ja else "customers whose work stops", hit.stopped, _mean, _count),
        ("その日数の合計" if ja else "days they stand still, all together", hit.stop_days, _days, _days),
        ("販売先の損害" if ja else "their loss", hit.stop_yen, _yen, _yen),
        ("被害がうつる会社" if ja else "companies that the intrusion spreads to", hit.reached, _mean, _count),
        ("自社が止まる日数" if ja else "days you stand still", hit.days, _days, _days),
    )
    rows = tuple(
        (what, mean(spread.mean, lang), most(spread.p95, lang), most(spread.most, lang))
        for what, spread, mean, most in parts
    )
    claims = of_hundred(hit.claim_share, lang)
    return Table(
        id="felt",
        title="自社が被害にあったとき" if ja else "If you are hit",
        finding=f"補償を求められるのは{claims}、求められたときの平均は{claim}です。"
        if ja
        else f"Compensation is asked for after {claims} incidents, {claim} on average.",
        headings=("1件の被害で", "平均", "20件に1件はこれ以上", "1万件で最多")
        if ja
        else ("After one incident", "Mean", "1 in 20 reaches", "Most of 10,000"),
        rows=rows,
        source=source(lang),
    )


_SOURCE = Text(
    "出典：IPA「2024年度 中小企業実態調査」などの割合に合わせた Sonae の計算。在庫の日数や依存度の重みは仮定です。"
    "伝わる強さは、人工の全国取引網（架空の会社だけの網）で定めました。",
    "Source: computed by Sonae from shares published by IPA (2025) and others. Days of stock and weights are assumptions; "
    "how strongly links pass things on was set on a synthetic network of the country.",
)


def source(lang: Lang) -> str:
    """Where the figures come from."""
    return _SOURCE.of(lang)


def bands(answer: Answer, lang: Lang) -> Table:
    """The same under three published shares of hits through partners."""
    ja = lang == "ja"
    rows = tuple(
        (
            f"{band.target:.0%}",
            odds_in_years(band.hit, lang),
            odds_in_years(band.through, lang),
            _mean(band.reached, lang),
        )
        for band in answer.bands
    )
    first, last = answer.bands[0].through, answer.bands[-1].through
    span = f"{odds_in_years(first, lang)}{'〜' if ja else ' to '}{odds_in_years(last, lang)}"
    return Table(
        id="bands",
        title="どの調査を信じるかで、どれだけ変わるか" if ja else "How much depends on the survey",
        finding=f"仕入先を通じて被害にあうのは、{span}です。調査によって違うので、1つの数字で決めつけないでください。"
        if ja
        else f"You are hit through a supplier {span}. Surveys disagree: do not rest on one figure.",
        headings=("取引先経由の割合", "自社の被害", "うち仕入先から", "自社から伝わる販売先（平均）")
        if ja
        else ("Share through partners", "You are hit", "Through a supplier", "Customers it spreads to (mean)"),
        rows=rows,
        source="出典：IPA 2025（約20%）、Verizon 2025（30%）、SecurityScorecard 2025（日本 60%）。"
        if ja
        else "Sources: IPA 2025 (about 20%), Verizon 2025 (30%), SecurityScorecard 2025 (Japan 60%).",
    )


def helping(answer: Answer, lang: Lang) -> Table:
    """Suppliers in the order in which helping them pays."""
    ja = lang == "ja"
    rows = tuple(
        (
            answer.partners[threat.row - 1].name,
            odds_in_years(threat.stops, lang),
            odds_in_years(threat.intrudes, lang),
            odds_in_years(threat.hit, lang),
            _yen(threat.gain_yen, lang),
        )
        for threat in answer.threats[:MOST_ROWS]
    )
    return Table(
        id="helping",
        title="自社を止めうる仕入先" if ja else "Who could stop you",
        finding=_first(answer, lang),
        headings=("仕入先", "自社が止まる", "被害がうつる", "先方の被害", "先方の対策で減る損害（年）")
        if ja
        else ("Supplier", "Stops you", "Spreads to you", "Is hit", "Loss a year that its measures spare you"),
        rows=rows,
        source=source(lang),
    )


def _first(answer: Answer, lang: Lang) -> str:
    ja = lang == "ja"
    if not answer.threats:
        return "仕入先がまだありません。" if ja else "No suppliers are listed yet."
    name = answer.partners[answer.threats[0].row - 1].name
    often = odds_in_years(answer.stopped_by_any, lang)
    if ja:
        return (
            f"仕入先のどれかの事故で自社が止まるのは、{often}の見込みです。まず「{name}」の対策を手伝うのが効きます。"
        )
    return f"An incident at one of your suppliers stops you {often}. Helping “{name}” first spares you most."


def path(answer: Answer, lang: Lang) -> Table:
    """The stop day by day: customers standing still, mean over incidents."""
    ja = lang == "ja"
    by_day = answer.if_hit.by_day
    first = next((day for day, mean in enumerate(by_day, start=1) if mean > 0), 0)
    worst = max(range(len(by_day)), key=lambda day: by_day[day]) + 1 if first else 0
    if not first:
        finding = "止まる販売先はありませんでした。" if ja else "No customer stood still."
    elif ja:
        finding = f"在庫があるうちは止まりません。早くて{first}日目から止まり、{worst}日目が最も多くなります。"
    else:
        finding = f"Stock holds at first: customers stop from day {first} on, most of them on day {worst}."
    rows = tuple((str(day), f"{mean:.3f}") for day, mean in enumerate(by_day, start=1))
    return Table(
        id="path",
        title="止まる販売先（日を追って）" if ja else "Customers standing still, day by day",
        finding=finding,
        headings=("被害から何日目", "止まっている販売先（平均）")
        if ja
        else ("Day after the hit", "Customers standing still (mean)"),
        rows=rows,
        source=source(lang),
    )


def picture(answer: Answer, lang: Lang) -> Table:
    """The partners around the company, as a table: what the picture of nodes shows."""
    ja = lang == "ja"
    roles = {"supplier": "仕入先", "customer": "販売先"} if ja else {"supplier": "supplier", "customer": "customer"}
    weights = {"high": "高", "middle": "中", "low": "低"} if ja else {"high": "high", "middle": "middle", "low": "low"}
    rows = tuple((one.name, roles[one.role], weights[one.weight]) for one in answer.partners)
    many = customers_of(answer)
    return Table(
        id="picture",
        title="自社と取引先" if ja else "You and your partners",
        finding=f"左が仕入先{len(rows) - many}社、右が販売先{many}社です。丸が大きいほど依存度が高い相手です。"
        if ja
        else f"Suppliers on the left ({len(rows) - many}), customers on the right ({many}); the larger, the stronger the dependence.",
        headings=("会社", "区分", "依存度") if ja else ("Company", "What it is", "Dependence"),
        rows=rows,
        source="取引先は入力された一覧によります。" if ja else "Partners as entered in your list.",
    )


def curve(answer: Answer, lang: Lang) -> Table:
    """How far helping the first suppliers goes: running share of all that helping could spare."""
    ja = lang == "ja"
    gains = [threat.gain_yen for threat in answer.threats]
    total, shares, running = sum(gains) or 1, list[float](), 0
    for gain in gains:
        running += gain
        shares.append(running / total)
    half = next((k for k, share in enumerate(shares, start=1) if share >= 0.5), len(shares))
    return Table(
        id="curve",
        title="何社を手伝えば、どこまで効くか" if ja else "How far helping the first ones goes",
        finding=f"上から{half}社を手伝えば、仕入先の対策で減らせる損害の半分以上になります。"
        if ja
        else f"The first {half} make up half or more of what helping suppliers could spare you.",
        headings=("手伝う仕入先（上から）", "減らせる損害のうち")
        if ja
        else ("Suppliers helped, from the top", "Share of what can be spared"),
        rows=tuple((str(k), f"{share:.0%}") for k, share in enumerate(shares, start=1)),
        source=source(lang),
    )


def _yen(yen: float, lang: Lang) -> str:
    if yen < 1:
        return "0円" if lang == "ja" else "¥0"
    return yen_words(yen, lang)


def _mean(number: float, lang: Lang) -> str:
    shown = f"{number:.2f}" if number < 1 else f"{number:.1f}"
    return f"{shown}社" if lang == "ja" else shown


def _count(number: int, lang: Lang) -> str:
    return f"{number:,}社" if lang == "ja" else f"{number:,}"


def _days(days: float, lang: Lang) -> str:
    if days < 0.05:
        return "0日" if lang == "ja" else "0 days"
    return days_words(days, lang) if days >= 1 else f"{days:.1f}日" if lang == "ja" else f"{days:.1f} days"
