"""The logo: checked, drawn anew, kept."""

import io
from datetime import datetime

from django.db import transaction
from PIL import Image, UnidentifiedImageError

from sonae.faults import Fault, InputError
from sonae.values import Text
from sonae_web.audit import actions as audit
from sonae_web.company.models import Company
from sonae_web.report.models import Logo

MOST_BYTES = 2_000_000
MOST_PIXELS = 4_000  # of one side as it comes in
SIZE = (600, 200)  # as it is kept
FORMATS = ("PNG", "JPEG", "WEBP")

_NO_PICTURE = Text("画像として読めません", "cannot be read as a picture")
_FORMATS = Text("PNG、JPEG、WebP の画像にしてください（SVG は使えません）", "Use a PNG, JPEG or WebP picture (no SVG)")
_HEAVY = Text("画像が大きすぎます", "is too large a picture")
_SMALLER = Text("2MB、縦横4,000ピクセルまでにしてください", "Keep to 2 MB and 4,000 pixels a side")


def drawn(data: bytes) -> bytes:
    """The picture as a PNG of at most 600 × 200 pixels. Raises InputError: no picture, too large, broken off."""
    if len(data) > MOST_BYTES:
        raise InputError([Fault(_HEAVY, _SMALLER, field="logo")])
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            if max(picture.size) > MOST_PIXELS:
                raise InputError([Fault(_HEAVY, _SMALLER, field="logo")])
            small = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise InputError([Fault(_NO_PICTURE, _FORMATS, field="logo")]) from error
    small.thumbnail(SIZE)
    clean = Image.new("RGBA", small.size, "white")  # white behind it: papers are white
    clean.alpha_composite(small)
    stream = io.BytesIO()
    clean.convert("RGB").save(stream, "PNG", optimize=True)
    return stream.getvalue()


def png(company: Company) -> bytes:
    """The logo of a company, empty without one."""
    row = Logo.objects.filter(company=company).first()
    return bytes(row.png) if row else b""


@transaction.atomic
def keep(*, company: Company, data: bytes, now: datetime) -> None:
    """Keep a logo that ``drawn`` has made; empty takes it away."""
    if data:
        Logo.objects.update_or_create(company=company, defaults={"png": data, "changed_at": now})
    else:
        Logo.objects.filter(company=company).delete()
    audit.record(at=now, action="report.logo", subject=f"company:{company.pk}", detail={"bytes": len(data)})
