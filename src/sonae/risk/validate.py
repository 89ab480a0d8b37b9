"""Published against simulated: the surveys are replayed on made-up respondents, the figures that were fitted and those held out apart."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from sonae.company import industries, typical
from sonae.content import published, reader
from sonae.content.published import Published
from sonae.measure import Posture
from sonae.risk import frailty, respondents, severity
from sonae.risk.content import Content
from sonae.risk.model import build
from sonae.risk.respondents import Array, Incidents, Respondents

MAN = 10_000
FIRMS = 4191  # respondents of one survey
LARGE = 40_000  # respondents where one large sample is enough
GROUPS = 1_000  # of them, by rate, where a level is searched
CASES = 40_000  # ransomware incidents of companies large enough to go to the police
UNAUTHORISED = ("ransom", "cred", "web", "partner")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: published and simulated in the publication's unit, ``sd`` of one survey of that size, ``z`` = difference / sd.

    ``sd`` and ``z`` are None where the publication states no number of answers; ``level`` is the frequency level of the simulation.
    """

    id: str
    use: str
    published: float
    simulated: float
    sd: float | None
    z: float | None
    unit: str
    level: float
    source: tuple[str, ...]
    figure: Published


def validate(content: Content, surveys: int = 200, seed: int = 0) -> tuple[Row, ...]:
    """All figures that are fitted or held out, from ``surveys`` replays. Raises ValueError for fewer than 2 surveys.

    The IPA figures are replayed at the level of that survey; the JFC figures, which contradict it,
    at the level of IPA's own survey of fiscal 2020: the conflict of the surveys is one of level, not of shape.
    """
    if surveys < 2:
        raise ValueError(f"a spread needs at least 2 surveys: {surveys}")
    chance = np.random.default_rng(seed)
    replays = [_ipa(content, chance) for _ in range(surveys)]
    single = {**_jfc(content, chance), **_npa(content, chance), **_tdb(content, chance), **_insured(content)}
    rows = []
    for figure in published.figures().values():
        if figure.use == "context":
            continue
        if figure.id in replays[0]:
            values = np.array([replay[figure.id] for replay in replays])
            rows.append(_row(figure, float(values.mean()), float(values.std(ddof=1)), 1.0))
        else:
            simulated, level = single[figure.id]
            rows.append(_row(figure, simulated, _binomial(figure), level))
    return tuple(rows)


def _row(figure: Published, simulated: float, sd: float | None, level: float) -> Row:
    z = (figure.value - simulated) / sd if sd else None
    return Row(figure.id, figure.use, figure.value, simulated, sd, z, figure.unit, level, figure.source, figure)


def _binomial(figure: Published) -> float | None:
    if figure.unit == "ratio" and figure.n:
        return 0.02  # of the ratio of two shares of about 0.3 with 10,645 answers
    if figure.unit != "share" or not figure.n:
        return None
    return float(np.sqrt(figure.value * (1 - figure.value) / figure.n))


def _ipa(content: Content, chance: np.random.Generator) -> dict[str, float]:
    """What a survey of IPA's size would publish about incidents of the last three years."""
    firms = respondents.draw("ipa", FIRMS, chance)
    happened = respondents.incidents(firms, content, 1.0, 3, chance)
    said = Answers(firms, happened, content, chance)
    return {**said.counts(), **said.money(), **said.days(), **said.consequences(), **said.entries()}


