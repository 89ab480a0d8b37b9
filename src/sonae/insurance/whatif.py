"""What changed contracts would bring in the same simulated years: the ground on which coverage gaps are judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sonae.company import Company
from sonae.evidence import Evidence
from sonae.insurance import premium
from sonae.insurance.holes import Cost, Kind
from sonae.insurance.policy import Policy, with_terms
from sonae.insurance.premium import Band
from sonae.values import Text

if TYPE_CHECKING:
    from sonae.insurance.variants import Years  # numba is loaded only where years are simulated
    from sonae.kernels.sampling import Ints

CLEAR = Text("", "")
ASK = Cost("ask", None)


@dataclass(frozen=True, slots=True)
class Look:
    """Everything that gaps are judged by; ``years`` None where nothing is simulated."""

    company: Company
    policies: tuple[Policy, ...]
    proofs: tuple[Evidence, ...]
    today: date
    years: "Years | None"

    def having(self, section: str) -> tuple[Policy, ...]:
        """The contracts with a section."""
        return tuple(policy for policy in self.policies if policy.bought(section))


@dataclass(frozen=True, slots=True)
class Found:
    """What one test found. ``policy`` is the contract at fault, ``risk`` yen a year at stake and ``gain`` what closing would bring."""

    state: str
    policy: Policy | None = None
    risk: "Ints | None" = None
    gain: "Ints | None" = None
    cost: Cost = ASK
    note: Text = CLEAR
    due: date | None = None
    code: str | None = None


def closed(note: Text = CLEAR) -> Found:
    return Found("closed", note=note)


def first(look: Look) -> Policy | None:
    return next(iter(look.policies), None)


def missing_cover(
    look: Look,
    kind: Kind,
    changes: Mapping[str, Any],
    *,
    cover: str,
    only: Sequence[str] = (),
    but: Sequence[str] = (),
    policy: Policy | None = None,
) -> Found:
    """A missing cover: the costs of its heads are at stake; buying it is the contract with ``changes``."""
    own = policy or first(look)
    if look.years is None:
        return Found("open", own, cost=cost_of(look, cover, None))
    wanted = list(only) or [name for name in look.years.kinds if name not in but]
    risk = look.years.cost(kind.heads, wanted)
    base = own or Policy("none", 1, look.today, look.today, look.today, frozenset(), {}, "")
    rest = [other for other in look.policies if other is not own]
    gain = look.years.gain(look.policies, [*rest, with_terms(base, changes)])
    return Found("open", own, risk, gain, cost_of(look, cover, gain))


def biting(look: Look, eased: Sequence[Policy], own: Sequence[Policy]) -> Found:
    """A term that bites: what contracts would pay more without it is at stake."""
    if look.years is None:
        return Found("open", own[0])
    rest = [policy for policy in look.policies if policy not in own]
    gain = look.years.gain(look.policies, [*rest, *eased])
    return Found("open" if gain.any() else "closed", own[0], gain, gain, cost_of(look, "", gain))


def cost_of(look: Look, cover: str, gain: "Ints | None") -> Cost:
    for policy in look.policies:
        for option in policy.term("premium.options", ()):
            if option["cover"] == cover:
                return Cost("quoted", Band(option["annual"], option["annual"], option["annual"]))
    if gain is None or not gain.any():
        return ASK
    return Cost("expected", premium.loaded(float(gain.mean())))
