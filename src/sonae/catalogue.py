"""All content of one version, loaded once, as one frozen value."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from sonae import company, diagnosis, measure, risk
from sonae.company import Industry
from sonae.content import glossary, published, reader
from sonae.content.glossary import Term
from sonae.content.published import OutsidePrice, Published, Threat
from sonae.content.reader import Source
from sonae.diagnosis import Questionnaire, crosswalk
from sonae.diagnosis.crosswalk import Framework
from sonae.measure import Measure
from sonae.values import Text


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Questions, measures, losses, frameworks, words and sources; ``version`` changes whenever any of them does."""

    version: str
    industries: Mapping[str, Industry]
    questionnaire: Questionnaire
    frameworks: Mapping[str, Framework]
    measures: Mapping[str, Measure]
    risk: risk.Content
    figures: Mapping[str, Published]
    prices: Mapping[str, OutsidePrice]
    threats: Mapping[str, Threat]
    declaring: tuple[Text, ...]
    glossary: Mapping[str, Term]
    sources: Mapping[str, Source]


@cache
def load() -> Catalogue:
    """The content that came with this version of Sonae.

    >>> len(load().questionnaire.questions), len(load().measures)
    (25, 25)
    """
    return Catalogue(
        version=reader.version(),
        industries=company.industries(),
        questionnaire=diagnosis.load(),
        frameworks=crosswalk.frameworks(),
        measures=measure.measures(),
        risk=risk.load(),
        figures=published.figures(),
        prices=published.prices(),
        threats=published.threats(),
        declaring=published.declaring(),
        glossary=glossary.terms(),
        sources=reader.sources(),
    )
