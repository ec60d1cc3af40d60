"""The only place that calls HiGHS (https://highs.dev), the solver of linear models in whole numbers.

One thread and the default seed, so that the same model has the same answer; no gap is allowed; the limit is one of
nodes, since one of time would make answers depend on what else the machine does.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import highspy
from highspy._core import _Highs

from coaching.common.rules.linear import Answer, Model, Objective, Status

MOST_NODES = 20_000

_CLAIMS: dict[highspy.HighsModelStatus, Status] = {
    highspy.HighsModelStatus.kOptimal: "optimal",
    highspy.HighsModelStatus.kInfeasible: "impossible",
    highspy.HighsModelStatus.kSolutionLimit: "limit",
    highspy.HighsModelStatus.kIterationLimit: "limit",
}


def solve(model: Model, objective: Objective, presolve: bool, known: Sequence[int] | None = None) -> Answer:
    """Returns what HiGHS says of the model. `known` is a solution to start from, which the answer is not worse than."""
    if not model.tops:
        return Answer("optimal", (), 0.0)  # HiGHS takes no model without columns; rows are for whoever checks
    # The bare class: what highspy puts round it writes a banner to the standard output and is not typed.
    highs = _Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("mip_max_nodes", MOST_NODES)
    highs.setOptionValue("presolve", "on" if presolve else "off")
    highs.passModel(_as_highs(model, objective))
    if known is not None:
        start = highspy.HighsSolution()
        start.col_value = [float(value) for value in known]
        highs.setSolution(start)
    highs.run()
    status = _CLAIMS.get(highs.getModelStatus(), "failed")
    info = highs.getInfo()
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    return Answer(status, tuple(highs.getSolution().col_value) if found else None, float(info.mip_dual_bound))


def price(model: Model, objective: Objective) -> Sequence[float] | None:
    """Returns what HiGHS says that each row is worth where columns need not be whole; None where it says nothing.
    What is made of it is worked out again (`rules.certified`).
    """
    if not model.tops:
        return None
    highs = _Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    lp = _as_highs(model, objective)
    lp.integrality_ = []
    highs.passModel(lp)
    highs.run()
    solution = highs.getSolution()
    return tuple(solution.row_dual) if solution.dual_valid else None


def _as_highs(model: Model, objective: Objective) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(model.tops), len(model.rows)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = [float(objective.get(column, 0)) for column in range(len(model.tops))]
    lp.col_lower_ = [0.0] * len(model.tops)
    lp.col_upper_ = [float(top) for top in model.tops]
    lp.integrality_ = [highspy.HighsVarType.kInteger] * len(model.tops)
    lp.row_lower_ = [-highspy.kHighsInf if row.least is None else float(row.least) for row in model.rows]
    lp.row_upper_ = [highspy.kHighsInf if row.most is None else float(row.most) for row in model.rows]
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = list(accumulate((len(row.terms) for row in model.rows), initial=0))
    lp.a_matrix_.index_ = [column for row in model.rows for column, _ in row.terms]
    lp.a_matrix_.value_ = [float(value) for row in model.rows for _, value in row.terms]
    return lp
