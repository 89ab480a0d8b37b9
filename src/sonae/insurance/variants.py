"""The same simulated years under changed contracts: what a company keeps, what a cover would bring, and how often."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from sonae.insurance import programs
from sonae.insurance.holes import AtRisk
from sonae.insurance.policy import Policy
from sonae.kernels import insured, product
from sonae.kernels.sampling import Ints
from sonae.risk import simulate
from sonae.risk.model import LossModel

YEARS = 50_000


def at_risk(yearly: Ints) -> AtRisk:
    """What yearly yen come to.

    >>> at_risk(np.array([0, 0, 0, 400], np.int64)).median_yen
    400
    """
    touched = yearly[yearly > 0]
    bad, worst = (int(np.quantile(yearly, share, method="inverted_cdf")) for share in (0.95, 0.99))
    median = int(np.median(touched)) if touched.size else 0
    return AtRisk(round(float(yearly.mean())), touched.size / yearly.size, median, bad, worst)


class Years:
    """Simulated years of one company: costs by head, and what contracts pay. The same seed gives the same years for every question."""

    def __init__(self, model: LossModel, seed: int, years: int = YEARS) -> None:
        self.model, self.seed, self.years = model, seed, years
        self.kinds = [scenario.id for scenario in model.content.scenarios]

    @cached_property
    def events(self) -> simulate.Events:
        """All incidents of the years."""
        parts = list(simulate.events(self.model, self.years, self.seed))
        year, kind, days, yen = (
            np.concatenate([getattr(part, name) for part in parts]) for name in ("year", "kind", "days", "yen")
        )
        return simulate.Events(year, kind, days, yen)

    def cost(self, heads: Sequence[str], kinds: Sequence[str] = ()) -> Ints:
        """Yen a year of some cost heads, of incidents of ``kinds`` (all by default)."""
        own = self.events.yen[:, [product.HEADS.index(head) for head in heads]].sum(axis=1)
        if kinds:
            own = own * np.isin(self.events.kind, [self.kinds.index(kind) for kind in kinds])
        return self.by_year(own)

    def by_year(self, yen: Ints) -> Ints:
        """Yen of incidents added up by year."""
        return np.bincount(self.events.year, yen, self.years).astype(np.int64)

    def received(self, policies: Sequence[Policy]) -> Ints:
        """Yen a year that contracts pay, together at most the loss. Raises InputError for terms finer than a program holds."""
        losses, both = np.zeros(self.years, np.int64), np.zeros(self.years, np.int64)
        drawn = (
            simulate.law_of(self.model),
            simulate.firm_of(self.model),
            simulate.bills_of(self.model),
            simulate.shares_of(self.model, self.model),
        )
        key = np.uint64(simulate.key_of(self.seed, self.model))
        for policy in policies:
            program, paid = programs.build(policy, self.kinds), np.zeros(self.years, np.int64)
            own = np.zeros(len(program.payables), np.int64)
            insured.simulate(key, 0, self.years, *drawn, program.terms, losses, paid, own)
            both += paid
        return np.minimum(both, losses)

    def gain(self, policies: Sequence[Policy], changed: Sequence[Policy]) -> Ints:
        """Yen a year that changed contracts pay more, never less than 0."""
        more: Ints = np.maximum(self.received(changed) - self.received(policies), 0)
        return more
