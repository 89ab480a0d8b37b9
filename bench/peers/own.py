"""The product's own model as a careful NumPy program: all incidents at once, the few major ones apart, in whole columns.

The same laws as the event stream (``kernels/product.py``), other random numbers; checked against it by its mean in ``engine.py``.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sonae.kernels import product
from sonae.risk import simulate
from sonae.risk.model import LossModel

Reals = NDArray[np.float64]
CLOUD = ("outage",)  # the contract does not cover stops of others' systems


class Incidents(NamedTuple):
    """``year``, ``kind`` and ``hours`` of stop of every incident; ``heads`` yen of shape (HEADS, incidents)."""

    year: NDArray[np.int64]
    kind: NDArray[np.int64]
    hours: Reals
    heads: Reals


def incidents(model: LossModel, years: int) -> Incidents:
    """Counts by Poisson with lognormal frailty, kinds by their rates, then what each costs."""
    chance = np.random.Generator(np.random.SFC64(2))
    firm, shares = simulate.firm_of(model), simulate.shares_of(model, model)
    het = model.parameters["het"]
    counts = chance.poisson(model.rates.sum() * np.exp(chance.normal(-het * het / 2, het, years)))
    year = np.repeat(np.arange(years), counts)
    total = len(year)
    kind = np.searchsorted(np.cumsum(model.rates / model.rates.sum()), chance.random(total))
    common = firm.common * chance.standard_normal(total)
    major = np.flatnonzero(chance.random(total) < shares.major[kind])
    heads = np.zeros((len(product.HEADS), total))
    stopped = (chance.random(total) < shares.destroy[kind]) | (shares.stops[kind] > 0)
    days = np.minimum(
        np.exp(firm.minor_days_mu + firm.minor_days_sigma * (common + firm.alone * chance.standard_normal(total))),
        firm.days_most,
    )
    spends = np.flatnonzero(chance.random(total) >= firm.spent)
    heads[product.MINOR, spends] = np.exp(
        firm.minor_mu + firm.minor_sigma * (common[spends] + firm.alone * chance.standard_normal(len(spends)))
    )
    heads[product.BI] = firm.profit_a_day * firm.stop_minor * days * stopped
    heads[product.LABOUR] = firm.labour_minor * np.minimum(days, firm.labour_days)
    days[major], heads[:, major] = _major(model, chance, kind[major], common[major])
    billed = heads[: product.LABOUR]
    billed *= np.minimum(1.0, firm.revenue / np.maximum(billed.sum(axis=0), 1.0))
    return Incidents(year, kind, days * 24, heads)


def _major(
    model: LossModel, chance: np.random.Generator, kind: NDArray[np.int64], common: Reals
) -> tuple[Reals, Reals]:
    firm, shares, bills = simulate.firm_of(model), simulate.shares_of(model, model), simulate.bills_of(model)
    total = len(kind)
    heads = np.zeros((len(product.HEADS), total))
    destroyed, leaked, spread = (
        chance.random(total) < share[kind] for share in (shares.destroy, shares.leak, shares.spread)
    )
    helped = np.where(chance.random(total) < firm.backup_share, firm.backup_factor, 1.0)
    z = common + firm.alone * chance.standard_normal((product.DRAWS, total))
    days = np.exp(firm.major_days_mu + firm.major_days_sigma * (common + firm.alone * chance.standard_normal(total)))
    days = np.minimum(days * shares.slow[kind] * helped, firm.days_most)
    bill = np.exp(bills.mu[:, None] + bills.sigma[:, None] * z[: product.BILLS])
    heads[: product.BILLS] = bill * (chance.random((product.BILLS, total)) < bills.bought[:, None])
    factor = np.where(shares.ransom[kind] > 0, np.exp(firm.ransom_mu + firm.ransom_sigma * z[product.RANSOM_DRAW]), 1.0)
    heads[product.FORENSICS] *= factor
    heads[product.RECOVERY] *= factor
    lost = firm.records * chance.random(total)
    big = leaked & (firm.records > firm.big_leak)
    heads[product.CALLCENTRE] *= big
    heads[product.CUSTOMER] = np.where(
        leaked & (heads[product.CUSTOMER] > 0), heads[product.CUSTOMER] + lost * firm.liability, 0
    )
    heads[product.PARTNER] *= spread | (days > firm.partner_days)
    heads[product.FRAUD] = np.minimum(heads[product.FRAUD], firm.fraud_most) * shares.fraud[kind]
    gifts = np.where(big & (chance.random(total) < firm.gift_share), firm.gift, 0)
    heads[product.NOTIFY] = lost * (firm.notice * leaked + gifts)
    heads[product.BI] = firm.profit_a_day * firm.stop_major * days * (destroyed | (shares.stops[kind] > 0))
    heads[product.EXTRA] = firm.extra * heads[product.BI]
    heads[product.LABOUR] = firm.labour_major * np.minimum(days, firm.labour_days)
    return days, heads


def losses(model: LossModel, years: int) -> Reals:
    """The loss of every year."""
    made = incidents(model, years)
    return np.bincount(made.year, made.heads.sum(axis=0), years)


def payments(model: LossModel, years: int) -> Reals:
    """What the sample contract pays of every year, its numbers written into the program."""
    made = incidents(model, years)
    yen = dict(zip(product.HEADS, made.heads, strict=True))
    claimed = (yen["liab_customer"] > 0) | (yen["liab_partner"] > 0)
    liability = np.maximum(yen["liab_customer"] + yen["liab_partner"] - 100_000, 0) + yen["lawyer"] * claimed
    items = (
        ((yen["forensics"] + yen["minor"]), 1.0, 30e6),
        (yen["recovery"], 0.9, 10e6),
        (yen["lawyer"] * ~claimed, 1.0, 10e6),
        (yen["callcentre"], 1.0, 20e6),
        (yen["pr"], 1.0, 5e5),
        (yen["notify"], 1.0, 30e6),
        (yen["labour"], 1.0, 1e6),
    )
    expense = np.minimum(sum(np.minimum(amount * rate, most) for amount, rate, most in items), 30e6)
    hours = np.maximum(made.hours, 1e-9)
    insured = ~np.isin(made.kind, [k for k, entry in enumerate(model.content.scenarios) if entry.id in CLOUD])
    share = np.maximum(np.minimum(hours, 90 * 24) - 12, 0) / hours * insured
    profit = np.minimum(np.maximum(yen["bi"] * share - 500_000, 0), 10e6)
    extra = np.minimum(yen["extra"] * (hours > 12) * insured, 5e6)
    by_year = [np.bincount(made.year, part, years) for part in (np.minimum(liability, 1e8), expense, profit + extra)]
    return np.minimum(np.minimum(by_year[0], 1e8) + np.minimum(by_year[1], 30e6) + by_year[2], 1e8)
