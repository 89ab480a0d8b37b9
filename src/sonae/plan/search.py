"""The best plan for a budget, with a proof of how far from the best it can be: branch and bound over covers, backup and picks.

Every box of plans has a floor (``bounds``). The box with the lowest floor is looked at next: its mixed-integer program gives a plan,
whose true value may become the best known, and a higher floor; picks whose reduced cost alone would lift the floor above the best known
value are ruled out, which narrows the box and raises its floor again. The search ends when no floor lies more than the wanted gap below
the best known value, or when the time is up: the gap is then what it is, and said.
"""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter

import numpy as np

from sonae.content import reader
from sonae.plan.bounds import Box, Floor, Lattice
from sonae.plan.covers import Cover
from sonae.plan.laws import Array
from sonae.plan.problem import Choice, Picks, Problem
from sonae.plan.program import Minimum, Program, minimise

ALIKE = 1.05  # a box whose 99 % years differ by less is not cut by them


@dataclass(frozen=True, slots=True)
class Best:
    """The plan found and its proof: no plan within the budget has a value below ``floor``. ``complete``: the wanted gap was reached."""

    choice: Choice
    floor: float
    complete: bool

    @property
    def gap(self) -> float:
        """How far the plan may be from the best one, as a share of its value."""
        return max(1.0 - self.floor / self.choice.value, 0.0) if self.choice.value > 0 else 0.0


@dataclass(order=True, slots=True)
class _Node:
    floor: float
    number: int
    root: int = field(compare=False)
    box: Box = field(compare=False)
    opened: bool = field(compare=False)


class Search:
    """One budget of one problem. ``known``: floors under each root box that were proved for a larger budget; they hold here as well."""

    def __init__(
        self, problem: Problem, budget: float, *, wanted: float | None = None, known: Sequence[float] = ()
    ) -> None:
        content = reader.toml("plan", "choosing")["gap"]
        self.problem, self.budget = problem, budget
        self.wanted = content["wanted"] if wanted is None else wanted
        self.boxes, self.until = content["boxes"], perf_counter() + content["seconds"]
        self.best: Choice | None = None
        self.roots = _roots(problem, budget)
        self.first = list(known) or [float("-inf")] * len(
            self.roots
        )  # floors of the roots before anything is ruled out
        self.nodes: list[_Node] = []
        self.count = 0

    def run(self, candidates: Iterable[tuple[Picks, Cover]] = ()) -> Best:
        """Search; ``candidates`` are plans known to be good. The articles alone are always one."""
        least = self.problem.covers[0]
        for picks, cover in [(self.problem.asked(least, self.budget), least), *candidates]:
            self.consider(picks, cover)
        if self.best is None:
            raise ValueError(f"no plan keeps to a budget of {self.budget:.0f} yen")
        for root, box in enumerate(self.roots):
            self.push(self.first[root], root, box, opened=False)
        looked = 0
        while self.nodes and self.nodes[0].floor < self.enough and looked < self.boxes and perf_counter() < self.until:
            node = heapq.heappop(self.nodes)
            if node.opened:
                looked += 1
                self.look(node)
            else:
                self.open(node.box, node.floor, node.root)
        floor = min([node.floor for node in self.nodes] + [self.best.value])
        return Best(self.best, max(floor, 0.0), floor >= self.enough)

    @property
    def enough(self) -> float:
        """A floor at which nothing is left to prove."""
        assert self.best is not None
        return self.best.value * (1 - self.wanted)

    def proved(self) -> list[float]:
        """A floor under each root box: for the same problem under a smaller budget."""
        assert self.best is not None
        left = [self.best.value] * len(self.roots)
        for node in self.nodes:
            left[node.root] = min(left[node.root], node.floor)
        return [max(first, own) for first, own in zip(self.first, left, strict=True)]

    def push(self, floor: float, root: int, box: Box, *, opened: bool) -> None:
        """Keep a box for later."""
        self.count += 1
        heapq.heappush(self.nodes, _Node(floor, self.count, root, box, opened))

    def consider(self, picks: Picks, cover: Cover) -> None:
        """Keep a plan if it is allowed and better than the best known."""
        if self.problem.allowed(picks, cover, self.budget):
            choice = self.problem.choice(picks, cover)
            if self.best is None or choice.value < self.best.value:
                self.best = choice

    def open(self, box: Box, floor: float, root: int) -> None:
        """Add a box with its floor from the linear program, unless it holds nothing of interest."""
        assert self.best is not None
        program = self.program(box)
        solved = self.solve(program[0], program[1], whole=False) if program else None
        if program is None or solved is None:
            return
        if box is self.roots[root]:
            self.first[root] = max(self.first[root], solved.floor)
        if solved.floor < self.best.value:
            self.consider(solved.picks > 0.5, box.cover)
        box = _ruled_out(program[0], solved, self.best.value)
        if not box.empty:
            self.push(max(floor, solved.floor), root, box, opened=True)

    def program(self, box: Box) -> tuple[Box, Floor] | None:
        """The floor of a box, and the box with its 99 % years narrowed; None where no plan can be."""
        lattice = Lattice(self.problem, box, self.budget)
        slopes = lattice.slopes()
        if slopes is None:
            return None
        return replace(box, t_low=slopes.t_low, t_high=slopes.t_high), lattice.floor(slopes)

    def look(self, node: _Node) -> None:
        """Solve a box in whole picks; then narrow it, or cut it in two."""
        program = self.program(node.box)
        solved = self.solve(program[0], program[1], whole=True) if program else None
        if program is None or solved is None:
            return
        box, rows = program
        self.consider(solved.picks > 0.5, box.cover)
        floor = max(node.floor, solved.floor)
        if floor >= self.enough:
            self.push(floor, node.root, box, opened=True)
            return
        assert self.best is not None
        relaxed = self.solve(box, rows, whole=False)
        narrow = _ruled_out(box, relaxed, self.best.value) if relaxed else box
        gained = (narrow.most & ~narrow.least).sum() < (node.box.most & ~node.box.least).sum()
        for part in [narrow] if gained else _cut(self.problem, narrow):
            self.open(part, floor, node.root)

    def solve(self, box: Box, floor: Floor, *, whole: bool) -> Minimum | None:
        """The floor's program: picks and a height for each scenario."""
        options, scenarios = len(self.problem.options), self.problem.frequency.shape[1]
        heights = np.zeros((len(floor.scenario), scenarios))
        heights[np.arange(len(heights)), floor.scenario] = -1.0
        rows = [np.hstack([-floor.slope, heights]), self._budget_row(box.cover, scenarios)]
        limits = [-floor.offset, np.array([self.budget - box.cover.premium(self.problem.today[3]) + 0.5])]
        for row, bound in self.problem.rules:
            rows.append(np.append(row, np.zeros(scenarios))[None])
            limits.append(np.array([bound]))
        solved = minimise(
            Program(
                costs=np.append(floor.yearly, np.ones(scenarios)),
                rows=np.vstack(rows),
                limits=np.concatenate(limits),
                lower=np.append(box.least.astype(float), np.zeros(scenarios)),
                upper=np.append(box.most.astype(float), np.full(scenarios, np.inf)),
                whole=options if whole else 0,
            ),
            gap=self.wanted / 4,
            seconds=max(self.until - perf_counter(), 0.05),
        )
        if solved is None:
            return None
        return Minimum(floor.constant + solved.floor, solved.picks[:options], solved.reduced[:options])

    def _budget_row(self, cover: Cover, scenarios: int) -> Array:
        off = -cover.full_yen * (1 - cover.floor) * self.problem.in_place
        return np.append(self.problem.first + off, np.zeros(scenarios))[None]


