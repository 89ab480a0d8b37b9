"""Handing in, renewing and taking back evidence."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from sonae.faults import Fault, InputError
from sonae.values import Text
from sonae_web.audit import actions as audit
from sonae_web.company.models import Company
from sonae_web.evidence import files, queries
from sonae_web.evidence.files import Received
from sonae_web.evidence.models import Piece

_RENEWED = Text("ほかの人が、先に新しくしました", "Somebody else has renewed it already")
_LOOK = Text("証拠の一覧を開き直してください", "Open the list of evidence again")


@transaction.atomic
def hand_in(
    *,
    company: Company,
    values: Mapping[str, Any],
    received: Received | None,
    replaces: Piece | None,
    now: datetime,
) -> Piece:
    """Keep a piece; its file gets its final place before the row is written. Raises InputError if another one renewed it first."""
    if replaces and Piece.objects.select_for_update().filter(pk=replaces.pk).exclude(renewed_by=None).exists():
        raise InputError([Fault(_RENEWED, _LOOK, field="title", value=replaces.title)])
    if received:
        files.keep(received, queries.folder(company))
    row = Piece.objects.create(
        company=company,
        received_at=now,
        replaces=replaces,
        sha256=received.sha256 if received else "",
        size=received.size if received else 0,
        media=received.media if received else "",
        **{**values, **({"where": received.name} if received else {})},
    )
    detail = {"kind": row.kind, "sha256": row.sha256, "covers": row.covers}
    audit.record(at=now, action="evidence.hand_in", subject=f"evidence:{row.pk}", detail=detail)
    return row


@transaction.atomic
def withdraw(*, piece: Piece, why: str, now: datetime) -> Piece:
    """Take a piece back: it no longer counts, but stays to be seen with the reason."""
    row = Piece.objects.select_for_update().get(pk=piece.pk)
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_why = now, why
        row.save(update_fields=("withdrawn_at", "withdrawn_why"))
        audit.record(at=now, action="evidence.withdraw", subject=f"evidence:{row.pk}")
    return row
