"""Supply networks for the eye."""

from collections.abc import Iterator
from typing import Any

from sonae import company
from sonae.cli.lines import columns
from sonae.report import dominoes
from sonae.report.tables import Table
from sonae.supplier.partner import Answer
from sonae.values import Lang, Text, odds_in_years, yen_words

SHOWN = 10  # rejected rows on the screen; the document holds a thousand
Document = dict[str, Any]

_STRESS = {
    "base": Text("公表された割合による見積もり", "With the published shares"),
    "third": Text("取引先経由が30%の場合", "If 30% came through partners"),
    "worm": Text("広がりやすい不正プログラムが10社から始まった場合", "If a worm started in ten companies"),
    "vendor": Text("多くの会社が使う業者に事故が起きた年", "In a year in which a vendor that many use is hit"),
}


def network_lines(document: Document, lang: Lang) -> Iterator[str]:
    """Size, how it hangs together, and rows that were left out."""
    ja = lang == "ja"
    yield from _about(document, lang)
    most, shells = document["max_links"], document["shells"]
    rows = [
        ("会社" if ja else "companies", f"{document['firms']:,}"),
        ("取引" if ja else "links", f"{document['links']:,}"),
        ("仕入先の最多" if ja else "most suppliers of one", f"{most['in']:,}"),
        ("販売先の最多" if ja else "most customers of one", f"{most['out']:,}"),
    ]
    names = {
        "core": Text("互いにたどれる中核", "core (each reaches each)"),
        "in": Text("中核に納める側", "leading into the core"),
        "out": Text("中核から仕入れる側", "led to by the core"),
        "rest": Text("その他", "the rest"),
    }
    yield from columns([*rows, *((names[key].of(lang), f"{share:.1%}") for key, share in shells.items())])
    yield ""
    yield (f"書き出したファイル：{document['file']}" if ja else f"Written: {document['file']}")
    count = document["rejected_count"]
    if count:
        yield f"読めずに除いた行：{count:,}" if ja else f"Rows left out: {count:,}"
        for row in document["rejected"][:SHOWN]:
            field = f" {row['field']} = {row['value']}" if row["field"] else ""
            yield f"  {row['file']}:{row['line']}{field}{'：' if ja else ': '}{row['reason'][lang]}"


def _about(document: Document, lang: Lang) -> Iterator[str]:
    if document["synthetic"]:
        yield document["note"][lang]
        yield ""


def domino_lines(document: Document, lang: Lang) -> Iterator[str]:
    """What a year looks like, from how many are hit to what it costs, and how unsure that is."""
    ja = lang == "ja"
    yield from _about(document, lang)
    yield _STRESS[document["stress"]].of(lang)
    loss, stopped = document["loss_yen"], document["stopped"]
    firms, mean = document["firms"], document["incidence"]["mean"]
    rows = [
        (
            "1年に被害にあう会社" if ja else "companies hit in a year",
            f"{_few(mean * firms)} / {firms:,} ({mean:.1%})",
        ),
        ("うち取引先から伝わったもの" if ja else "of these, through partners", f"{document['partner_share']:.1%}"),
        ("1年の損害の平均" if ja else "mean loss a year", yen_words(loss["mean"], lang)),
        ("10年に1度の年" if ja else "once in 10 years", yen_words(loss["var"]["90"], lang)),
        ("100年に1度の年" if ja else "once in 100 years", yen_words(loss["var"]["99"], lang)),
        (
            "取引先が1社以上止まる事故" if ja else "incidents that stop a partner",
            f"{stopped['share']:.1%}",
        ),
        (
            "1件で止まる取引先（平均・20件に1件・最多）" if ja else "partners stopped (mean, one in 20, most)",
            f"{stopped['mean']:.2f} / {stopped['p95']:,} / {stopped['max']:,}",
        ),
    ]
    yield from columns(rows)
    yield ""
    yield from _sectors(document, lang)
    yield from _hardening(document, lang)
    yield from _bands(document, lang)


