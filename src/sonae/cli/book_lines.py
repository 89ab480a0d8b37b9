"""Books of companies for the eye."""

from collections.abc import Iterator
from typing import Any

from sonae import catalogue, company
from sonae.cli.lines import columns
from sonae.values import Lang, Text, yen_words

SHOWN = 10  # rejected rows on the screen; the document holds a thousand
Document = dict[str, Any]
REGIONS = {
    "hokkaido_tohoku": Text("北海道・東北", "Hokkaido, Tohoku"),
    "kanto": Text("関東", "Kanto"),
    "chubu": Text("中部", "Chubu"),
    "kinki": Text("近畿", "Kinki"),
    "chugoku_shikoku": Text("中国・四国", "Chugoku, Shikoku"),
    "kyushu_okinawa": Text("九州・沖縄", "Kyushu, Okinawa"),
    "unknown": Text("所在地の記載なし", "prefecture not given"),
}


def assessed(document: Document, out: str, lang: Lang) -> Iterator[str]:
    """Averages and bad years, before and after contracts, and where they come from."""
    yield from _headline(document, lang)
    yield ""
    yield from columns(list(_curve(document, lang)))
    for dimension, title in _DIMENSIONS.items():
        yield ""
        yield from columns([_heading(title, lang), *_groups(document, dimension, lang)])
    yield from _providers(document, lang)
    yield from _shares(document, lang)
    yield from _what_if(document, lang)
    yield from _end(document, out, lang)


def exported(document: Document, out: str, lang: Lang) -> Iterator[str]:
    """How many companies were written, and what was left out."""
    count, firms = document["accounts"], document["firms"]
    if lang == "ja":
        yield f"{firms:,}社のうち、契約のある{count:,}社を OED 5.0 で書きました。"
    else:
        yield f"{count:,} contracts of {firms:,} companies written as OED 5.0."
    yield from _end(document, out, lang)


_DIMENSIONS = {
    "industry": Text("業種", "industry"),
    "size": Text("規模", "size"),
    "region": Text("地域", "region"),
    "scenario": Text("何によるか", "from"),
}


def _headline(document: Document, lang: Lang) -> Iterator[str]:
    ja = lang == "ja"
    mean, years = yen_words(document["aal_yen"], lang), document["provenance"]["years"]
    firms = document["firms"]
    yield (
        f"{firms:,}社を合わせた1年の損害は、平均で{mean}です（{years:,}年分の計算による見積もり）。"
        if ja
        else f"{firms:,} companies together lose {mean} a year on average (an estimate from {years:,} simulated years)."
    )
    if document["insured"]:
        paid = yen_words(document["recovered"]["aal_yen"], lang)
        yield (
            f"そのうち、契約で戻る分は平均で{paid}です（試算・目安）。"
            if ja
            else f"Contracts are estimated to return {paid} of it."
        )


def _curve(document: Document, lang: Lang) -> Iterator[tuple[str, ...]]:
    ja = lang == "ja"
    heading = ("何年に1度", "1年の合計", "最も大きい1件") if ja else ("once in", "all of a year", "largest one")
    after = ("契約で戻る分", "残る分") if ja else ("returned", "left")
    yield (*heading, *(after if document["insured"] else ()))
    rows = zip(document["curve"], document["recovered_curve"], document["net_curve"], strict=True)
    for point, paid, net in rows:
        period = f"{point['return_period']:,.0f}{'年' if ja else ' years'}"
        amounts = [point["aep_yen"], point["oep_yen"]]
        amounts += [paid["aep_yen"], net["aep_yen"]] if document["insured"] else []
        yield (period, *(yen_words(yen, lang) for yen in amounts))


def _heading(title: Text, lang: Lang) -> tuple[str, ...]:
    if lang == "ja":
        return title.ja, "会社", "1年の平均", "100年に1度"
    return title.en, "companies", "average a year", "once in 100"


