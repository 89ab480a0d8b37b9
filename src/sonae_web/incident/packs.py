"""Claim packs: what one is made of is written down first, then the ZIP is made of that alone, so that it can be made again."""

import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.http import Http404
from django.utils import timezone

from sonae import catalogue
from sonae.incident import notices, playbooks, read, response, signed_zip, write
from sonae.incident.signed_zip import Piece
from sonae.insurance import policy
from sonae.report import claim_pack
from sonae.report.claim_words import FILES
from sonae.values import Lang
from sonae_web.audit import heads
from sonae_web.audit import queries as log
from sonae_web.incident import queries, vault
from sonae_web.incident.models import Case, Pack


def begun(case: Case, lang: Lang, evidence: bool, now: datetime) -> Pack:
    """A pack with everything that it will be made of, not yet kept."""
    moment = now.replace(microsecond=0)
    contracts = queries.policies(case.company)
    desk = queries.desk(case, contracts, moment)
    record = write.to_toml(queries.table(case, desk.facts, desk.exhibits, contracts, desk.guests))
    subjects = {f"incident:{case.pk}"}
    source = {
        "company": case.company.name,
        "record": record,
        "policies": [contract.text for contract in contracts],
        "sent": [fact.body for fact in desk.facts if fact.kind == "notice"],
        "evidence": [{"sha256": piece.sha256, "name": piece.name, "size": piece.size} for piece in desk.exhibits],
        "log": log.extract(case.company_id, subjects, moment),
    }
    return Pack(company_id=case.company_id, case=case, made_at=moment, lang=lang, evidence=evidence, source=source)


@contextmanager
def built(row: Pack) -> Iterator[tuple[Iterator[bytes], str]]:
    """The ZIP in parts, and the SHA-256 of its manifest. Raises InputError where there is no room for it."""
    content = catalogue.load()
    value = _value(row)
    pieces = claim_pack.pieces(value, content, _files(row) if row.evidence else ())
    with tempfile.TemporaryFile(dir=settings.DATA) as stream:
        about = claim_pack.about(value, content)
        manifest = signed_zip.write(stream, pieces, about, row.made_at, heads.private())
        stream.seek(0)
        yield _parts(stream), manifest


def _value(row: Pack) -> claim_pack.Pack:
    source: dict[str, Any] = row.source
    incident = read.of_table(tomllib.loads(source["record"], parse_float=Decimal))
    return claim_pack.Pack(
        company=source["company"],
        response=response.respond(incident, playbooks.load(), timezone.localtime(row.made_at)),
        policies=tuple(policy.parse(text) for text in source["policies"]),
        sent=tuple(_sent(body) for body in source["sent"]),
        record=source["record"],
        log=source["log"],
        lang="en" if row.lang == "en" else "ja",
    )


def _sent(body: dict[str, str]) -> notices.Sent:
    at = datetime.fromisoformat(body["at"])
    return notices.Sent(body["kind"], body["text"], at, body["proof"], body["sha256"])


def _files(row: Pack) -> list[Piece]:
    what = FILES["evidence"].of("en" if row.lang == "en" else "ja")
    return [
        _file(row, f"evidence/{number:03}-{piece['name']}", what, piece)
        for number, piece in enumerate(row.source["evidence"], start=1)
    ]


def _file(row: Pack, name: str, what: str, piece: dict[str, Any]) -> Piece:
    place = vault.place(row.company_id, piece["sha256"])

    def parts() -> Iterator[bytes]:
        with place.open("rb") as stream:
            yield from _parts(stream)

    return Piece(name, what, parts, piece["size"])


def _parts(stream: BinaryIO) -> Iterator[bytes]:
    while part := stream.read(signed_zip.PIECE):
        yield part


def file(row: Pack) -> BinaryIO:
    """The ZIP, open for reading. Raises Http404 where it is lost and cannot be made again as it was."""
    place = vault.place(row.company_id, row.sha256)
    if not place.is_file() and not _made_again(row):
        raise Http404
    return place.open("rb")


def _made_again(row: Pack) -> bool:
    with built(row) as (parts, _), vault.receive(row.company_id, parts) as received:
        if received.sha256 != row.sha256:  # a newer program writes other words: then it is not the same pack
            return False
        received.keep()
    return Path(vault.place(row.company_id, row.sha256)).is_file()


def name(row: Pack) -> str:
    """What the file is called."""
    return f"claim-pack-{row.made_at:%Y%m%d-%H%M}.zip"