class Answers:
    """How respondents sum up what happened to them."""

    def __init__(self, firms: Respondents, happened: Incidents, content: Content, chance: np.random.Generator) -> None:
        self.firms, self.happened, self.content, self.chance = firms, happened, content, chance
        self.reply = reader.toml("risk", "respondents")["reply"]
        self.last = happened.years_ago == 0
        self.number = self._by_firm(np.ones(len(happened.firm)))
        self.affected = self.number > 0
        self.affected_last = self._by_firm(self.last * 1.0) > 0

    def _by_firm(self, values: Array) -> Array:
        return np.asarray(np.bincount(self.happened.firm, values, len(self.firms.employees)), float)

    def _share_of_last(self, which: Any) -> float:
        return float((self._by_firm(which * self.last * 1.0)[self.affected_last] > 0).mean())

    def counts(self) -> dict[str, float]:
        return {
            "p_inc_1y": float(self.affected_last.mean()),
            "p_ge10_3y": float((self.number[self.affected] >= 10).mean()),
            "max_count_3y": float(self.number.max()),
        }

    def money(self) -> dict[str, float]:
        counted = self.chance.random(len(self.number)) < self.reply["counts_lost_profit"]
        noise = np.exp(self.chance.normal(0, self.reply["noise"], len(self.number)))
        loss = (self._by_firm(self.happened.paid) + self._by_firm(self.happened.profit) * counted) * noise
        loss = np.where(loss < self.reply["nothing_below_yen"], 0.0, loss)[self.affected]
        return {
            "mean_loss": float(loss.mean()) / MAN,
            "p_loss_100": float((loss >= 100 * MAN).mean()),
            "max_loss": float(loss.max()) / MAN,
        }

    def days(self) -> dict[str, float]:
        longest = np.zeros(len(self.number))
        np.maximum.at(longest, self.happened.firm, self.happened.days)
        days = np.floor(longest + 0.5)[self.affected]
        return {"mean_days": float(days.mean()), "p_days_50": float((days >= 50).mean()), "max_days": float(days.max())}

    def consequences(self) -> dict[str, float]:
        """What became of it. Partners wait when work stopped for a day or more; they, and those whose data leaked, may be compensated."""
        h, reply = self.happened, self.reply
        long = h.days >= reply["partner_stop_days"]
        waited = h.stops & long
        paid = (h.leak | h.spread | waited) & (self.chance.random(len(h.firm)) < reply["compensation"])
        return {
            "destroy": self._share_of_last(h.destroy),
            "leak": self._share_of_last(h.leak),
            "spread": self._share_of_last(h.spread),
            "partner_stop": self._share_of_last(waited),
            "compensation": self._share_of_last(paid),
            "partner_any": self._share_of_last(h.leak | h.spread | long),
        }

    def zero_last(self) -> float:
        """Share of those affected in the last year who spent nothing on it."""
        noise = np.exp(self.chance.normal(0, self.reply["noise"], len(self.happened.firm)))
        spent = np.zeros(len(self.number))
        spent[self.happened.firm[self.last]] = (self.happened.paid * noise)[self.last]
        return float((spent[self.affected_last] < self.reply["nothing_below_yen"]).mean())

    def entries(self) -> dict[str, float]:
        names = [scenario.id for scenario in self.content.scenarios]
        inside = np.array([name in UNAUTHORISED for name in names])[self.happened.kind]
        affected = self._by_firm(inside * self.last * 1.0) > 0
        found = {"ua_share": float(affected[self.affected_last].mean())}
        for key, way in (("vec_vuln", "vulnerability"), ("vec_cred", "credentials"), ("vec_partner", "partner")):
            table = reader.toml("risk", "respondents")["entry"][way]
            share = np.array([table.get(name, 0.0) for name in names])[self.happened.kind]
            came = inside & (self.chance.random(len(share)) < share) & self.last
            found[key] = float((self._by_firm(came * 1.0)[affected] > 0).mean())
        return found


Single = dict[str, tuple[float, float]]


def _jfc(content: Content, chance: np.random.Generator) -> Single:
    """The "ever" questions of JFC, with memory fading over ten years, at the level and frailty of IPA's earlier survey."""
    reply = reader.toml("risk", "respondents")["reply"]
    level, het = earlier_survey(content, chance)
    firms = respondents.draw("jfc", LARGE, chance)
    recall = content.parameters["recall"]
    rate = respondents.rates(firms, content, level) * sum(recall**k for k in range(reply["jfc_years"]))
    everyone = np.ones(LARGE, bool)
    asked: Mapping[str, tuple[dict[str, float], Any]] = {
        "jfc_mail": ({"mail": 1.0, "cred": 1.0, "bec": 1.0}, everyone),
        "jfc_net": ({"ransom": 1.0, "cred": reply["jfc_net_cred"], "partner": 1.0}, firms.network),
        "jfc_web": ({"web": 1.0}, firms.site),
    }
    return {key: (_ever(content, rate[who], weights, het), level) for key, (weights, who) in asked.items()}


def earlier_survey(content: Content, chance: np.random.Generator) -> tuple[float, float]:
    """Level and frailty at which the model gives IPA's survey of fiscal 2020: 5.7 % affected, of them as many often as ever."""
    firms = respondents.draw("ipa", LARGE, chance)
    rate = _grouped(respondents.rates(firms, content, 1.0).sum(axis=1))
    figures, recall = published.figures(), content.parameters["recall"]
    three_years = 1 + recall + recall**2

    def level(het: float) -> float:
        return _root(lambda x: 1 - float(frailty.none_of(rate * x, het).mean()), figures["p_inc_2020"].value, 0.01, 1.0)

    def often(het: float) -> float:
        total = rate * level(het) * three_years
        return float(ten_or_more(total, het).mean() / (1 - frailty.none_of(total, het)).mean())

    het = _root(often, figures["p_ge10_3y"].value, 1.0, 2.5)
    return round(level(het), 3), het


def _grouped(rate: Array) -> Array:
    """Means of neighbours in the order of their rates: few companies that answer a question on all as all would (to 1e-6)."""
    return np.asarray([group.mean() for group in np.array_split(np.sort(rate), GROUPS)])


def _root(rising: Callable[[float], float], wanted: float, low: float, high: float) -> float:
    """Where a rising function reaches a value, by bisection."""
    for _ in range(25):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < wanted else (low, middle)
    return high


