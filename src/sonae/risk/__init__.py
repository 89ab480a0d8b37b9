"""Losses of a year in yen and days: the model of a company's incidents, and what the exact engine says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sonae.risk.content import Content, load
from sonae.risk.levels import Level, level_of, levels
from sonae.risk.summary import Band, CurvePoint, Downtime, LossSummary, Range

if TYPE_CHECKING:
    from sonae.company import Company
    from sonae.measure import Posture
    from sonae.risk.model import LossModel

__all__ = [
    "Band",
    "Content",
    "CurvePoint",
    "Downtime",
    "Level",
    "LossSummary",
    "Range",
    "build",
    "level_of",
    "levels",
    "load",
    "summarise",
]


def build(company: Company, posture: Posture, content: Content, *, level: float) -> LossModel:
    """The loss model of a company at a frequency level; see ``sonae.risk.model.build``."""
    from sonae.risk import model  # numpy is loaded only where losses are computed

    return model.build(company, posture, content, level)


def summarise(model: LossModel, band: bool = True) -> LossSummary:
    """All figures of a company's yearly loss, computed exactly; see ``sonae.risk.exact.summarise``."""
    from sonae.risk import exact

    return exact.summarise(model, band)
