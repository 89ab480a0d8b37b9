"""Made-up respondents of a survey, and the incidents they would have had: the model turned into something that can be asked."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from sonae import measure
from sonae.content import reader
from sonae.risk.content import Content, Scenario

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
ITEMS = 25


@dataclass(frozen=True, slots=True)
class Respondents:
    """``n`` companies; arrays of shape (n,), ``level`` (n, 25) of what is in place. ``maturity`` is standardised."""

    employees: Array
    revenue: Array
    profit_a_day: Array
    records: Array
    site: Bools
    own_server: Bools
    network: Bools
    telework: Bools
    level: Array
    maturity: Array


def draw(frame: str, n: int, chance: np.random.Generator) -> Respondents:
    """Respondents of one survey's frame (ipa, jfc or tdb). Raises KeyError for another."""
    content = reader.toml("risk", "respondents")
    sizes = {entry["id"]: entry["sizes"] for entry in content["frame"]}[frame]
    low, high, share = (np.array([size[key] for size in sizes], float) for key in ("low", "high", "share"))
    group = chance.choice(len(sizes), n, p=share / share.sum())
    u = chance.random(n)
    pareto = low[-1] / (1 - u * (1 - low[-1] / high[-1]))
    employees = np.where(group == len(sizes) - 1, pareto, low[group] + np.floor(u * (high[group] - low[group] + 1)))
    table = {key: np.array(value, float) for key, value in content["industry"].items() if isinstance(value, list)}
    industry = chance.choice(len(table["share"]), n, p=table["share"])
    spread = content["industry"]
    revenue = employees * table["revenue"][industry] * np.exp(chance.normal(0, spread["revenue_spread"], n))
    records = employees * table["records"][industry] * np.exp(chance.normal(0, spread["records_spread"], n))
    maturity = (chance.normal(0, 1, n) + content["answers"]["maturity_by_size"] * (np.log(employees) - 1.5)) / 1.1
    size = np.digitize(employees, [2, 10])
    exposure = content["exposure"]
    return Respondents(
        employees=employees,
        revenue=revenue,
        profit_a_day=revenue * table["gross_margin"][industry] / 365,
        records=records,
        site=chance.random(n) < np.array(exposure["site"])[size],
        own_server=chance.random(n) < exposure["own_server"],
        network=chance.random(n) < np.array(exposure["network"])[size],
        telework=(employees > 1) & (chance.random(n) < exposure["telework"]),
        level=_levels(maturity, chance),
        maturity=maturity,
    )


def _levels(maturity: Array, chance: np.random.Generator) -> Array:
    """What is in place by item: more of it in mature companies, on average the published shares."""
    answers = reader.toml("risk", "respondents")["answers"]
    share = np.full(ITEMS, answers["usual"])
    for item, value in answers["published"].items():
        if item.startswith("SD-"):
            share[int(item.removeprefix("SD-")) - 1] = value
    inverse = np.vectorize(NormalDist().inv_cdf)
    hidden = np.sqrt(0.5) * maturity[:, None] + np.sqrt(0.5) * chance.normal(0, 1, (len(maturity), ITEMS))
    return np.where(hidden > inverse(1 - share * answers["full"]), 1.0, np.where(hidden > inverse(1 - share), 0.5, 0.0))


def reductions(firms: Respondents, content: Content, kind: str) -> Array:
    """Log reduction by company and scenario, shape (n, scenarios)."""
    table = np.zeros((ITEMS, len(content.scenarios)))
    for item, effect in measure.effects().items():
        for k, scenario in enumerate(content.scenarios):
            table[int(item.removeprefix("SD-")) - 1, k] = getattr(effect, kind).get(scenario.id, 0.0)
    cap = measure.log_cap()
    return np.asarray(cap * -np.expm1(-(firms.level @ table) / cap))


def rates(firms: Respondents, content: Content, level: float) -> Array:
    """Recognised incidents a year at frailty 1, shape (n, scenarios); mature companies recognise more."""
    p = content.parameters
    size = (firms.employees[:, None] / 5) ** np.array([scenario.size_slope for scenario in content.scenarios])
    weight = np.array([p[s.weight_parameter] if s.weight_parameter else s.weight for s in content.scenarios])
    exposed = np.stack([_exposure(scenario, firms) for scenario in content.scenarios], axis=1)
    seen = p["recognition"] / (1 + np.exp(-p["detection_offset"] - p["detection_slope"] * firms.maturity))
    blocked = np.exp(p["reduction_offset"] - reductions(firms, content, "frequency"))
    return np.asarray(level * p["kappa"] * weight * size * exposed * blocked * seen[:, None])


def _exposure(scenario: Scenario, firms: Respondents) -> Array:
    factor = np.ones(len(firms.employees))
    for key, table in scenario.exposure.items():
        if key == "website":
            served = np.where(firms.own_server, table["own"], table["hosted"])
            factor *= np.where(firms.site, served, table["none"])
        else:
            factor *= np.where(getattr(firms, key), table["yes"], table["no"])
    return factor


@dataclass(frozen=True, slots=True)
class Incidents:
    """What happened, one entry an incident: index of company and scenario, years ago (0 is the last), yen paid to others, lost profit,
    days of recovery, and what became of it; ``stops``: work stood still."""

    firm: Ints
    kind: Ints
    years_ago: Ints
    paid: Array
    profit: Array
    technical: Array
    days: Array
    major: Bools
    stops: Bools
    destroy: Bools
    leak: Bools
    spread: Bools