def _sectors(document: Document, lang: Lang) -> Iterator[str]:
    known = company.industries()
    rows = sorted(document["by_sector"], key=lambda row: -row["loss_yen"])
    shown = [(known[row["id"]].title.of(lang), yen_words(row["loss_yen"], lang)) for row in rows if row["loss_yen"]]
    if shown:
        yield from columns([("業種", "1年の損害") if lang == "ja" else ("industry", "loss a year"), *shown])


_CHOSEN = {
    "random": Text("くじ引き", "at random"),
    "sales": Text("大きい順", "the largest"),
    "rank": Text("取引網での順", "by the network's ranking"),
}


def _hardening(document: Document, lang: Lang) -> Iterator[str]:
    """Three ways of choosing whom to harden, and the honest sentence about them."""
    if not document["hardening"]:
        return
    ja = lang == "ja"
    heading = (
        ("固める会社の選び方", "会社数", "減る損害", "固めない会社の損害")
        if ja
        else ("hardened", "companies", "loss spared", "of the others' loss")
    )
    rows = [
        (_CHOSEN[row["by"]].of(lang), f"{row['firms']:,}", f"{row['cut']:.1%}", f"{row['cut_others']:.1%}")
        for row in document["hardening"]
    ]
    yield ""
    yield from columns([heading, *rows])
    yield (
        "損害は規模とともに大きくなると仮定しているので、大きい順でもほとんど同じだけ効きます。"
        if ja
        else "Losses are assumed to grow with size, so choosing the largest does nearly as well as the network's ranking."
    )


def _bands(document: Document, lang: Lang) -> Iterator[str]:
    if not document["bands"]:
        return
    ja = lang == "ja"
    yield ""
    heading = (
        ("取引先経由（全国）", "1年に被害にあう割合", "被害にあった会社の損害")
        if ja
        else ("through partners (nation)", "hit in a year", "loss of those hit")
    )
    rows = [
        (f"{band['target']:.0%}", f"{band['incidence']:.1%}", yen_words(band["own_loss_yen"], lang))
        for band in document["bands"]
    ]
    yield from columns([heading, *rows])
    yield (
        "取引先経由の割合は調査によって違います。1つの数字で決めつけないでください。"
        if ja
        else "Surveys disagree on the share through partners: do not rest on one figure."
    )


def rank_lines(document: Document, lang: Lang) -> Iterator[str]:
    """The firms whose incidents cost most."""
    ja = lang == "ja"
    yield from _about(document, lang)
    heading = (
        ("順", "会社", "被害にあう頻度", "1年に生む損害", "うち他社の損害")
        if ja
        else ("", "company", "hit", "loss caused a year", "at others")
    )
    rows = [
        (
            str(order),
            firm["id"] or (f"{firm['row']}行" if ja else f"row {firm['row']}"),
            odds_in_years(firm["p_hit"], lang),
            yen_words(firm["loss_caused_yen"], lang),
            yen_words(firm["domino_yen"], lang),
        )
        for order, firm in enumerate(document["firms"], start=1)
    ]
    yield from columns([heading, *rows])


def partners_lines(answer: Answer, lang: Lang) -> Iterator[str]:
    """What one company and its partners do to each other, as on the screen."""
    yield dominoes.headline(answer, lang)
    for table in (dominoes.felt(answer, lang), dominoes.helping(answer, lang), dominoes.bands(answer, lang)):
        yield ""
        yield from _table(table)


def _table(table: Table) -> Iterator[str]:
    yield table.title
    yield table.finding
    if table.rows:
        yield from columns([table.headings, *table.rows])


def _few(number: float) -> str:
    """A mean count, with a decimal where it is small.

    >>> _few(0.59), _few(330_012.4)
    ('0.6', '330,012')
    """
    return f"{number:,.1f}" if number < 10 else f"{number:,.0f}"