def _titles(dimension: str) -> dict[str, Text]:
    if dimension == "industry":
        return {one.id: one.title for one in company.industries().values()}
    if dimension == "size":
        return {size.id: size.title for size in company.sizes()}
    if dimension == "scenario":
        return {scenario.id: scenario.title for scenario in catalogue.load().risk.scenarios}
    return REGIONS


def _groups(document: Document, dimension: str, lang: Lang) -> Iterator[tuple[str, ...]]:
    titles = _titles(dimension)
    for row in sorted(document[f"by_{dimension}"], key=lambda row: -row["aal_yen"]):
        yen = (yen_words(row["aal_yen"], lang), yen_words(row["aep_100_yen"], lang))
        yield titles[row["id"]].of(lang), f"{row['firms']:,}", *yen


def _providers(document: Document, lang: Lang) -> Iterator[str]:
    if not document["by_provider"]:
        return
    ja = lang == "ja"
    yield ""
    yield "共通の業者が止まったとき" if ja else "When a provider that several share fails"
    heading = (
        ("業者", "会社", "売上の割合", "1回の平均", "最大")
        if ja
        else ("provider", "companies", "of revenue", "mean", "worst")
    )
    rows = [
        (
            row["id"],
            f"{row['firms']:,}",
            f"{row['revenue_share']:.0%}",
            yen_words(row["mean_yen"], lang),
            yen_words(row["worst_yen"], lang),
        )
        for row in document["by_provider"][:SHOWN]
    ]
    yield from columns([heading, *rows])
    if document["unknown_provider"]:
        count = document["unknown_provider"]
        yield (
            f"業者が分からない会社（{count:,}社）の停止は、ばらばらに起きるものとして数えています。"
            if ja
            else f"Outages of the {count:,} companies without a known provider are counted as independent."
        )


def _shares(document: Document, lang: Lang) -> Iterator[str]:
    if not document["top"]:
        return
    ja = lang == "ja"
    yield ""
    heading = (
        ("最も悪い1%の年に加わる分", "1年の平均", "悪い年")
        if ja
        else ("adds most to the worst 1%", "average", "bad year")
    )
    rows = [
        (row["name"] or row["id"], yen_words(row["aal_yen"], lang), yen_words(row["worst_yen"], lang))
        for row in document["top"]
    ]
    yield from columns([heading, *rows])


def _what_if(document: Document, lang: Lang) -> Iterator[str]:
    change = document["what_if"]
    if not change:
        return
    yield ""
    saved, bad = change["aal_before"] - change["aal_after"], change["tvar_before"] - change["tvar_after"]
    title = catalogue.load().questionnaire.questions[change["measure"]].title
    if lang == "ja":
        yield f"もし{change['firms']:,}社が新たに {change['measure']}（{title.ja}）を実施したら："
        yield f"1年の平均で{yen_words(saved, lang)}、最も悪い1%の年で{yen_words(bad, lang)}減る見込みです。"
    else:
        yield f"If {change['firms']:,} more companies did {change['measure']} ({title.en}):"
        yield f"{yen_words(saved, lang)} less a year, {yen_words(bad, lang)} less in the worst 1% of years."


def _end(document: Document, out: str, lang: Lang) -> Iterator[str]:
    ja = lang == "ja"
    yield ""
    names = "、".join(document["files"]) if ja else ", ".join(document["files"])
    yield f"{out} に書いたファイル：{names}" if ja else f"Written to {out}: {names}"
    if document["rejected_count"]:
        count = document["rejected_count"]
        yield f"読めずに除いた行：{count:,}" if ja else f"Rows left out: {count:,}"
        for row in document["rejected"][:SHOWN]:
            field = f" {row['field']} = {row['value']}" if row["field"] else ""
            yield f"  {row['line']}{'行目' if ja else ''}{field}{'：' if ja else ': '}{row['reason'][lang]}"