def _roots(problem: Problem, budget: float) -> list[Box]:
    """One box a cover, and two where the tried backup is still open: its effect is not a matter of degree."""
    free = np.zeros(len(problem.options), bool)
    boxes = []
    for cover in problem.covers:
        whole = Box(cover, problem.asked(cover, budget), ~free, 0.0, float("inf"))
        if problem.backup is None or problem.today[2]:
            boxes.append(whole)
            continue
        place = np.arange(len(free)) == problem.backup
        boxes += [replace(whole, least=whole.least | place), replace(whole, most=~place)]
    return [box for box in boxes if not box.empty]


def _ruled_out(box: Box, solved: Minimum, best: float) -> Box:
    """The box without the picks that alone would lift its floor above the best known value."""
    room = best - solved.floor
    zero, one = solved.picks < 1e-7, solved.picks > 1 - 1e-7
    never = zero & (solved.reduced > room)
    always = one & (-solved.reduced > room)
    return replace(box, least=box.least | (always & box.most), most=box.most & ~never)


def _cut(problem: Problem, box: Box) -> list[Box]:
    """Two halves: by the 99 % year where that is wide, else by the pick with the largest effect."""
    if box.t_high > ALIKE * max(box.t_low, problem.laws.step):
        middle = float(np.sqrt(max(box.t_low, problem.laws.step) * box.t_high))
        return [replace(box, t_high=middle), replace(box, t_low=middle)]
    free = box.most & ~box.least
    if not free.any():
        return []
    weigh = np.where(free, (problem.frequency + problem.major).sum(axis=1), -1.0)
    place = np.arange(len(free)) == int(weigh.argmax())
    return [replace(box, least=box.least | place), replace(box, most=box.most & ~place)]
