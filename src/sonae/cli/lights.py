"""Readiness, gaps and premiums for the eye. Every amount is an estimate and says so."""

from collections.abc import Iterator

from sonae.cli.lines import columns
from sonae.insurance import holes, premium, readiness, words
from sonae.insurance.holes import AtRisk, Gap
from sonae.insurance.premium import Indication
from sonae.insurance.readiness import Finding, Light
from sonae.insurance.review import Option, Review
from sonae.report.weak import COLOURS, closing_cost
from sonae.values import Lang, Text, odds_in_years, yen_exact, yen_range, yen_words

STATES = {
    "open": Text("未対応", "open"),
    "accepted": Text("社長が了承", "accepted by the owner"),
    "unknown": Text("分からない", "not known"),
    "closed": Text("なし", "none"),
}
STANDINGS = {
    "done": Text("済", "done"),
    "not_needed": Text("不要", "not needed"),
    "assumed": Text("証拠待ち", "no proof yet"),
    "partly": Text("一部", "partly"),
    "old": Text("証拠が古い", "proof too old"),
    "open": Text("まだ", "open"),
}
FACTORS = {
    "trade": Text("業種", "trade"),
    "revenue": Text("売上", "revenue"),
    "plan": Text("限度額", "limits"),
    "posture": Text("対策の進み", "measures in place"),
}


def readiness_lines(review: Review, lang: Lang) -> Iterator[str]:
    """The lights with what is missing, the largest gaps, every other gap, and what to ask."""
    yield words.disclaimer().of(lang) + ("。" if lang == "ja" else ".")
    yield ""
    yield Text("3つの灯（支払の確率ではありません）", "Three lights (not a probability of payment)").of(lang)
    for light in review.readiness.lights:
        yield _light(light, lang)
    yield ""
    for finding in review.readiness.findings:
        if finding.colour != "green":
            yield from _finding(finding, lang)
    yield ""
    yield from _gaps(review, lang)
    yield ""
    yield Text("次に代理店に聞くこと", "What to ask the agent next").of(lang)
    yield from (f"{'・' if lang == 'ja' else '- '}{question.text.of(lang)}" for question in review.questions)


def _light(light: Light, lang: Lang) -> str:
    title, colour = readiness.light_words(light.id)[0].of(lang), COLOURS[light.colour].of(lang)
    red, amber = len(light.red), len(light.amber)
    if lang == "ja":
        rest = f"（赤{red}、黄{amber}）" if red or amber else ""
        return f"  {title}：{colour}{rest}"
    return f"  {title}: {colour}" + (f" ({red} red, {amber} amber)" if red or amber else "")


def _finding(finding: Finding, lang: Lang) -> Iterator[str]:
    item, star = readiness.items()[finding.id], "★" if finding.star else "　" if lang == "ja" else " "
    standing = STANDINGS[str(finding.standing)].of(lang)
    yield (
        f"{star}{finding.id} [{COLOURS[finding.colour].of(lang)}・{standing}] {item.question.of(lang)}"
        if lang == "ja"
        else (f"{star}{finding.id} [{COLOURS[finding.colour].of(lang)}, {standing}] {item.question.of(lang)}")
    )
    if finding.note.of(lang):
        yield f"      {finding.note.of(lang)}"


def _gaps(review: Review, lang: Lang) -> Iterator[str]:
    yield Text(
        "大きい補償の穴（休業を先に、1年の平均の順）",
        "The largest gaps (interruption first, then by mean)",
    ).of(lang)
    for number, gap in enumerate(review.largest, start=1):
        yield from _large(number, gap, lang)
    rest = [gap for gap in review.gaps if gap not in review.largest and gap.state != "closed"]
    if rest:
        yield Text("そのほかの穴", "Other gaps").of(lang)
    for gap in rest:
        line = f"{gap.id} {holes.kinds()[gap.id].title.of(lang)}"
        yield f"{line}（{STATES[gap.state].of(lang)}）" if lang == "ja" else f"{line} ({STATES[gap.state].of(lang)})"
        if gap.note.of(lang):
            yield f"      {gap.note.of(lang)}"


def _large(number: int, gap: Gap, lang: Lang) -> Iterator[str]:
    kind, risk, ja = holes.kinds()[gap.id], gap.at_risk, lang == "ja"
    yield f"{number}. {kind.title.of(lang)}"
    if risk is not None:
        yield f"   {_stake(risk, lang)}"
    yield (f"   理由：{_why(gap, lang)}" if ja else f"   Why: {_why(gap, lang)}")
    closing = closing_cost(gap.cost, lang)
    yield (
        f"   ふさぐには：{kind.close.of(lang)}（{closing}）"
        if ja
        else f"   To close: {kind.close.of(lang)} ({closing})"
    )


