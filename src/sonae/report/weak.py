"""What insurance leaves open, in sentences for a report; always an estimate."""

from sonae.insurance import holes, readiness
from sonae.insurance.holes import Cost, Gap
from sonae.insurance.review import Review
from sonae.values import Lang, Text, yen_exact, yen_range, yen_words

COLOURS = {"green": Text("緑", "green"), "amber": Text("黄", "amber"), "red": Text("赤", "red")}
BASES = {
    "quoted": Text("見積もり", "quoted"),
    "indication": Text("公表された例からの目安", "indication from published examples"),
    "expected": Text("計算からの見当", "reckoned from simulated payments"),
}


def sentences(review: Review | None, lang: Lang) -> tuple[str, ...]:
    """The three lights in one line, then the three largest gaps with yen and what closing costs."""
    if review is None:
        return ()
    lights = [
        f"{readiness.light_words(light.id)[0].of(lang)} {COLOURS[light.colour].of(lang)}"
        for light in review.readiness.lights
    ]
    ready = (
        f"支払の備え（確率ではありません）：{'、'.join(lights)}"
        if lang == "ja"
        else f"Readiness (no probability): {', '.join(lights)}"
    )
    return (ready, *(gap_sentence(gap, lang) for gap in review.largest))


def gap_sentence(gap: Gap, lang: Lang) -> str:
    """A gap with its yen a year and what closing it costs."""
    kind = holes.kinds()[gap.id]
    mean = yen_words(gap.at_risk.mean_yen if gap.at_risk else 0, lang)
    if lang == "ja":
        return f"{kind.title.ja}。1年の平均{mean}。{kind.close.ja}（{closing_cost(gap.cost, lang)}）"
    return f"{kind.title.en}: {mean} a year on average. {kind.close.en} ({closing_cost(gap.cost, lang)})"


def closing_cost(own: Cost, lang: Lang) -> str:
    """What closing costs a year, with where the figure comes from."""
    if own.yen is None:
        return Text("金額は保険会社に尋ねてください", "ask the insurer for the price").of(lang)
    amount = yen_exact(own.yen.central, lang) if own.basis == "quoted" else yen_range(own.yen.low, own.yen.high, lang)
    return (
        f"年{amount}、{BASES[own.basis].of(lang)}" if lang == "ja" else f"{amount} a year, {BASES[own.basis].of(lang)}"
    )
