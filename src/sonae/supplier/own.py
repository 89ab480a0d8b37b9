"""A company's own suppliers and customers, typed in or from a table, as a small network around it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from sonae import company
from sonae.company import Company
from sonae.supplier import calibrate, contagion, network, parameters
from sonae.supplier import company as one
from sonae.supplier.calibrate import SHARES, Ready
from sonae.supplier.network import NO_SCORE, Network, Traits
from sonae.supplier.partner import Answer, Band, Partner

US = 0  # the row of the company itself
INCIDENTS = 10_000


def build(firm: Company, score: int | None, partners: Sequence[Partner]) -> Network:
    """The company in row 0 and its partners behind it, in the order of the list.

    >>> firm = company.typical(company.industries()["manufacturing"], 20)
    >>> net = build(firm, 50, [Partner("a", "supplier", "ict", 5, "high"), Partner("b", "customer", "trade", 50, "low")])
    >>> net.links["to"].tolist(), [round(float(share), 2) for share in net.links["chance"]]
    ([2, 0], [0.05, 0.5])
    """
    content, known = parameters.load(), list(company.industries())
    scores = [score, *(partner.score for partner in partners)]
    traits = Traits(
        size=np.array([firm.employees, *(partner.employees for partner in partners)], np.float32),
        score=np.array([NO_SCORE if value is None else value for value in scores], np.int8),
        industry=np.array([known.index(name) for name in (firm.industry, *(p.industry for p in partners))], np.uint8),
        prefecture=np.zeros(len(scores), np.uint8),
        direct=np.empty(0),
        loss=np.empty(0, np.int64),
    )
    ends = sorted((k, US) if p.role == "supplier" else (US, k) for k, p in enumerate(partners, start=1))
    pairs = np.array(ends, np.int32).reshape(-1, 2)
    net = network.build(
        traits, pairs[:, 0].copy(), pairs[:, 1].copy(), origin="table", made={"firms": len(scores), "own": True}
    )
    net.links["chance"] = _shares(ends, partners)
    weak = calibrate.weakness(traits.score, content).astype(np.float64)
    direct = content["incidence"] * weak  # partners with all that reaches them from their own partners
    direct[US] *= 1 - content["partner_share"]
    return replace(net, direct=np.minimum(direct, calibrate.MOST_OF_LINK))


def _shares(ends: Sequence[tuple[int, int]], partners: Sequence[Partner]) -> list[float]:
    """How much of the customer's purchases each link stands for; those of the company never add up to more than all."""
    content = parameters.load()
    shares = [content[f"depends_{partners[max(pair) - 1].weight}"] for pair in ends]
    ours = sum(share for share, (_, customer) in zip(shares, ends, strict=True) if customer == US)
    return [
        share / max(1.0, ours) if customer == US else share for share, (_, customer) in zip(shares, ends, strict=True)
    ]


def answer(
    firm: Company,
    score: int | None,
    partners: Sequence[Partner],
    seed: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> Answer:
    """What happens between a company and its partners. The same list gives the same answer; ``progress`` is told steps done and their
    number."""
    net, steps = build(firm, score, partners), len(SHARES) + 1
    ready = calibrate.prepare(net)
    found = one.threats(ready, US)
    hit = one.if_hit(ready, contagion.lay_out(ready), US, seed, INCIDENTS)
    if progress:
        progress(1, steps)
    bands = []
    for target in SHARES:
        bands.append(_band(calibrate.prepare(net, target=target), SHARES[target]))
        if progress:
            progress(len(bands) + 1, steps)
    return Answer(
        partners=tuple(partners),
        if_hit=hit,
        threats=found,
        stopped_by_any=one.any_of([threat.stops for threat in found]),
        bands=tuple(bands),
    )


def _band(ready: Ready, figure: str) -> Band:
    hit, alone = float(ready.hit[US]), float(ready.direct[US])
    own = ready.links["chance"][ready.network.firms["first"][US] : ready.network.firms["last"][US]]
    reached = float(np.minimum(own * ready.scale, ready.most).sum())
    return Band(parameters.load()[figure], hit, hit - alone, reached)