def ten_or_more(rate: Array, het: float) -> Array:
    """Chance of ten or more events of a mixed Poisson law."""
    values, weights = frailty.nodes(het)
    mean = np.outer(rate, values)
    term = np.exp(-mean)
    below = term.copy()
    for count in range(1, 10):
        term *= mean / count
        below += term
    return np.asarray((1 - below) @ weights)


def _ever(content: Content, rate: Array, weights: Mapping[str, float], het: float) -> float:
    counted = rate @ np.array([weights.get(scenario.id, 0.0) for scenario in content.scenarios])
    return float(1 - frailty.none_of(counted, het).mean())


def _npa(content: Content, chance: np.random.Generator) -> Single:
    """Major ransomware in companies large enough to go to the police, and the factory that stood still for five days."""
    known = _police_cases(content, chance)
    cost, days, everything = (
        values[known.major] for values in (known.technical, known.days, known.paid + known.profit)
    )
    week = (days > 3) & (days < 8)
    found = {
        "npa_lt100": (cost < 100 * MAN).mean(),
        "npa_ge1000": (cost >= 1000 * MAN).mean(),
        "npa_ge5000": (cost >= 5000 * MAN).mean(),
        "npa_month": (days >= 30).mean(),
        "factory_stop": np.median(everything[week]) / MAN if week.any() else 0.0,
    }
    return {key: (float(value), 1.0) for key, value in found.items()}


def _police_cases(content: Content, chance: np.random.Generator) -> Incidents:
    """Ransomware alone, each case in a company drawn by how often it is hit: a survey of everything would hold few of them."""
    firms = respondents.draw("ipa", LARGE, chance)
    kind = next(k for k, scenario in enumerate(content.scenarios) if scenario.id == "ransom")
    smallest = reader.toml("risk", "respondents")["reply"]["police_employees"]
    rate = respondents.rates(firms, content, 1.0)[:, kind] * (firms.employees >= smallest)
    firm = chance.choice(len(rate), CASES, p=rate / rate.sum())
    happened = respondents.Happened(firm, np.full(CASES, kind), np.zeros(CASES, np.int64))
    return respondents.priced(firms, content, happened, chance)


def _tdb(content: Content, chance: np.random.Generator) -> Single:
    """Spending on the latest incident, and small companies against all, among TDB's larger respondents."""
    reply = reader.toml("risk", "respondents")["reply"]
    firms = respondents.draw("tdb", LARGE, chance)
    happened = respondents.incidents(firms, content, 1.0, 1, chance)
    noise = np.exp(chance.normal(0, reply["noise"], LARGE))
    spent = np.zeros(LARGE)
    spent[happened.firm] = happened.paid * noise[happened.firm]
    latest = spent[np.bincount(happened.firm, minlength=LARGE) > 0]
    zero, large = float((latest < reply["nothing_below_yen"]).mean()), float((latest >= 100 * MAN).mean())
    total = respondents.rates(firms, content, 1.0).sum(axis=1) * reply["tdb_rate"]
    small = firms.employees <= reply["small_company"]
    het = content.parameters["het"]
    ratio = (1 - frailty.none_of(total[small], het).mean()) / (1 - frailty.none_of(total, het).mean())
    found = {
        "p_zero_last": zero,
        "p_lt100_last": 1 - zero - large,
        "p_ge100_last": large,
        "tdb_sme_ratio": float(ratio),
    }
    return {key: (value, 1.0) for key, value in found.items()}


def _insured(content: Content) -> Single:
    """How the insured part of the loss grows with revenue, and what it is in an IT company against a manufacturer: as premiums should be."""
    small, large = (_insured_loss(content, "manufacturing", revenue) for revenue in (500_000_000, 3_000_000_000))
    times = _insured_loss(content, "ict", 500_000_000) / small
    return {"prem_elast": (float(np.log(large / small) / np.log(6)), 1.0), "prem_it": (times, 1.0)}


def _insured_loss(content: Content, industry: str, revenue: int) -> float:
    """Yen a year under the published form: damages up to 100 million yen less 100,000, expenses up to 30 million; no lost profit, no fraud."""
    trade = industries()[industry]
    company = typical(trade, max(1, round(revenue / trade.revenue_per_head_yen)))
    posture = Posture({f"SD-{number:02}": 0.5 for number in range(1, respondents.ITEMS + 1)})
    model = build(company, posture, content, 1.0)
    priced = severity.price(model, 4096)
    liability, expense = (
        sum((priced.heads[name] for name, head in content.heads.items() if head.section == section), np.zeros(1))
        for section in ("liability", "expense")
    )
    paid = np.clip(liability - 10 * MAN, 0, 10_000 * MAN) + np.clip(expense, 0, 3_000 * MAN)
    return float((model.rates[:, None] * priced.weight * paid).sum())


def within(rows: tuple[Row, ...], use: str, limit: float) -> int:
    """How many rows of a use lie within ``limit`` standard deviations."""
    check: Callable[[Row], bool] = lambda row: row.use == use and row.z is not None and abs(row.z) <= limit  # noqa: E731
    return sum(map(check, rows))
