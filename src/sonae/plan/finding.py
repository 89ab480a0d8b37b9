"""From a company to its best plan: options and covers, the search over budgets, steps in order, and the check by simulation."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sonae import measure, risk
from sonae.company import Company
from sonae.content import reader
from sonae.insurance.policy import Policy
from sonae.measure import Choice, Measure, Posture
from sonae.plan import (
    Check,
    FrontierPoint,
    Plan,
    Step,
    Wish,
    covers,
    forms,
    frontier,
    laws,
    options,
    ranking,
    schemes,
)
from sonae.plan.problem import Choice as Found
from sonae.plan.problem import Picks, Problem, by_id
from sonae.plan.search import Best
from sonae.risk import Content, simulate

Progress = Callable[[int, int], None]
SURE = 2.0  # standard errors


@dataclass(frozen=True)
class Firm:
    """Everything that a plan of one company starts from."""

    company: Company
    posture: Posture
    measures: Mapping[str, Measure]
    content: Content
    level: float
    supplement: Mapping[str, Choice]
    policies: tuple[Policy, ...]

    @cached_property
    def losses(self) -> ranking.Losses:
        """Losses under any posture, incidents priced once."""
        return ranking.Losses(self.company, self.content, self.level)

    @cached_property
    def today(self) -> tuple[int, int]:
        """Expected loss and bad year today, before insurance."""
        return self.losses.mean_and_tail(self.posture)

    @cached_property
    def laws(self) -> laws.Laws:
        """Priced classes of incidents."""
        return laws.build(risk.build(self.company, self.posture, self.content, level=self.level))

    @cached_property
    def covers(self) -> tuple[covers.Cover, ...]:
        """No insurance first, then what it has, then forms; none but the first where years cannot be simulated."""
        able = simulate.available()
        return covers.offered(self.laws, self.policies if able else (), None if able else ())

    @cached_property
    def options(self) -> tuple[options.Option, ...]:
        """What is still open."""
        return options.open_options(self.company, self.posture, self.measures, self.supplement)

    def problem(self, weight: float | None = None) -> Problem:
        """The choice as numbers; ``weight`` of the bad year as content says by default."""
        usual = float(reader.toml("plan", "choosing")["weight"]["bad_year"])
        return Problem(self.laws, self.options, self.covers, usual if weight is None else weight)

    def measure(self, name: str) -> Measure:
        """The measure or service of this id."""
        return self.measures[name] if name in self.measures else measure.services()[name]


@dataclass(frozen=True)
class Told:
    """A plan found, in whole yen of the exact engine: what insurance takes off is the share that the search's law says."""

    firm: Firm
    problem: Problem
    best: Best

    @property
    def found(self) -> Found:
        """What was found."""
        return self.best.choice

    @cached_property
    def chosen(self) -> tuple[str, ...]:
        """Ids of the measures and services."""
        return tuple(one.id for one, taken in zip(self.problem.options, self.found.picks, strict=True) if taken)

    @cached_property
    def posture(self) -> Posture:
        """What is in place once all of it is done."""
        taken = tuple(one for one, on in zip(self.problem.options, self.found.picks, strict=True) if on)
        return options.improved(self.firm.posture, taken)

    @cached_property
    def gross(self) -> tuple[int, int]:
        """Expected loss and bad year before insurance."""
        return self.firm.losses.mean_and_tail(self.posture)

    @cached_property
    def net(self) -> tuple[int, int]:
        """Expected loss and bad year after insurance."""
        bare = self.problem.laws.year(self.problem.rates(self.found.picks), self.problem.covers[0].table)
        mean, tail = self.gross
        year = self.found.year
        return round(mean * _share(year.mean, bare.mean)), round(tail * _share(year.tail, bare.tail))

    @property
    def yearly(self) -> float:
        """Cost a year, what is paid once spread."""
        return float(self.problem.yearly @ self.found.picks) + self.found.premium

    @property
    def value(self) -> int:
        """Cost a year + expected loss + weight · bad year."""
        return round(self.yearly + self.net[0] + self.problem.weight * self.net[1])


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 1.0


def best(
    firm: Firm,
    wish: Wish,
    fitting: Sequence[str],
    seed: int,
    years: int,
    progress: Progress,
    *,
    over_budgets: bool = True,
) -> Plan:
    """The plan for the wish; see ``sonae.plan.best``."""
    if (wish.budget_yen or 0) < 0 or not 0 <= (wish.weight or 0.0) < float("inf"):
        raise ValueError(f"budget and weight cannot be negative: {wish.budget_yen}, {wish.weight}")
    problem = firm.problem(wish.weight)
    good = ranked(firm, problem, wish.budget_yen)
    points = frontier.frontier(problem, good, progress) if over_budgets else ()
    own = Told(firm, problem, frontier.of_budget(problem, points, wish.budget_yen, good))
    line = tuple(_point(Told(firm, problem, point.best), point) for point in points)
    return replace(told(own, wish.budget_yen, fitting), frontier=line, check=check(own, seed, years))


