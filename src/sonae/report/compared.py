"""The frontier, the ways to prepare and the support schemes in words and rows: for a page, a terminal and a table behind a picture."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sonae.plan import Compared, Comparison, FrontierPoint, forms, schemes
from sonae.plan.ways import ways
from sonae.report.build import day_words
from sonae.values import Lang, Text, yen_exact, yen_words

Row = tuple[str, ...]
STATES = {
    "open": Text("募集中", "open"),
    "soon": Text("これから", "opens soon"),
    "always": Text("随時", "at any time"),
    "ask": Text("受付の終わった回まで確認済み。次の回は要確認", "the known rounds are over: ask about the next"),
    "closed": Text("終了", "closed"),
}
KINDS = {
    "subsidy": Text("補助金", "subsidy"),
    "grant": Text("助成金", "grant"),
    "loan": Text("融資", "loan"),
    "service": Text("サービス", "service"),
    "pilot": Text("実証事業", "pilot"),
    "desk": Text("相談窓口", "advice"),
    "training": Text("研修・教材", "training"),
    "people": Text("専門家", "experts"),
    "insurance": Text("団体保険", "group insurance"),
}
SURE = {
    "verified": Text("原典で確認", "read in the original"),
    "secondary": Text("二次資料で確認", "read in a secondary source"),
    "memory": Text("未確認", "not verified"),
    "derived": Text("当社の判断", "our own judgement"),
}


@dataclass(frozen=True, slots=True)
class SchemeWords:
    """A support scheme as it is shown."""

    id: str
    title: str
    kind: str
    state: str
    text: str
    amount: str
    conditions: tuple[str, ...]
    status: str


@dataclass(frozen=True, slots=True)
class WayWords:
    """A way to prepare as it is shown: costs and what is left, with what speaks for and against it."""

    id: str
    title: str
    text: str
    against: str
    note: str
    cost: str
    cost_range: str
    retained: str
    bad_year: str
    total: str
    around_the_clock: str


def frontier_rows(points: Iterable[FrontierPoint], lang: Lang) -> list[Row]:
    """Heading and one row for each budget at which another plan becomes the best."""
    heading = (
        ("1年目の予算", "費用（年）", "平均の損害（年）", "悪い年の損害", "保険")
        if lang == "ja"
        else ("first-year budget", "cost a year", "expected loss", "bad year", "insurance")
    )
    return [heading, *(_frontier_row(point, lang) for point in points)]


def _frontier_row(point: FrontierPoint, lang: Lang) -> Row:
    budget = yen_exact(point.budget_yen, lang)
    start = f"{budget}から" if lang == "ja" else f"from {budget}"
    free = Text("0円から", "from nothing").of(lang)
    yen = (point.cost_yearly_yen, point.aal_yen, point.tvar99_yen)
    return (start if point.budget_yen else free, *(yen_words(one, lang) for one in yen), cover(point.policy, lang))


def cover(policy: str, lang: Lang) -> str:
    """The cover of a plan, short."""
    if policy in ("", forms.NOTHING):
        return Text("なし", "none").of(lang)
    return forms.short(policy).of(lang)


def comparison_finding(comparison: Comparison, lang: Lang) -> str:
    """The finding of the table: what costs least in all, and what leaves the smallest bad year."""
    if not comparison.ways:
        return Text("この環境では比べられません。", "Cannot be compared here.").of(lang)
    cheapest = min(comparison.ways, key=lambda one: one.total_yen)
    smallest = min(comparison.ways, key=lambda one: one.bad_year_yen)
    first, second = (ways()[one.way].title.of(lang) for one in (cheapest, smallest))
    if lang == "ja":
        return (
            f"費用と平均の損害の合計がいちばん小さいのは「{first}」、悪い年の損害がいちばん小さいのは「{second}」です。"
        )
    return f"Cost and expected loss together are smallest with “{first}”; the bad year is smallest with “{second}”."


def comparison_rows(comparison: Comparison, lang: Lang) -> list[Row]:
    """Heading and one row for each way."""
    heading = (
        ("備え方", "費用（年）", "残る損害（平均）", "20年に1度の年", "悪い年", "合計（年）", "24時間")
        if lang == "ja"
        else ("way", "cost a year", "loss left (mean)", "1 year in 20", "bad year", "in all a year", "24 hours")
    )
    return [heading, *(_comparison_row(one, lang) for one in comparison.ways)]


def _comparison_row(one: Compared, lang: Lang) -> Row:
    yen = (one.cost_yen[1], one.retained_yen, one.one_in_twenty_yen, one.bad_year_yen, one.total_yen)
    return (ways()[one.way].title.of(lang), *(yen_words(each, lang) for each in yen), _clock(one, lang))


def _clock(one: Compared, lang: Lang) -> str:
    return (Text("あり", "yes") if one.round_the_clock else Text("なし", "no")).of(lang)


def ways_in_words(comparison: Comparison, lang: Lang) -> tuple[WayWords, ...]:
    """Every way that was compared, in words."""
    return tuple(_way(one, lang) for one in comparison.ways)


def _way(one: Compared, lang: Lang) -> WayWords:
    way = ways()[one.way]
    low, typical, high = one.cost_yen
    spread = (
        f"{yen_words(low, lang)}〜{yen_words(high, lang)}"
        if lang == "ja"
        else f"{yen_words(low, lang)} to {yen_words(high, lang)}"
    )
    return WayWords(
        id=one.way,
        title=way.title.of(lang),
        text=way.text.of(lang),
        against=way.against.of(lang),
        note=way.note.of(lang),
        cost=yen_words(typical, lang),
        cost_range=spread if low != high else "",
        retained=yen_words(one.retained_yen, lang),
        bad_year=yen_words(one.bad_year_yen, lang),
        total=yen_words(one.total_yen, lang),
        around_the_clock=_clock(one, lang),
    )


def schemes_in_words(ids: Iterable[str], on: date, lang: Lang) -> tuple[SchemeWords, ...]:
    """Support schemes as of a day."""
    return tuple(_scheme(schemes.schemes()[name], on, lang) for name in ids)


def _scheme(scheme: schemes.Scheme, on: date, lang: Lang) -> SchemeWords:
    return SchemeWords(
        id=scheme.id,
        title=scheme.title.of(lang),
        kind=KINDS[scheme.kind].of(lang),
        state=_state(scheme, on, lang),
        text=scheme.text.of(lang),
        amount=_amount(scheme, lang),
        conditions=tuple(line.of(lang) for line in scheme.conditions),
        status=SURE[scheme.status].of(lang),
    )


def _state(scheme: schemes.Scheme, on: date, lang: Lang) -> str:
    state, day = scheme.state(on)
    word = STATES[state].of(lang)
    if day is None or state == "ask":
        return word
    ends = state == "open"
    if lang == "ja":
        return f"{word}・{day_words(day, lang)}{'まで' if ends else 'から'}"
    return f"{word}, {'until' if ends else 'from'} {day_words(day, lang)}"


def _amount(scheme: schemes.Scheme, lang: Lang) -> str:
    parts = [scheme.rate.of(lang)] if scheme.rate.ja else []
    if scheme.most_yen:
        most = yen_words(scheme.most_yen, lang)
        parts.append(f"上限{most}" if lang == "ja" else f"at most {most}")
    return ("、" if lang == "ja" else ", ").join(parts)
