"""Supply networks as JSON documents: ``sonae.network/1``, ``sonae.domino/1``, ``sonae.rank/1`` and ``sonae.partners/1``."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sonae import catalogue, table
from sonae.content import published
from sonae.report.documents import Document, cited, without_case
from sonae.table import Rejected

if TYPE_CHECKING:
    from sonae.supplier.bands import Band
    from sonae.supplier.contagion import Ranking, Year
    from sonae.supplier.harden import Hardened
    from sonae.supplier.network import Network  # numpy is loaded only where networks are read
    from sonae.supplier.partner import Answer

CONTENT = (("supplier", "contagion"), ("supplier", "industries"))
MADE_UP = {
    "ja": "架空の取引網です。実在の会社ではありません。",
    "en": "A synthetic network: none of its companies exists.",
}


def network_document(
    net: "Network",
    *,
    file: str,
    sha256: str,
    now: datetime,
    seed: int | None = None,
    inputs: Sequence[str] = (),
    rejected: Sequence[Rejected] = (),
    rejected_count: int = 0,
) -> Document:
    """``sonae.network/1``: how large a network is and how it hangs together; rows of its tables that were left out."""
    return {
        "schema": "sonae.network/1",
        **_about(net),
        "max_links": net.facts["max_links"],
        "shells": net.facts["shells"],
        "given": {name: bool(len(getattr(net, name))) for name in ("probability", "direct", "loss")},
        "file": file,
        "sha256": sha256,
        "rejected": table.texts(rejected),
        "rejected_count": rejected_count,
        "sources": _sources(),
        "provenance": _provenance(inputs, seed, now),
    }


def _about(net: "Network") -> Document:
    about: Document = {"firms": len(net.firms), "links": len(net.links), "synthetic": net.synthetic}
    return about | ({"note": MADE_UP} if net.synthetic else {})


def _sources() -> list[dict[str, Any]]:
    return cited(published.cited(*CONTENT))


def _provenance(inputs: Sequence[str], seed: int | None, now: datetime) -> Document:
    joined = hashlib.sha256("".join(inputs).encode()).hexdigest() if len(inputs) > 1 else "".join(inputs)
    return without_case(catalogue.load(), seed, now) | {"input_sha256": joined or None}


def domino_document(
    year: "Year", bands: "Sequence[Band]", ids: dict[int, str], now: datetime, hardened: "Sequence[Hardened]" = ()
) -> Document:
    """``sonae.domino/1``: a simulated year of a network, and what hardening some of its firms would spare."""
    ready, sampled = year.ready, year.stops
    mean, sd = year.incidence()
    document: Document = {
        "schema": "sonae.domino/1",
        **_about(ready.network),
        "replications": year.replications,
        "stress": ready.stress,
        "incidence": {"mean": mean, "sd": sd},
        "partner_share": year.partner_share(),
        "expected": {"incidence": ready.incidence(), "partner_share": ready.partner_share()},
        "loss_yen": {"mean": round(float(year.loss.mean())), "var": year.var(), "tvar": year.tvar()},
        "parts_yen": year.parts(),
        "transfers_yen": year.claimed(),
        "by_sector": [{"id": name, "loss_yen": yen} for name, yen in year.by_sector.items()],
        "by_region": [{"id": name or None, "loss_yen": yen} for name, yen in year.by_region.items()],
        "curve": [{"return_period": years, "loss_yen": yen} for years, yen in year.curve()],
        "hardening": [asdict(row) for row in hardened],
        "stopped": sampled.stopped(),
        "bands": [asdict(band) for band in bands],
        "manifest": year.manifest(),
        "sources": _sources(),
        "provenance": _provenance([ready.network.sha256], year.seed, now) | {"years": year.replications},
    }
    if len(year.by_firm):
        document["by_firm"] = [
            {"row": row, "id": ids.get(row), "p_hit": float(share)} for row, share in enumerate(year.by_firm)
        ]
    return document


def rank_document(ranking: "Ranking", rows: Sequence[int], ids: dict[int, str], now: datetime) -> Document:
    """``sonae.rank/1``: expected values, the firms that cause most first."""
    ready = ranking.ready
    return {
        "schema": "sonae.rank/1",
        **_about(ready.network),
        "incidence": ready.incidence(),
        "partner_share": ready.partner_share(),
        "loss_yen": round(float(ready.hit @ ready.worth)),
        "firms": [
            {
                "row": int(row),
                "id": ids.get(int(row)),
                "p_hit": float(ranking.hit[row]),
                "loss_caused_yen": round(float(ranking.caused[row])),
                "domino_yen": round(float(ranking.domino[row])),
            }
            for row in rows
        ],
        "sources": _sources(),
        "provenance": _provenance([ready.network.sha256], None, now),
    }


def partners_document(answer: "Answer", inputs: Sequence[str], seed: int, now: datetime) -> Document:
    """``sonae.partners/1``: what passes between one company and its partners, counted from 1 in the order of the table."""
    return {
        "schema": "sonae.partners/1",
        "synthetic": False,
        "partners": [{"row": row, **asdict(one)} for row, one in enumerate(answer.partners, start=1)],
        "if_hit": asdict(answer.if_hit),
        "suppliers": [{**asdict(one), "name": answer.partners[one.row - 1].name} for one in answer.threats],
        "stopped_by_any": answer.stopped_by_any,
        "bands": [asdict(band) for band in answer.bands],
        "sources": _sources(),
        "provenance": _provenance(inputs, seed, now),
    }