def ladder(
    firm: Firm, weight: float | None, fitting: Sequence[str], seed: int, years: int, progress: Progress
) -> tuple[tuple[FrontierPoint, ...], tuple[Plan, ...]]:
    """The frontier, and for each of its budgets the plan with its steps and its check; see ``sonae.plan.ladder``."""
    problem = firm.problem(weight)
    most = int(reader.toml("plan", "choosing")["frontier"]["budgets"])
    found = frontier.frontier(problem, ranked(firm, problem, None), lambda done, _: progress(done, 2 * most))
    points, plans = list[FrontierPoint](), list[Plan]()
    for number, point in enumerate(found, start=1):
        own = Told(firm, problem, point.best)
        points.append(_point(own, point))
        plans.append(replace(told(own, point.budget, fitting), check=check(own, seed, years)))
        progress(most + most * number // len(found), 2 * most)
    return tuple(points), tuple(plans)


def ranked(firm: Firm, problem: Problem, budget: int | None) -> list[tuple[Picks, covers.Cover]]:
    """The plan of the quick ranking, without insurance and with what the company has: no plan may be worse."""
    picks = by_id(problem, ranking.within(firm.measures, budget, firm.losses, firm.posture))
    return [(picks, cover) for cover in problem.covers[:2]]


def told(own: Told, budget: int | None, fitting: Sequence[str]) -> Plan:
    """A plan with its steps in order: free rules first, what is bought by yen saved for each yen, insurance last."""
    firm = own.firm
    offered = [schemes.schemes()[name] for name in fitting]
    steps = ranking.in_order([firm.measure(name) for name in own.chosen], firm.losses, firm.posture)
    steps = (*steps, *_insurance(own, len(steps)))
    rest = [one for one in firm.measures.values() if own.posture.level.get(one.item, 0.0) < 1.0]
    beyond = ranking.in_order(rest, firm.losses, own.posture)
    return Plan(
        budget_yen=budget,
        aal_yen=firm.today[0],
        tvar99_yen=firm.today[1],
        steps=tuple(_with_schemes(step, offered) for step in steps),
        beyond=tuple(_with_schemes(replace(step, order=step.order + len(steps)), offered) for step in beyond),
        searched=True,
        weight=own.problem.weight,
        policy=own.found.cover.id,
        premium_yen=round(own.found.premium),
        value_yen=own.value,
        gap=own.best.gap,
        complete=own.best.complete,
    )


def _with_schemes(step: Step, offered: Sequence[schemes.Scheme]) -> Step:
    return replace(step, schemes=schemes.of_step(offered, step.measure or schemes.INSURANCE))


def _insurance(own: Told, before: int) -> tuple[Step, ...]:
    """Insurance as the last step: its premium is that of the measures before it."""
    if own.found.cover.id == forms.NOTHING:
        return ()
    premium = round(own.found.premium)
    step = Step(
        order=before + 1,
        measure="",
        item="",
        free=False,
        worth=own.gross[0] - own.net[0] >= premium,
        cost_first_year_yen=premium,
        cost_yearly_yen=premium,
        aal_before=own.gross[0],
        aal_after=own.net[0],
        tvar_before=own.gross[1],
        tvar_after=own.net[1],
        policy=own.found.cover.id,
    )
    return (step,)


def _point(own: Told, point: frontier.Point) -> FrontierPoint:
    return FrontierPoint(
        budget_yen=point.budget,
        chosen=own.chosen,
        policy=own.found.cover.id,
        premium_yen=round(own.found.premium),
        cost_first_year_yen=round(own.found.paid),
        cost_yearly_yen=round(own.yearly),
        aal_yen=own.net[0],
        tvar99_yen=own.net[1],
        value_yen=own.value,
        gap=own.best.gap,
        up_to_yen=None if point.up_to >= frontier.NO_LIMIT else int(point.up_to),
    )


def check(own: Told, seed: int, years: int) -> Check | None:
    """Simulate the plan on the incidents that today's company would have; None where years cannot be simulated."""
    if not simulate.available():
        return None
    from sonae.insurance import years as policy_years

    firm, today = own.firm, own.problem.laws.model
    model = risk.build(firm.company, own.posture, firm.content, level=firm.level)
    contracts = own.found.cover.policies
    net = (
        policy_years.simulated(model, contracts, years, seed, stream=today).net
        if contracts
        else simulate.plans([model], years, seed, stream=today)[0]
    )
    error = net.standard_error
    promised = own.net
    near = abs(promised[0] - net.aal_yen) <= SURE * error.aal_yen
    return Check(
        years=years,
        seed=seed,
        promised_aal_yen=promised[0],
        promised_tvar99_yen=promised[1],
        aal_yen=net.aal_yen,
        tvar99_yen=net.tvar["99"],
        aal_standard_error_yen=error.aal_yen,
        tvar99_standard_error_yen=error.tvar["99"],
        within=near and abs(promised[1] - net.tvar["99"]) <= SURE * error.tvar["99"],
    )
