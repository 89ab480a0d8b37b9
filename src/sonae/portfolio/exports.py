"""Tables that others read: Parquet for analysts, Open Results Data and Open Exposure Data for the insurance world.

ORD (Oasis LMF, Open Results Data) tables are named ``gul_S1_*`` for the loss before contracts and ``il_S1_*`` for what contracts pay;
``summary-info.csv`` says which part of the book a SummaryId is. OED is version 5.0: a cyber book needs only the account file.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from sonae import company
from sonae.portfolio import book as books
from sonae.portfolio import summary
from sonae.portfolio.accumulate import Accumulated
from sonae.portfolio.book import NO_LIMIT, Book

Ints = NDArray[np.int64]
OEP, OEP_TVAR, AEP, AEP_TVAR = 1, 2, 3, 4  # EPType
FULL_UNCERTAINTY = 2  # EPCalc
SAMPLED = 2  # SampleType
ONE = 1  # SampleId: each simulated year is drawn once
SPLT = (
    "Period", "PeriodWeight", "EventId", "Year", "Month", "Day", "Hour", "Minute", "SummaryId", "SampleId", "Loss",
    "ImpactedExposure",
)  # fmt: skip


def tables(done: Accumulated) -> Iterator[tuple[str, bytes]]:
    """Every table of an assessed book, by file name."""
    yield "firms.parquet", firms(done)
    yield "years.parquet", years(done)
    parts = summary.groups_as_years(done)
    yield "summary-info.csv", _csv(("SummaryId", "Dimension", "Id"), ((k, *part[:2]) for k, part in _numbered(parts)))
    yield from _ord("gul", done, [(k, part[2]) for k, part in _numbered(parts)], 0)
    if done.book.insured:
        yield from _ord("il", done, [(k, part[3]) for k, part in _numbered(parts)], 1)


def _numbered(parts: Sequence[tuple[str, str, Ints, Ints]]) -> Iterator[tuple[int, tuple[str, str, Ints, Ints]]]:
    return enumerate(parts, start=1)


def firms(done: Accumulated) -> bytes:
    """One row a company: yen a year on average, and what it adds to the worst 1% of years (empty where not asked for)."""
    import pyarrow as pa

    book, count = done.book, int(done.bad.sum())
    average = done.by_firm[:, :2] / done.years
    worst = done.by_firm[:, 2] / count if count else np.full(len(book), np.nan)
    return _parquet(
        pa.table(
            {
                "id": book.ids,
                "name": book.names,
                "industry": np.array(list(company.industries()))[book.industry],
                "size": np.array([size.id for size in company.sizes()])[book.size],
                "region": np.array(books.regions())[book.region],
                "provider": np.array([*book.providers, ""])[book.provider],
                "aal_yen": average[:, 0],
                "recovered_yen": average[:, 1],
                "net_yen": average[:, 0] - average[:, 1],
                "worst_yen": pa.array(worst, from_pandas=True),
            }
        )
    )


def years(done: Accumulated) -> bytes:
    """One row a simulated year: yen before contracts, paid by them, left, and the largest single incident."""
    import pyarrow as pa

    gross, paid = done.yearly()
    columns = {"gross_yen": gross, "recovered_yen": paid, "net_yen": gross - paid, "largest_yen": done.largest[:, 0]}
    return _parquet(pa.table({"year": np.arange(1, done.years + 1)} | columns))


def _parquet(table: object) -> bytes:
    from pyarrow import parquet

    out = io.BytesIO()
    parquet.write_table(table, out)
    return out.getvalue()


def _csv(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows(rows)
    return out.getvalue().encode()


def _ord(name: str, done: Accumulated, parts: Sequence[tuple[int, Ints]], column: int) -> Iterator[tuple[str, bytes]]:
    """EPT, PSEPT, ALT and SPLT of one perspective."""
    points = list(_points(parts, done.largest[:, column]))
    ept = ((k, FULL_UNCERTAINTY, kind, period, loss) for k, kind, period, loss in points)
    yield f"{name}_S1_ept.csv", _csv(("SummaryId", "EPCalc", "EPType", "ReturnPeriod", "Loss"), ept)
    psept = ((k, ONE, kind, period, loss) for k, kind, period, loss in points)
    yield f"{name}_S1_psept.csv", _csv(("SummaryId", "SampleId", "EPType", "ReturnPeriod", "Loss"), psept)
    alt = ((k, SAMPLED, float(yen.mean()), float(yen.std())) for k, yen in parts)
    yield f"{name}_S1_alt.csv", _csv(("SummaryId", "SampleType", "MeanLoss", "SDLoss"), alt)
    yield f"{name}_S1_splt.csv", _csv(SPLT, _years(parts[0][1], int(done.book.revenue.sum())))


def _points(parts: Sequence[tuple[int, Ints]], largest: Ints) -> Iterator[tuple[int, int, int, float]]:
    """SummaryId, EPType, return period and loss; the largest single incident is known for the whole book."""
    for k, yen in parts:
        kinds = [(AEP, AEP_TVAR, yen)] + ([(OEP, OEP_TVAR, largest)] if k == 1 else [])
        for plain, beyond, amounts in kinds:
            worst = np.sort(amounts)[::-1]
            for period in summary.periods(len(worst)):
                count = max(1, round(len(worst) / period))
                yield k, plain, period, float(worst[count - 1])
                yield k, beyond, period, float(worst[:count].mean())


def _years(yen: Ints, exposure: int) -> Iterator[tuple[object, ...]]:
    """All that is lost in a simulated year as one event at its end; years without loss have no row."""
    weight = 1 / len(yen)
    for year in np.flatnonzero(yen).tolist():
        yield year + 1, weight, year + 1, year + 1, 12, 31, 0, 0, 1, ONE, int(yen[year]), exposure


OED = (
    "PortNumber", "AccNumber", "AccCurrency", "InsuredName", "PolNumber", "PolInceptionDate", "PolExpiryDate",
    "PolPerilsCovered", "LayerParticipation", "LayerLimit", "LayerAttachment", "LayerAggLimit", "PolDed", "CountryCode",
    "AreaName", "IndustryScheme1", "IndustryCode1", "IndustryDescription", "NumberOfEmployees", "AnnualRevenue",
    "AnnualRevenueCurrency", "OEDVersion",
)  # fmt: skip


def accounts(book: Book, start: date) -> bytes:
    """The OED 5.0 account file of a book of yearly contracts that begin on ``start``.

    A limit of a year is written as LayerLimit and LayerAggLimit; 0 is what OED reads as no limit. Companies without a contract are left out
    of a book that has contracts; of one that has none, all are written without deductible and limit. The
    industry is the division of 日本標準産業分類 by its place in the alphabet (A is 1).
    """
    end = date(start.year + 1, start.month, min(start.day, 28)) if (start.month, start.day) == (2, 29) else None
    end = end or start.replace(year=start.year + 1)
    industries, places = list(company.industries().values()), ("", *company.prefectures())
    rows = []
    for k, one in enumerate(book.ids):
        if book.insured and not book.limit[k]:
            continue
        industry = industries[book.industry[k]]
        code = ord(industry.letters[0]) - ord("A") + 1 if industry.letters else 0
        limit = int(book.limit[k]) if book.limit[k] < NO_LIMIT else 0
        rows.append(
            (
                "1", one, "JPY", book.names[k] or one, one[:20], start.isoformat(), end.isoformat(), "CC1", 1, limit, 0,
                limit, int(book.deductible[k]), "JP", places[book.prefecture[k]], "JSIC", code, industry.title.en,
                int(book.employees[k]), int(book.revenue[k]), "JPY", "5.0.0",
            )
        )  # fmt: skip
    return _csv(OED, rows)
