"""A linear program, or one in whole numbers, handed to HiGHS: costs to minimise under rows with an upper limit."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sonae.plan.laws import Array

if TYPE_CHECKING:
    import highspy


@dataclass(frozen=True, slots=True)
class Program:
    """Minimise ``costs @ x`` where ``rows @ x <= limits`` and ``lower <= x <= upper``; the first ``whole`` of x are whole numbers.

    Shapes: costs, lower and upper (n,), rows (m, n), limits (m,).
    """

    costs: Array
    rows: Array
    limits: Array
    lower: Array
    upper: Array
    whole: int = 0


@dataclass(frozen=True, slots=True)
class Minimum:
    """What no x can be below (``floor``), the best x found (zeros where time ended before one was), and its reduced costs (zero where
    numbers are whole)."""

    floor: float
    picks: Array
    reduced: Array


def minimise(program: Program, *, gap: float, seconds: float) -> Minimum | None:
    """The least cost; None only where it is proved that nothing is allowed.

    In whole numbers it is proved to the relative ``gap`` unless ``seconds`` end first: the floor is then what was proved by that time.

    >>> least = Program(np.array([-3.0, -2.0]), np.array([[2.0, 1.0]]), np.array([2.0]), np.zeros(2), np.ones(2), whole=2)
    >>> minimise(least, gap=0.0, seconds=5.0).picks.tolist()
    [1.0, 0.0]
    """
    import highspy  # only when a plan is searched

    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    options: dict[str, bool | int | float | str] = {"output_flag": False, "threads": 1, "parallel": "off"}
    if program.whole:
        options |= {"time_limit": seconds, "mip_rel_gap": gap}
    for option, value in options.items():
        solver.setOptionValue(option, value)
    solver.passModel(_model(program))
    solver.run()
    if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        return None
    info, solution = solver.getInfo(), solver.getSolution()
    nothing = np.zeros(len(program.costs))
    if not program.whole:
        return Minimum(info.objective_function_value, np.array(solution.col_value), np.array(solution.col_dual))
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    return Minimum(info.mip_dual_bound, np.array(solution.col_value) if found else nothing, nothing)


def _model(program: Program) -> "highspy.HighsLp":
    import highspy

    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = program.rows.shape
    model.col_cost_, model.col_lower_, model.col_upper_ = program.costs, program.lower, program.upper
    model.row_lower_, model.row_upper_ = np.full(len(program.limits), -np.inf), program.limits
    at = program.rows != 0
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.append(0, at.sum(axis=1).cumsum())
    model.a_matrix_.index_ = np.nonzero(at)[1]
    model.a_matrix_.value_ = program.rows[at]
    kinds = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    if program.whole:
        model.integrality_ = [kinds[place >= program.whole] for place in range(len(program.costs))]
    return model
