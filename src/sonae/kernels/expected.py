"""Expected values on a network: the mean field of a year's hits, and what a hit of each firm is worth."""

from sonae.kernels.contagion import Reals, Records, Singles
from sonae.kernels.jit import kernel
from sonae.kernels.sampling import Whole


@kernel
def bases(firms: Records, links: Records, weak: Singles, out: Records) -> None:
    """What a link passes on before it is scaled: the customer's weakness times this supplier's share of its purchases."""
    for u in range(len(firms)):
        for e in range(firms[u].first, firms[u].last):
            out[e].chance = links[e].chance * weak[links[e].to]
            out[e].to = links[e].to


@kernel
def mean_field(
    firms: Records,
    links: Records,
    scale: float,
    most: float,
    direct: Reals,
    hit: Reals,
    scratch: Reals,
    rounds: Whole,
    close: float,
) -> float:
    """p_v = 1 - (1 - a_v) prod_u (1 - q_uv p_u) by repeated passes from ``hit``, which becomes the result.

    q is ``scale`` times the link's chance, at most ``most``. Ends after ``rounds`` passes or when no firm moves by more than ``close``; returns the
    largest move of the last pass.
    """
    largest = 0.0
    for _ in range(rounds):
        scratch[:] = 1.0
        for u in range(len(firms)):
            p = scale * hit[u]
            limit = most * hit[u]
            for e in range(firms[u].first, firms[u].last):
                scratch[links[e].to] *= 1.0 - min(links[e].chance * p, limit)
        largest = 0.0
        for v in range(len(firms)):
            p = 1.0 - (1.0 - direct[v]) * scratch[v]
            largest = max(largest, abs(p - hit[v]))
            hit[v] = p
        if largest <= close:
            break
    return largest


@kernel
def adjoint(
    firms: Records,
    links: Records,
    scale: float,
    most: float,
    hit: Reals,
    worth: Reals,
    value: Reals,
    rounds: Whole,
    close: float,
) -> float:
    """value_u = worth_u + sum_v q_uv (1 - p_v) value_v: what a hit of u costs, its own and all it passes on.

    Starts from ``value``; returns the largest relative move of the last pass.
    """
    largest = 0.0
    for _ in range(rounds):
        largest = 0.0
        for u in range(len(firms) - 1, -1, -1):
            passed = worth[u]
            for e in range(firms[u].first, firms[u].last):
                v = links[e].to
                passed += min(links[e].chance * scale, most) * (1.0 - hit[v]) * value[v]
            if passed > 0.0:
                largest = max(largest, abs(passed - value[u]) / passed)
            value[u] = passed
        if largest <= close:
            break
    return largest
