"""What a plan may choose from: measures and services, each with its effect and its price, and what they ask of each other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sonae import measure
from sonae.company import Company
from sonae.measure import Choice, Cost, Effect, Measure, Posture, Service

BACKUP = "SD-11"  # the item that lets a restored backup shorten a stop


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to do or buy. ``effect`` is what is still missing of it; ``in_place`` what it adds to the share of security items.

    ``article`` marks one of the six articles; ``requires`` and ``excludes`` are ids of other options; ``backup`` marks the tried backup.
    """

    id: str
    item: str
    cost: Cost
    effect: Effect
    in_place: float = 0.0
    backup: bool = False
    article: bool = False
    requires: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    round_the_clock: bool = False


def open_options(
    company: Company, posture: Posture, measures: Mapping[str, Measure], supplement: Mapping[str, Choice] | None = None
) -> tuple[Option, ...]:
    """What is not yet fully in place, measures first. A service is left out where a supplementary answer says that it is in place,
    and where what it requires can no longer be had.

    >>> from sonae.company import industries, typical
    >>> firm = typical(industries()["manufacturing"], 20)
    >>> options = open_options(firm, measure.posture({"SD-01": Choice.DONE}), measure.measures(), {"SP-10": Choice.DONE})
    >>> [name for name in ("M-01", "M-02", "SV-CALLBACK", "SV-EDR") if name in {option.id for option in options}]
    ['M-02', 'SV-EDR']
    """
    items = measure.effects()
    own = [
        _option(one, company, items[one.item], posture.level.get(one.item, 0.0), len(items))
        for one in measures.values()
        if one.item in items and posture.level.get(one.item, 0.0) < 1.0
    ]
    return (*own, *_services(company, posture, measures, supplement or {}))


def _option(one: Measure, company: Company, effect: Effect, level: float, items: int) -> Option:
    missing = 1.0 - level
    return Option(
        id=one.id,
        item=one.item,
        cost=one.cost(company),
        effect=Effect(
            {key: missing * value for key, value in effect.frequency.items()},
            {key: missing * value for key, value in effect.major.items()},
        ),
        in_place=missing / items,
        backup=one.item == BACKUP,
        article=bool(one.article),
    )


def _services(
    company: Company, posture: Posture, measures: Mapping[str, Measure], supplement: Mapping[str, Choice]
) -> Iterator[Option]:
    done = {one.id for one in measures.values() if posture.level.get(one.item, 0.0) >= 1.0}
    done |= {name for name in measure.services() if posture.level.get(name, 0.0) >= 1.0}
    offered = {one.id for one in measures.values()} | set(measure.services())
    for service in measure.services().values():
        had = service.id in done or supplement.get(service.covered_by) is Choice.DONE
        if had or not set(service.requires) <= offered:
            continue
        yield _service(service, company, done)


def _service(service: Service, company: Company, done: set[str]) -> Option:
    return Option(
        id=service.id,
        item=service.id,
        cost=service.cost(company),
        effect=service.effect,
        requires=tuple(name for name in service.requires if name not in done),
        excludes=service.excludes,
        round_the_clock=service.round_the_clock,
    )


def improved(posture: Posture, options: tuple[Option, ...]) -> Posture:
    """The posture with these options in place."""
    for option in options:
        posture = posture.improved(option.item)
    return posture