def _why(gap: Gap, lang: Lang) -> str:
    """The reason, and where in the contract it stands."""
    why, term = words.reason(gap.code).of(lang) if gap.code else "", words.term(gap.term).of(lang)
    place = " ".join(part for part in (term, gap.page) if part)
    if not why:
        return place
    return f"{why}（{place}）" if lang == "ja" else f"{why} ({place})"


def _stake(risk: AtRisk, lang: Lang) -> str:
    """Yen at stake in one sentence; a bad year that costs nothing is left out."""
    mean, median, bad = (yen_words(yen, lang) for yen in (risk.mean_yen, risk.median_yen, risk.once_in_20_yen))
    odds = odds_in_years(risk.p_year, lang)
    if lang == "ja":
        last = f"、20年に1度の年は{bad}" if risk.once_in_20_yen else ""
        return f"1年の平均{mean}。{odds}起き、起きた年の真ん中は{median}{last}。"
    last = f"; once in 20 years {bad}" if risk.once_in_20_yen else ""
    return f"{mean} a year on average; {odds}, then {median} in the middle one{last}."


def premium_lines(review: Review, lang: Lang) -> Iterator[str]:
    """The arithmetic of contracts, the indication, what would lower it, and options."""
    costs, ja = review.premium, lang == "ja"
    yield words.disclaimer().of(lang) + ("。" if ja else ".")
    yield Text(
        "保険料は保険会社が決めます。見積もりではありません。", "The insurer decides the premium; this is no quotation."
    ).of(lang)
    for own in costs.contracts:
        yield ""
        yield f"契約 {own.policy} の割引の計算" if ja else f"Discounts of contract {own.policy}"
        rows = [(Text("割引の前", "before discounts").of(lang), "", yen_exact(own.base_yen, lang))]
        yield from columns(
            [*rows, *((words.discount(step.id).of(lang), step.how, yen_exact(step.yen, lang)) for step in own.steps)]
        )
        if not own.agrees and own.stated_yen is not None:
            yield (
                f"証券の保険料 {yen_exact(own.stated_yen, lang)} と合いません。代理店に確かめてください。"
                if ja
                else f"This does not agree with the stated {yen_exact(own.stated_yen, lang)}. Ask the agency."
            )
    for plan in costs.indications:
        yield ""
        yield from _indication(plan, lang)
    yield from _savings(review, lang)
    yield from (line for option in costs.options for line in ("", *_option(option, lang)))


def _indication(own: Indication, lang: Lang) -> Iterator[str]:
    ja, title = lang == "ja", premium.plan_title(own.plan).of(lang)
    yield f"保険料の目安：{title}" if ja else f"Indication: {title}"
    if own.yen is None:
        yield own.why_not.of(lang) + ("。" if ja else ".")
        return
    band = yen_range(own.yen.low, own.yen.high, lang)
    yield (
        f"  年{band}（真ん中 {yen_words(own.yen.central, lang)}）"
        if ja
        else f"  {band} a year (middle {yen_words(own.yen.central, lang)})"
    )
    yield from columns(
        [(f"  {FACTORS[factor.id].of(lang)}", factor.how, yen_exact(factor.yen, lang)) for factor in own.factors]
    )


def _savings(review: Review, lang: Lang) -> Iterator[str]:
    if not review.premium.savings:
        return
    yield ""
    yield Text("済ませると目安が下がるもの", "What would lower the indication").of(lang)
    for saving in review.premium.savings[: holes.NEXT]:
        question = readiness.items()[saving.item].question.of(lang)
        yield (
            f"  {question}（年{yen_words(saving.yen, lang)}）"
            if lang == "ja"
            else f"  {question} ({yen_words(saving.yen, lang)} a year)"
        )


def _option(option: Option, lang: Lang) -> Iterator[str]:
    ja, kind = lang == "ja", holes.kinds()[option.gap]
    yield (
        f"{kind.close.of(lang)}（{closing_cost(option.cost, lang)}）"
        if ja
        else f"{kind.close.of(lang)} ({closing_cost(option.cost, lang)})"
    )
    odds = option.simulated
    low, middle, high = (odds_in_years(p, lang) for p in (odds.low, odds.central, odds.high))
    gain = yen_words(option.payout_yen, lang)
    if ja:
        yield f"  働く年は{middle}（{low}〜{high}）、その年に増える額は平均{gain}"
    else:
        yield f"  such years: {middle} ({low} to {high}); then {gain} more on average"
    if option.break_even is not None:
        even = odds_in_years(option.break_even.central, lang)
        yield f"  保険料とつり合うのは{even}より多いとき" if ja else f"  pays for itself if more often than {even}"
