"""The numbers behind every picture, as tables with a sentence that says the finding."""

from dataclasses import dataclass

from sonae.assessment import Assessment
from sonae.catalogue import Catalogue
from sonae.diagnosis import peers
from sonae.report.figures import bad_year
from sonae.risk.summary import CostLoss
from sonae.values import Lang, share_of_firms, yen_range, yen_words

OTHER, SMALL = "other", 100


@dataclass(frozen=True, slots=True)
class Table:
    """A table and what it shows: ``finding`` is the alternative text of its picture, ``source`` a line below it."""

    id: str
    title: str
    finding: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    source: str


def all_tables(assessment: Assessment, catalogue: Catalogue, lang: Lang) -> tuple[Table, ...]:
    """The tables of a report, in the order of the screen."""
    return (
        curve(assessment, lang),
        costs(assessment, catalogue, lang),
        scenarios(assessment, catalogue, lang),
        parts(assessment, catalogue, lang),
        peer_items(assessment, catalogue, lang),
        frameworks(assessment, catalogue, lang),
    )


def _model_source(lang: Lang) -> str:
    if lang == "ja":
        return "出典：IPA・帝国データバンク・警察庁・日本公庫の調査に合わせた Sonae の計算（2026年11月）。単位は円。"
    return (
        "Source: computed by Sonae, fitted to surveys of IPA, TDB, the police agency and JFC (November 2026). In yen."
    )


def curve(assessment: Assessment, lang: Lang) -> Table:
    """Once in how many years the loss reaches how much."""
    ja = lang == "ja"
    bad = bad_year(assessment.risk)
    amount = yen_words(bad.yen, lang)
    known = assessment.risk.band.var99
    span = yen_range(known.low, known.high, lang)
    return Table(
        id="curve",
        title="何年に1度、いくら以上の損害になるか" if ja else "How often losses reach how much",
        finding=f"{bad.period}年に1度は{amount}以上になる見込みです。太い縦の帯は、100年に1度の額の幅です（{span}）。"
        if ja
        else f"Once in {bad.period} years: {amount} or more. The wide bar is the range of the loss once in 100 years ({span}).",
        headings=("何年に1度", "1年の合計", "最も大きい1件")
        if ja
        else ("Once in", "All of a year", "Largest single one"),
        rows=tuple(
            (
                f"{point.return_period:,.0f}年" if ja else f"{point.return_period:,.0f} years",
                loss_words(point.aep_yen, lang),
                loss_words(point.oep_yen, lang),
            )
            for point in assessment.risk.curve
        ),
        source=_model_source(lang),
    )


def loss_words(yen: int, lang: Lang) -> str:
    """A loss in words; below a thousand yen it is hardly any."""
    if yen < 1000:
        return "ほぼなし" if lang == "ja" else "hardly any"
    return yen_words(yen, lang)


def costs(assessment: Assessment, catalogue: Catalogue, lang: Lang) -> Table:
    """What the expected loss is made of, by cost head."""
    ja = lang == "ja"
    rows = main_costs(assessment)
    title = "1年の平均の損害の内訳" if ja else "What the expected loss is made of"
    names = [_head(row.id, catalogue, lang) for row in rows]
    return Table(
        id="costs",
        title=title,
        finding=_largest(names, lang),
        headings=("費用", "1年の平均", "割合") if ja else ("Cost", "Expected a year", "Share"),
        rows=tuple(
            (name, loss_words(row.aal_yen, lang), _per_cent(row.aal_yen, assessment.risk.aal_yen))
            for name, row in zip(names, rows, strict=True)
        ),
        source=_model_source(lang),
    )


def main_costs(assessment: Assessment) -> list[CostLoss]:
    """Cost heads, largest first; what is below one in a hundred of the whole is put together as "other"."""
    whole = assessment.risk.aal_yen
    rows = sorted(assessment.risk.by_cost, key=lambda row: -row.aal_yen)
    large = [row for row in rows if row.aal_yen * SMALL >= whole > 0]
    other = sum(row.aal_yen for row in rows if row not in large)
    return [*large, CostLoss(OTHER, other)] if other else large


def _head(name: str, catalogue: Catalogue, lang: Lang) -> str:
    if name == OTHER:
        return "そのほか" if lang == "ja" else "Other"
    return catalogue.risk.heads[name].title.of(lang)


