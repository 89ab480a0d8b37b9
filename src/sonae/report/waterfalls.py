"""How a loss becomes what is paid and what is kept: as tables, for a bad year and for a single claim. Always an estimate."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from sonae.insurance import words
from sonae.insurance.recovery import Entry, Recovery
from sonae.insurance.summary import BadYear
from sonae.report.tables import Table
from sonae.values import Lang, Text, yen_exact, yen_words

LOSS = Text("損害", "Loss")
PAID = Text("保険で戻る見込み", "Estimated recovery")
KEPT = Text("自社に残る", "Kept by the company")
Amount = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Waterfall:
    """A loss, what is taken off it for which reason (the largest first), and what is left to be paid; yen."""

    loss: int
    kept_by: tuple[tuple[str, int], ...]
    paid: int
    table: Table
    lang: Lang

    @property
    def kept(self) -> int:
        """What the company keeps."""
        return self.loss - self.paid


def of_year(year: BadYear, lang: Lang) -> Waterfall:
    """A bad year under one contract, in yen to two digits."""
    note = Text(
        f"{words.disclaimer().ja}。最も悪い1%の境に近い{year.years}年を作り、契約 {year.policy} を当てはめた平均です。",
        f"{words.disclaimer().en}. Mean of {year.years} simulated years around the worst in a hundred under {year.policy}.",
    )
    title = Text("悪い年（100年に1度）に保険は", "Insurance in a bad year (once in 100)")
    when = Text("悪い年", "a bad year")
    return _waterfall(
        "bad-year", (title, when, note), (year.gross_loss, year.payout, year.retained_by), lang, round_=True
    )


def of_claim(result: Recovery, title: Text, lang: Lang) -> Waterfall:
    """One claim, to the yen."""
    note = Text(f"{words.disclaimer().ja}。", f"{words.disclaimer().en}.")
    when = Text("この出来事", "this incident")
    return _waterfall("claim", (title, when, note), (result.gross_loss, result.payout, result.retained_by), lang)


def _waterfall(
    name: str,
    told: tuple[Text, Text, Text],
    yen: tuple[int, int, Mapping[str, int]],
    lang: Lang,
    *,
    round_: bool = False,
) -> Waterfall:
    title, when, note = (text.of(lang) for text in told)
    loss, paid, retained_by = yen
    amount: Amount = (lambda value: yen_words(value, lang)) if round_ else (lambda value: yen_exact(value, lang))
    kept_by = tuple(sorted(((code, kept) for code, kept in retained_by.items() if kept), key=lambda one: -one[1]))
    taken = [(words.reason(code).of(lang), f"− {amount(kept)}") for code, kept in kept_by]
    table = Table(
        id=name,
        title=title,
        finding=_finding(when, loss, paid, kept_by, amount, lang),
        headings=("項目", "金額（試算）") if lang == "ja" else ("Step", "Yen (estimate)"),
        rows=(
            (LOSS.of(lang), amount(loss)),
            *taken,
            (PAID.of(lang), amount(paid)),
            (KEPT.of(lang), amount(loss - paid)),
        ),
        source=note,
    )
    return Waterfall(loss, kept_by, paid, table, lang)


def _finding(when: str, loss: int, paid: int, kept_by: tuple[tuple[str, int], ...], amount: Amount, lang: Lang) -> str:
    if lang == "ja":
        said = f"{when}の損害{amount(loss)}のうち、保険で戻る見込みは{amount(paid)}、自社に残るのは{amount(loss - paid)}です。"
        return said + (
            f"残る理由で最も大きいのは「{words.reason(kept_by[0][0]).ja}」（{amount(kept_by[0][1])}）です。"
            if kept_by
            else ""
        )
    said = (
        f"Of {amount(loss)} lost in {when}, an estimated {amount(paid)} comes back and {amount(loss - paid)} is kept."
    )
    largest = f" Largest reason: {words.reason(kept_by[0][0]).en} ({amount(kept_by[0][1])})." if kept_by else ""
    return said + largest


def trace(result: Recovery, lang: Lang, incidents: Sequence[str] = ()) -> Table:
    """The steps that changed an amount, as a person with a pocket calculator would take them. ``incidents`` name events in words."""
    ja, names = lang == "ja", dict(zip((event.id for event in result.events), incidents, strict=False))
    rows = [row for _, steps in groupby(result.trace, lambda entry: entry.line) for row in _steps(list(steps), lang)]
    return Table(
        id="trace",
        title="計算の順（円）" if ja else "Step by step (yen)",
        finding="上から順に、電卓でたどれます。1円未満は切り捨てです。額が変わらない条件は省いています。"
        if ja
        else "Follow it from the top with a pocket calculator. Parts of a yen are dropped, terms that change nothing left out.",
        headings=("対象", "条件", "前", "計算", "あと", "ページ")
        if ja
        else ("What", "Term", "Before", "Calculation", "After", "Page"),
        rows=tuple((_payable(line, result, names, lang) if line else "", *rest) for line, *rest in rows),
        source=words.disclaimer().of(lang) + ("。" if ja else "."),
    )


def _steps(steps: Sequence[Entry], lang: Lang) -> list[tuple[str, ...]]:
    """The rows of one payable; where nothing was taken off, its last step says so."""
    counted = [entry for entry in steps if entry.before != entry.after or entry.how.endswith("?")] or [steps[-1]]
    rows, unchanged, assumed = list[tuple[str, ...]](), Text("そのまま", "as it is"), Text("仮定", "assumed")
    for k, entry in enumerate(counted):
        how = entry.how if entry.before != entry.after or entry.how.endswith("?") else unchanged.of(lang)
        term, page = words.step(entry.step).of(lang), entry.page or assumed.of(lang)
        rows.append((entry.line if k == 0 else "", term, f"{entry.before:,}", how or "× 0", f"{entry.after:,}", page))
    return rows


def _payable(name: str, result: Recovery, names: Mapping[str, str], lang: Lang) -> str:
    """What a line of the trace is about; incidents are named only where there are several."""
    place = {line.id: line.payable for line in result.lines}.get(name, name)
    said = words.payable(place).of(lang)
    colon, event = "：" if lang == "ja" else ": ", place.partition("/")[0]
    about = said.partition(colon)[2] or said
    return about if len(result.events) < 2 else f"{names.get(event, event)}{colon}{about}"