@dataclass(frozen=True, slots=True)
class Happened:
    """Index of company and scenario, and years ago, of every incident."""

    firm: Ints
    kind: Ints
    years_ago: Ints


def incidents(firms: Respondents, content: Content, level: float, years: int, chance: np.random.Generator) -> Incidents:
    """Remembered incidents of the last ``years`` years with what they cost."""
    return priced(firms, content, happen(firms, content, level, years, chance), chance)


def happen(firms: Respondents, content: Content, level: float, years: int, chance: np.random.Generator) -> Happened:
    """Remembered incidents of the last ``years`` years; those of earlier years fade from memory."""
    p = content.parameters
    rate = rates(firms, content, level)
    frailty = np.exp(chance.normal(-(p["het"] ** 2) / 2, p["het"], len(rate)))
    counts = np.stack([chance.poisson(rate * frailty[:, None] * p["recall"] ** k) for k in range(years)], axis=2)
    firm, kind, ago = np.nonzero(counts)
    each = np.repeat(np.arange(len(firm)), counts[firm, kind, ago])
    return Happened(firm[each], kind[each], ago[each])


def priced(firms: Respondents, content: Content, happened: Happened, chance: np.random.Generator) -> Incidents:
    """What each incident costs and leads to."""
    firm, kind, ago = happened.firm, happened.kind, happened.years_ago
    p, m = content.parameters, len(firm)
    n = firms.employees[firm]
    softened = reductions(firms, content, "major")[firm, kind]
    column = {key: np.array([getattr(s, key) for s in content.scenarios]) for key in _COLUMNS}
    major = chance.random(m) < _share(
        column["p_major"][kind], p["d_major"] + p["major_size_slope"] * np.log(n / 5) - softened + p["major_offset"]
    )
    destroy = chance.random(m) < _share(column["p_destroy"][kind], p["k_destroy"] - softened)
    leak = chance.random(m) < _share(column["p_leak"][kind], p["k_leak"] - p["leak_control"] * softened)
    spread = chance.random(m) < column["p_spread"][kind]
    common = chance.normal(0, 1, m)

    def z() -> Array:
        return np.asarray(p["common_weight"] * common + np.sqrt(1 - p["common_weight"] ** 2) * chance.normal(0, 1, m))

    def bill(name: str) -> Array:
        return _bill(content, name, growth, z(), chance)

    helped = np.where((firms.level[firm, 10] >= 1) & (chance.random(m) < p["backup_safe"]), p["backup_factor"], 1.0)
    slow = p["dM"] * column["days_factor"][kind] * helped
    days = np.minimum(
        np.where(major, slow * np.exp(p["days_major_sd"] * (zd := z())), p["dm"] * np.exp(p["days_minor_sd"] * zd)),
        p["days_most"],
    )
    ransom = np.array([s.id == "ransom" for s in content.scenarios])[kind]
    stops = destroy | ransom | np.array([s.id == "outage" for s in content.scenarios])[kind]
    growth = (n / 10) ** p["size_power"] * p["price"]
    factor = np.where(ransom, np.exp(p["x_ransom"] + p["ransom_sd"] * z()), 1.0)
    technical = major * (bill("forensics") + bill("recovery")) * factor
    lost = np.minimum(firms.records[firm], p["most_records"]) * chance.random(m)
    big = leak & (firms.records[firm] > p["big_leak_records"])
    customer = bill("liab_customer")
    hurt = spread | (days > p["partner_stop_days"])
    fraud = np.array([s.id == "bec" for s in content.scenarios])[kind] * np.minimum(
        bill("fraud"), p["fraud_revenue_share"] * firms.revenue[firm]
    )
    gifts = big & (chance.random(m) < p["gift_share"])
    other = bill("lawyer") + bill("pr") + big * bill("callcentre") + hurt * bill("liab_partner") + fraud
    other += lost * (leak * p["notice_per_record"] + gifts * p["gift_per_record"])
    other += leak * (customer > 0) * (customer + lost * p["liability_per_record"])
    small = (chance.random(m) >= p["p0"]) * p["minor_median"] * np.exp(p["minor_sd"] * z()) * growth
    profit = firms.profit_a_day[firm] * days * np.where(major, p["stop_major"], p["stop_minor"]) * stops
    paid = np.where(major, technical + other + p["extra_share"] * profit, small)
    cut = np.minimum(1.0, firms.revenue[firm] / np.maximum(paid + profit, 1.0))
    return Incidents(
        firm, kind, ago, paid * cut, profit * cut, technical * cut, days, major, stops, destroy, leak, spread
    )


_COLUMNS = ("p_major", "p_destroy", "p_leak", "p_spread", "days_factor")


def _share(share: Array, shift: Array) -> Array:
    with np.errstate(divide="ignore"):
        return np.asarray(1 / (1 + np.exp(-(np.log(share) - np.log1p(-share) + shift))))


def _bill(content: Content, name: str, growth: Array, z: Array, chance: np.random.Generator) -> Array:
    head = content.heads[name]
    bought = 1.0 if name == "fraud" else head.bought
    median, sd = np.sqrt(head.low * head.high), np.log(head.high / head.low) / (2 * NormalDist().inv_cdf(0.9))
    scale = growth if head.scaled else content.parameters["price"] if head.section == "expense" else 1.0
    return np.asarray((chance.random(len(z)) < bought) * median * np.exp(sd * z) * scale)