def scenarios(assessment: Assessment, catalogue: Catalogue, lang: Lang) -> Table:
    """Where the expected loss comes from, by kind of incident."""
    ja = lang == "ja"
    titles = {scenario.id: scenario.title.of(lang) for scenario in catalogue.risk.scenarios}
    rows = sorted(assessment.risk.by_scenario, key=lambda row: -row.aal_yen)
    return Table(
        id="scenarios",
        title="何から損害が生まれるか" if ja else "Where losses come from",
        finding=_largest([titles[row.id] for row in rows], lang),
        headings=("起こりうること", "気づく回数の目安", "1年の平均")
        if ja
        else ("Kind of incident", "How often", "Expected a year"),
        rows=tuple((titles[row.id], _once_in(row.rate, lang), loss_words(row.aal_yen, lang)) for row in rows),
        source=_model_source(lang),
    )


def _once_in(rate: float, lang: Lang) -> str:
    if rate <= 0:
        return "―"
    years = max(1, round(1 / rate)) if rate > 0.1 else int(float(f"{1 / rate:.2g}"))
    return f"{years:,}年に1回" if lang == "ja" else f"once in {years:,} years"


def _largest(names: list[str], lang: Lang) -> str:
    if lang == "ja":
        return f"大きいのは「{'」「'.join(names[:2])}」です。" if names else "損害はほとんど見込まれません。"
    return f"The largest parts are {' and '.join(names[:2])}." if names else "Hardly any loss is expected."


def _per_cent(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}%" if whole else "0%"


def parts(assessment: Assessment, catalogue: Catalogue, lang: Lang) -> Table:
    """Points of the three parts of the diagnosis."""
    ja = lang == "ja"
    titles = {part.id: part.title.of(lang) for part in catalogue.questionnaire.parts}
    score = assessment.diagnosis.score
    weakest = min(score.parts, key=lambda part: part.points / part.max)
    name = titles[weakest.id]
    return Table(
        id="parts",
        title="25問の点数" if ja else "Score of the 25 questions",
        finding=f"100点満点で{score.total}点。低いのは「{name}」です。"
        if ja
        else f"{score.total} of 100 points; lowest: {name}.",
        headings=("分野", "点数", "満点") if ja else ("Part", "Points", "Of"),
        rows=tuple((titles[part.id], str(part.points), str(part.max)) for part in score.parts),
        source="出典：IPA「5分でできる！情報セキュリティ自社診断」の配点。"
        if ja
        else "Source: points of IPA's five-minute self-diagnosis.",
    )


def peer_items(assessment: Assessment, catalogue: Catalogue, lang: Lang) -> Table:
    """Own answers beside the published share of companies that do the same; only items with a published share."""
    ja = lang == "ja"
    questionnaire = catalogue.questionnaire
    rows = [item for item in assessment.diagnosis.score.items if item.peers_share is not None and item.answer]
    base = f"{next(iter(peers.shares().values())).firms:,}"
    return Table(
        id="peers",
        title="ほかの会社との比べ" if ja else "Beside other companies",
        finding="公表された割合がある項目だけを比べています。"
        if ja
        else "Only items with a published share are compared.",
        headings=("項目", "御社", "実施している会社（一部を含む）")
        if ja
        else ("Item", "You", "Companies doing it (partly included)"),
        rows=tuple(
            (
                questionnaire.questions[item.id].title.of(lang),
                questionnaire.choices[item.answer].of(lang) if item.answer else "",
                share_of_firms(item.peers_share or 0.0, lang),
            )
            for item in rows
        ),
        source=f"出典：IPA 2024年度調査（{base}社、2024年11月）。"
        if ja
        else f"Source: IPA survey of fiscal 2024 ({base} companies).",
    )


def frameworks(assessment: Assessment, catalogue: Catalogue, lang: Lang) -> Table:
    """How far the answers touch other frameworks."""
    ja = lang == "ja"
    return Table(
        id="frameworks",
        title="ほかの枠組みから見た今の位置" if ja else "Seen from other frameworks",
        finding="手がついているところと、空いているところの見取り図です。適合を示すものではありません。"
        if ja
        else "A map of what is begun and what is open; it shows no conformity.",
        headings=("枠組み", "できている", "手がついている", "全体")
        if ja
        else ("Framework", "In place", "Touched", "Of"),
        rows=tuple(
            (catalogue.frameworks[name].title.of(lang), str(entry.direct), str(entry.touched), str(entry.total))
            for name, entry in assessment.diagnosis.crosswalk.items()
        ),
        source="出典：各枠組みの番号に Sonae が当てた対応表（公式のものではありません、2026年11月）。"
        if ja
        else "Source: Sonae's own crosswalk to the identifiers of each framework (not official, November 2026).",
    )
