"""Insurance that a plan may choose: none, what the company has, and forms with other limits, deductibles and interruption cover."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from sonae import measure
from sonae.content import reader
from sonae.insurance import premium
from sonae.insurance.policy import Policy
from sonae.measure import Posture
from sonae.plan.forms import NOTHING, OWN, Form, every_form, title
from sonae.plan.laws import Array, Ints, Laws, Table
from sonae.risk import model
from sonae.values import Text

THREADS = 2  # that settle contracts beside each other
HALF = 0.5  # share of the items in place for which premiums are published


@dataclass(frozen=True, slots=True)
class Cover:
    """Insurance with its price: ``fixed_yen`` a year and ``full_yen`` that falls to ``floor`` of it with all security items in place.

    ``new``: bought only where the six articles are in place or taken as well, for insurers ask about them.
    """

    id: str
    title: Text
    policies: tuple[Policy, ...]
    fixed_yen: float
    full_yen: float
    floor: float
    table: Table
    new: bool = False

    def premium(self, in_place: float) -> float:
        """Yen a year with so large a share of the security items in place."""
        return self.fixed_yen + self.full_yen * (1 - (1 - self.floor) * min(in_place, 1.0))


def offered(laws: Laws, own: Sequence[Policy] = (), chosen: Sequence[Form] | None = None) -> tuple[Cover, ...]:
    """No insurance, the contracts at hand, and every form with the indication of its price for this company.

    Forms are left out where no premium was published for companies of its size. Raises InputError for a contract finer than simulated
    terms hold.
    """
    none = Cover(NOTHING, title(NOTHING), (), 0.0, 0.0, 1.0, laws.table())
    have = [_own(laws, own)] if own else []
    return (none, *have, *_priced(laws, every_form() if chosen is None else chosen))


def _own(laws: Laws, own: Sequence[Policy]) -> Cover:
    paid = [premium.discounted(one) for one in own]
    yen = sum(one.stated_yen or one.annual_yen for one in paid if one)
    yen += sum(int(one.term("premium.annual", 0)) for one, known in zip(own, paid, strict=True) if not known)
    return Cover(OWN, title(OWN), tuple(own), float(yen), 0.0, 1.0, laws.table(own))


def _priced(laws: Laws, chosen: Sequence[Form]) -> Iterator[Cover]:
    """Each form with its price: the indication of its plan, and for what the published examples do not hold (interruption cover, another
    deductible) the difference of expected payments over the share that claims take of premiums."""
    company, half = laws.model.company, premium.posture_factor(HALF)
    central = {form.plan: premium.indication(company, HALF, plan=form.plan).yen for form in chosen}
    known = [form for form in chosen if central[form.plan] is not None]
    rates, tables = _half_way(laws), _tables(laws, known)
    usual = {form.plan: tables[form.id] for form in known if form.published}
    least = reader.toml("plan", "forms")["smallest"]["share_left"]
    for form in known:
        price, table = central[form.plan], tables[form.id]
        assert price is not None
        more = float(rates @ (usual[form.plan].mean - table.mean)) if form.plan in usual else 0.0
        yen = max(price.central + premium.loaded(more).central, least * price.central)
        yield Cover(form.id, form.title, (form.policy,), 0.0, yen / half, premium.posture_factor(1.0), table, True)


def _tables(laws: Laws, chosen: Sequence[Form]) -> dict[str, Table]:
    """What each class costs under each form; parts that forms have in common are settled once, beside each other."""
    kinds = dict[tuple[str, int], dict[int, Policy]]()
    for part in (part for form in chosen for part in form.parts):
        kinds.setdefault(part.kind, {})[part.limit_yen] = part.policy
    with ThreadPoolExecutor(THREADS) as pool:
        paid = dict(zip(kinds, pool.map(lambda policies: _paid(laws, policies), kinds.values()), strict=True))
    return {form.id: laws.kept([paid[part.kind][part.limit_yen] for part in form.parts]) for form in chosen}


def _paid(laws: Laws, policies: Mapping[int, Policy]) -> dict[int, Ints]:
    """Yen paid of each incident by limit; what does not reach a lower limit is paid alike under a higher one."""
    found = dict[int, Ints]()
    yen, reached, last = laws.together[1].sum(axis=1), -1, np.zeros(0, np.int64)
    for limit in sorted(policies):
        more = np.flatnonzero(yen > reached)
        own = np.zeros_like(yen) if reached < 0 else last.copy()
        own[more] = laws.paid(policies[limit], more)
        found[limit], reached, last = own, limit, own
    return found


def _half_way(laws: Laws) -> Array:
    """Incidents a year with half of the items in place, for which premiums are published."""
    now, half = laws.model, Posture(dict.fromkeys(measure.effects(), HALF))
    frequency, major = (model.effect_sums(half, kind, now.content) for kind in ("frequency", "major"))
    return laws.rates(frequency, major, 0.0)
