"""Simulated policy years: what contracts leave of a company's losses on average and in a bad year."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from sonae import scale
from sonae.insurance import programs, recovery, stories
from sonae.insurance.policy import Policy
from sonae.insurance.programs import Program
from sonae.insurance.stories import Incident
from sonae.insurance.summary import BadYear, Insured
from sonae.insurance.wording import SECTIONS
from sonae.kernels import histogram, insured, product, terms
from sonae.kernels.sampling import Ints
from sonae.kernels.stream import BLOCK
from sonae.risk import simulate
from sonae.risk.exact import adding_up
from sonae.risk.model import LossModel

AT_ONCE = 50  # blocks of years held in memory together
BAD = 0.99
NEARBY = 100  # simulated years around the bad one that are followed term by term
STORY_YEARS = 50_000


class _Chunk(NamedTuple):
    model: LossModel
    stream: LossModel
    programs: tuple[Program, ...]
    key: int
    first: int
    last: int
    years: int


class _Totals(NamedTuple):
    gross: Ints
    received: Ints
    net: Ints
    paid: tuple[Ints, ...]


def simulated(
    model: LossModel,
    policies: Sequence[Policy],
    years: int,
    seed: int,
    *,
    threads: int = 1,
    processes: int = 1,
    chunks: int = 1,
    dask: str = "",
    stream: LossModel | None = None,
) -> Insured:
    """Gross, recovered and net of ``years`` policy years. Several contracts each pay of the whole loss, together at most the loss.

    The incidents are those of ``risk.simulate`` with the same seed. Raises InputError for terms finer than a program holds and
    ValueError as ``risk.simulate`` does.
    """
    if not 1 <= years <= simulate.MOST_YEARS or seed < 0:
        raise ValueError(f"years must be from 1 to {simulate.MOST_YEARS:,} and the seed not negative: {years}, {seed}")
    kinds = [scenario.id for scenario in model.content.scenarios]
    compiled = tuple(programs.build(policy, kinds) for policy in policies)
    key = simulate.key_of(seed, model)
    parts = scale.split(-(-years // BLOCK), min(max(chunks, threads, processes), simulate.MOST_CHUNKS))
    work = [_Chunk(model, stream or model, compiled, key, first, last, years) for first, last in parts]
    totals = _nothing(compiled)
    for part in scale.run(_run, work, threads=threads, processes=processes, dask=dask):
        for whole, more in zip((*totals[:3], *totals.paid), (*part[:3], *part.paid), strict=True):
            whole += more
    return Insured(
        policies=tuple(policy.name for policy in policies),
        years=years,
        seed=seed,
        gross=simulate.yearly(totals.gross, years),
        recovered=simulate.yearly(totals.received, years),
        net=simulate.yearly(totals.net, years),
        sections=_sections(compiled, totals.paid, years),
    )


def warm() -> bool:
    """Compile what simulations need, with and without insurance; False where kernels cannot run. Done once, when Sonae is set up."""
    from sonae import company, measure, risk

    if not simulate.warm():
        return False
    model = risk.build(company.typical(company.industries()["other"], 5), measure.posture({}), risk.load(), level=1.0)
    simulate.plans([model], 1, 0)
    day = date(2026, 4, 1)
    simulated(model, [Policy("none", 1, day, day, day, frozenset(), {}, "")], 1, 0)
    return True


def _nothing(compiled: Sequence[Program]) -> _Totals:
    empty = (histogram.empty(), histogram.empty(), histogram.empty())
    return _Totals(*empty, tuple(np.zeros(len(program.payables), np.int64) for program in compiled))


def _run(chunk: _Chunk) -> _Totals:
    totals = _nothing(chunk.programs)
    drawn = (
        simulate.law_of(chunk.stream),
        simulate.firm_of(chunk.model),
        simulate.bills_of(chunk.model),
        simulate.shares_of(chunk.model, chunk.stream),
    )
    for first in range(chunk.first, chunk.last, AT_ONCE):
        length = min(min(first + AT_ONCE, chunk.last) * BLOCK, chunk.years) - first * BLOCK
        losses, received, both = (np.zeros(length, np.int64) for _ in range(3))
        for program, paid in zip(chunk.programs, totals.paid, strict=True):
            insured.simulate(np.uint64(chunk.key), first, chunk.years, *drawn, program.terms, losses, received, paid)
            both += received
        both = np.minimum(both, losses)
        numbers, kept = np.empty(length, np.int64), np.empty(length, np.int64)
        for amounts, into in ((losses, totals.gross), (both, totals.received), (losses - both, totals.net)):
            histogram.add(amounts, into, numbers, kept)
    return totals


def _sections(compiled: Sequence[Program], paid: Sequence[Ints], years: int) -> dict[str, int]:
    yen = Counter[str]()
    for program, own in zip(compiled, paid, strict=True):
        yen.update(program.by_section(own.tolist()))
    return {section: round(yen[section] / years) for section in SECTIONS}


def alone(policy: Policy, kinds: Sequence[str], kind: Ints, heads: Ints, minutes: Ints) -> Ints:
    """Yen that ``policy`` pays of single incidents, each in a policy year of its own.

    ``kinds`` names the scenarios, ``kind`` is the index of each incident's; ``heads`` yen of shape (incidents, cost heads), ``minutes``
    of recovery. Raises InputError for terms finer than a program holds.
    """
    program, count = programs.build(policy, kinds), len(kind)
    priced = product.Priced(heads, heads.sum(axis=1), minutes, np.ones(count, np.uint8))
    losses, received, paid = (np.zeros(size, np.int64) for size in (count, count, len(program.payables)))
    starts, order = np.arange(count + 1, dtype=np.uint64), kind.astype(np.uint64)
    purse = terms.purse(program.terms)
    insured.settle_years(starts, order, priced, program.terms, purse, losses, received, paid)
    return received


def bad_year(model: LossModel, policy: Policy, seed: int, share: float = BAD, years: int = STORY_YEARS) -> BadYear:
    """What ``policy`` pays and why not the rest, in the simulated years around the one that ``share`` of years stay below."""
    program = programs.build(policy, [scenario.id for scenario in model.content.scenarios])
    near = list(_near(model, seed, share, years))
    settled = [recovery.recover(policy, [stories.claim_of(policy, program, year)]) for year in near]
    sections, kept = Counter[str](), Counter[str]()
    for one in settled:
        sections.update(one.sections)
        kept.update(one.retained_by)
    gross = round(sum(one.gross_loss for one in settled) / len(settled))
    names = [*SECTIONS, *sorted(kept)]
    yen = adding_up(np.array([(sections | kept)[name] / len(settled) for name in names]), gross)
    parts = dict(zip(names, yen, strict=True))
    return BadYear(
        policy=policy.name,
        years=len(near),
        gross_loss=gross,
        payout=sum(parts[name] for name in SECTIONS),
        sections={name: parts[name] for name in SECTIONS},
        retained_by={name: parts[name] for name in sorted(kept)},
        example=settled[len(near) // 2],
        kinds=tuple(incident.kind for incident in near[len(near) // 2]),
    )


def _near(model: LossModel, seed: int, share: float, years: int) -> Iterator[tuple[Incident, ...]]:
    """The incidents of each year whose loss lies around the one that ``share`` of years stay below, the worst first."""
    parts = list(simulate.events(model, years, seed))
    year, kind = (np.concatenate([getattr(part, name) for part in parts]) for name in ("year", "kind"))
    yen, days = np.concatenate([part.yen for part in parts]), np.concatenate([part.days for part in parts])
    worst = np.argsort(-np.bincount(year, yen.sum(axis=1), years), kind="stable")
    middle = round((1 - share) * years)
    names = [scenario.id for scenario in model.content.scenarios]
    for wanted in worst[max(middle - NEARBY // 2, 0) : middle + NEARBY // 2]:
        own = np.flatnonzero((year == wanted) & (days > 0))
        yield tuple(Incident(names[kind[k]], yen[k].tolist(), round(days[k] * product.MINUTES)) for k in own)
