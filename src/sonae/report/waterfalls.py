"""How a loss becomes what is paid and what is kept: as tables, for a bad year and for a single claim. Always an estimate."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sonae.insurance import words
from sonae.insurance.recovery import Recovery
from sonae.insurance.summary import BadYear
from sonae.report.tables import Table
from sonae.values import Lang, Text, yen_exact, yen_words

IDLE = ("", "− 0", "× 1")  # steps at which nothing was calculated
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


def trace(result: Recovery, lang: Lang) -> Table:
    """The steps at which something was calculated, as a person with a pocket calculator would take them."""
    ja, rows, about = lang == "ja", list[tuple[str, ...]](), ""
    for entry in (entry for entry in result.trace if entry.how not in IDLE or entry.before != entry.after):
        name = _payable(entry.line, result, lang)
        how, page = entry.how or "× 0", entry.page or ("仮定" if ja else "assumed")
        shown = name if name != about else ""
        rows.append((shown, words.step(entry.step).of(lang), f"{entry.before:,}", how, f"{entry.after:,}", page))
        about = name
    return Table(
        id="trace",
        title="計算の順（円）" if ja else "Step by step (yen)",
        finding="上から順に、電卓でたどれます。1円未満は切り捨てです。"
        if ja
        else "Follow it from the top with a pocket calculator. Parts of a yen are dropped.",
        headings=("対象", "条件", "前", "計算", "あと", "ページ")
        if ja
        else ("What", "Term", "Before", "Calculation", "After", "Page"),
        rows=tuple(rows),
        source=words.disclaimer().of(lang) + ("。" if ja else "."),
    )


def _payable(name: str, result: Recovery, lang: Lang) -> str:
    """What a line of the trace is about; events are named only where there are several."""
    known = {line.id: line.payable for line in result.lines}
    said = words.payable(known.get(name, name)).of(lang)
    return said if len(result.events) > 1 else said.partition("：" if lang == "ja" else ": ")[2] or said
