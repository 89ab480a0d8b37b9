"""The slow, obvious twin of the loss engine: one year after the other, one incident after the other, in plain Python.

Written from the description of the model (docs/methods/loss.md), not from the engine: it shares the content and nothing else.
"""

import math
import random

from sonae import measure
from sonae.company import Company
from sonae.measure import Posture
from sonae.risk import Content
from sonae.risk.content import Head, Scenario

Z90 = 1.2815515655446004


def logit(share: float) -> float:
    return math.log(share / (1 - share)) if share else -math.inf


def logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x > -700 else 0.0


class Firm:
    """One company with its answers; ``level`` multiplies the frequency."""

    def __init__(self, company: Company, posture: Posture, content: Content, level: float) -> None:
        self.company, self.posture, self.content, self.level = company, posture, content, level
        self.p = content.parameters
        self.growth = (company.employees / 10) ** self.p["size_power"] * self.p["price"]
        self.rates = {scenario.id: self.rate(scenario) for scenario in content.scenarios}
        self.softened = {scenario.id: self.fall(scenario, "major") for scenario in content.scenarios}

    def fall(self, scenario: Scenario, kind: str) -> float:
        total = sum(
            getattr(effect, kind).get(scenario.id, 0.0) * self.posture.level.get(item, 0.0)
            for item, effect in measure.effects().items()
        )
        cap = math.log(6)
        return cap * (1 - math.exp(-total / cap))

    def rate(self, scenario: Scenario) -> float:
        c, p = self.company, self.p
        known = p["recognition"] / (1 + math.exp(-p["detection_offset"]))
        rate = self.level * p["kappa"] * scenario.weight * (c.employees / 5) ** scenario.size_slope * known
        if scenario.id == "web":
            rate *= {"own": 2.0, "hosted": 1.0, "none": 0.15}[c.website]
        if scenario.id in ("ransom", "partner"):
            rate *= 1.5 if c.network else 0.6
        if scenario.id in ("cred", "lost"):
            rate *= 1.4 if c.telework else 0.9
        return rate * math.exp(0.6 - self.fall(scenario, "frequency"))

    def year(self, chance: random.Random) -> list[tuple[float, float]]:
        """(yen, recovery days) of every incident of a year."""
        het = self.p["het"]
        frailty = math.exp(chance.gauss(-het * het / 2, het))
        return [
            self.incident(scenario, chance)
            for scenario in self.content.scenarios
            for _ in range(poisson(self.rates[scenario.id] * frailty, chance))
        ]

    def incident(self, scenario: Scenario, chance: random.Random) -> tuple[float, float]:
        p, c = self.p, self.company
        softened = self.softened[scenario.id]
        common = chance.gauss(0, 1)

        def z() -> float:
            return p["common_weight"] * common + math.sqrt(1 - p["common_weight"] ** 2) * chance.gauss(0, 1)

        def yes(share: float) -> bool:
            return chance.random() < share

        major = yes(logistic(logit(scenario.p_major) + p["d_major"] + 0.2 * math.log(c.employees / 5) - softened + 0.3))
        destroyed = yes(logistic(logit(scenario.p_destroy) + p["k_destroy"] - softened))
        leaked = yes(logistic(logit(scenario.p_leak) + p["k_leak"] - 0.5 * softened))
        spread = yes(scenario.p_spread)
        stopped = destroyed or scenario.id in ("ransom", "outage")
        profit = c.revenue_yen * c.gross_margin / 365
        if not major:
            days = min(p["dm"] * math.exp(1.3 * z()), 365)
            yen = 0.0 if yes(p["p0"]) else 50_000 * math.exp(1.2 * z()) * self.growth
            yen += profit * days * 0.05 * stopped
            return min(yen, c.revenue_yen) + 1_500 * min(days, 60), days
        helped = self.posture.level.get("SD-11", 0.0) >= 1 and yes(0.35)
        days = min(p["dM"] * scenario.days_factor * (0.5 if helped else 1) * math.exp(1.2 * z()), 365)
        yen = self.bills(scenario, leaked, spread or days > 3, z, yes)
        lost = min(c.personal_records, 1_000_000) * chance.random()
        big = leaked and c.personal_records > 1000
        yen += lost * (130 * leaked + 650 * (big and yes(0.3)))
        if leaked and yes(0.2):
            yen += lost * 100 + self.bill("liab_customer", z())
        yen += 1.1 * profit * days * 0.35 * stopped
        return min(yen, c.revenue_yen) + 15_000 * min(days, 60), days

    def bills(self, scenario: Scenario, leaked: bool, hurt: bool, z, yes) -> float:  # type: ignore[no-untyped-def]
        ransom = math.exp(self.p["x_ransom"] + z()) if scenario.id == "ransom" else 1.0
        yen = ransom * sum(yes(share) * self.bill(name, z()) for name, share in (("forensics", 0.6), ("recovery", 0.9)))
        yen += sum(yes(share) * self.bill(name, z()) for name, share in (("lawyer", 0.3), ("pr", 0.15)))
        if leaked and self.company.personal_records > 1000 and yes(0.5):
            yen += self.bill("callcentre", z())
        if hurt and yes(0.2):
            yen += self.bill("liab_partner", z())
        if scenario.id == "bec":
            yen += min(self.bill("fraud", z()), 0.3 * self.company.revenue_yen)
        return yen

    def bill(self, name: str, z: float) -> float:
        head: Head = self.content.heads[name]
        middle = math.sqrt(head.low * head.high)
        yen = middle * math.exp(z * math.log(head.high / head.low) / (2 * Z90))
        if name in ("liab_customer", "fraud"):
            return yen
        return yen * (self.p["price"] if name == "callcentre" else self.growth)


def poisson(rate: float, chance: random.Random) -> int:
    """Knuth's product of uniforms."""
    count, product, limit = 0, chance.random(), math.exp(-rate)
    while product > limit:
        count += 1
        product *= chance.random()
    return count
