"""What insurance pays, for the eye: every step as a person with a pocket calculator would take it."""

from collections.abc import Iterator

from sonae.cli.lines import columns
from sonae.insurance import words
from sonae.insurance.recovery import Recovery
from sonae.values import Lang, Text, yen_exact

IDLE = ("", "− 0", "× 1")


def recovery_lines(result: Recovery, lang: Lang) -> Iterator[str]:
    """Sums, why the rest is kept, the steps, and what was assumed."""
    sums = (
        (Text("損害の合計", "Loss"), result.gross_loss),
        (Text("保険で戻る見込み", "Estimated recovery"), result.payout),
        (Text("自社に残る", "Kept by the company"), result.retained),
    )
    yield words.disclaimer().of(lang) + ("。" if lang == "ja" else ".")
    yield ""
    yield from columns([(text.of(lang), yen_exact(yen, lang)) for text, yen in sums])
    if result.retained_by:
        yield ""
        yield Text("戻らない理由", "Why the rest is not paid").of(lang)
        yield from columns(
            [(f"  {words.reason(code).of(lang)}", yen_exact(yen, lang)) for code, yen in result.retained_by.items()]
        )
    yield ""
    yield Text("計算の順（円、小数は切り捨て）", "Step by step (yen, rounded down)").of(lang)
    yield from _trace(result, lang)
    yield from (words.remark(code).of(lang) for code in result.remarks)
    if result.assumed_terms:
        text = Text(
            "約款のページが書かれていない条件（要確認）：", "Terms without a page of the wording (to be checked): "
        )
        yield text.of(lang) + ", ".join(result.assumed_terms)


def _trace(result: Recovery, lang: Lang) -> Iterator[str]:
    """The steps at which something was calculated; the JSON document holds the others too."""
    about = ""
    rows: list[tuple[str, ...]] = []
    for entry in (entry for entry in result.trace if entry.how not in IDLE or entry.before != entry.after):
        name = words.payable(entry.line).of(lang)
        page = f"[{entry.page}]" if entry.page else ""
        shown = f"  {name}" if name != about else ""
        rows.append(
            (shown, words.step(entry.step).of(lang), f"{entry.before:,}", entry.how, f"= {entry.after:,}", page)
        )
        about = name
    yield from columns(rows) if rows else ()
