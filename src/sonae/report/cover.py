"""What insurance contracts leave of the losses, as a table; always an estimate."""

from sonae.insurance import words
from sonae.insurance.summary import Insured
from sonae.report.tables import Table
from sonae.values import Lang, Text, yen_words

MARKED = 100  # years: the point of the curve that is named


def table(insured: Insured, lang: Lang) -> Table:
    """Loss, estimated recovery and what is kept: on average, and once in 10 and in 100 years."""
    ja = lang == "ja"
    back, loss = (yen_words(year.aal_yen, lang) for year in (insured.recovered, insured.gross))
    rows = (
        (Text("保険の前の損害", "Loss before insurance"), insured.gross),
        (Text("保険で戻る見込み", "Estimated recovery"), insured.recovered),
        (Text("自社に残る", "Kept by the company"), insured.net),
    )
    return Table(
        id="insurance",
        title="保険を入れた試算（目安）" if ja else "With insurance (estimate)",
        finding=f"1年の平均の損害{loss}のうち、{back}が保険で戻る見込みです。"
        if ja
        else f"Of an expected loss of {loss} a year, an estimated {back} would come back.",
        headings=("1年あたり", "平均", "10年に1度", "100年に1度")
        if ja
        else ("A year", "Mean", "Once in 10", "Once in 100"),
        rows=tuple(
            (title.of(lang), *(yen_words(yen, lang) for yen in (year.aal_yen, year.var["90"], year.var["99"])))
            for title, year in rows
        ),
        source=_source(insured, lang),
    )


def curve(insured: Insured, lang: Lang) -> Table:
    """Once in how many years the loss of a year reaches how many yen, before insurance and after it."""
    ja, pairs = lang == "ja", points(insured)
    years, before, after = next((point for point in pairs if point[0] == MARKED), pairs[-1])
    gross, net = yen_words(before, lang), yen_words(after, lang)
    return Table(
        id="insurance-curve",
        title="保険の前とあと（試算・目安）" if ja else "Before and after insurance (estimate)",
        finding=f"{years:,}年に1度の損害は、保険の前は{gross}、保険のあとに自社に残るのは{net}の見込みです。"
        if ja
        else f"Once in {years:,} years the loss is {gross} before insurance; an estimated {net} is left after it.",
        headings=("何年に1度", "保険の前", "自社に残る") if ja else ("Once in … years", "Before insurance", "Kept"),
        rows=tuple(
            (f"{years:,}年" if ja else f"{years:,}", yen_words(before, lang), yen_words(after, lang))
            for years, before, after in pairs
        ),
        source=_source(insured, lang),
    )


def points(insured: Insured) -> list[tuple[int, int, int]]:
    """Years, loss before insurance and loss kept, in yen."""
    return [
        (round(100 / (100 - float(share))), before, insured.net.var[share])
        for share, before in insured.gross.var.items()
    ]


def _source(insured: Insured, lang: Lang) -> str:
    """Each column is its own ranking of years, so a column need not add up; and whose word counts."""
    estimate, names = (
        words.disclaimer().of(lang),
        "、".join(insured.policies) if lang == "ja" else ", ".join(insured.policies),
    )
    if lang == "ja":
        return (
            f"{estimate}。契約 {names} を、作った{insured.years:,}年に当てはめました。"
            "約束（事前の同意・早い連絡・正しい告知）を守ったものとします。行ごとに悪い順に並べた額なので、引き算は合わないことがあります。"
        )
    return (
        f"{estimate}. {names} applied to {insured.years:,} simulated years, taking consent, prompt notice and true answers"
        " for granted. Each row ranks years by itself, so columns need not subtract."
    )
