"""Two results side by side, in the shape in which a route answers them."""

from readiness.scoring.api.showing import result_summary
from readiness.scoring.rules.comparison import ConditionDelta, Delta, QuestionDelta
from readiness.scoring.rules.groups import Group
from readiness.scoring.schemas.comparing import (
    ConditionDeltaOut,
    DeltaOut,
    GroupOfCondition,
    GroupOfQuestion,
    QuestionDeltaOut,
    ResultComparison,
)
from readiness.scoring.usecases.compare_results import ComparedResults

TOO_LITTLE = "Too little of the weight is asked in the same words and scored alike: compare by condition or question."


def comparison_out(found: ComparedResults) -> ResultComparison:
    comparable = found.whole is not None and found.whole.comparable
    return ResultComparison(
        before=result_summary(found.before.record),
        after=result_summary(found.after.record),
        comparable=comparable,
        kept=None if found.whole is None else found.whole.share,
        why_not=None if comparable else found.why_not or TOO_LITTLE,
        whole=_delta(found.comparison.whole) if comparable else None,
        conditions=[_condition(found, one) for one in found.comparison.conditions],
        questions=[_question(one) for one in found.questions],
        only_before=list(found.comparison.only_before),
        only_after=list(found.comparison.only_after),
    )


def _condition(found: ComparedResults, one: ConditionDelta) -> ConditionDeltaOut:
    kept = found.conditions.get(one.condition)
    comparable = kept is not None and kept.comparable
    groups = [
        GroupOfCondition(**_named(role.group), delta=_delta(role.delta), questions=list(role.questions))
        for role in one.roles
    ]
    return ConditionDeltaOut(
        condition=one.condition,
        comparable=comparable,
        kept=None if kept is None else kept.share,
        delta=_delta(one.delta) if comparable else None,
        groups=groups if comparable else [],
    )


def _question(one: QuestionDelta) -> QuestionDeltaOut:
    groups = [GroupOfQuestion(**_named(group), delta=_delta(delta)) for group, delta in one.groups]
    return QuestionDeltaOut(question=one.question, earlier=one.earlier, groups=groups)


def _named(group: Group) -> dict[str, object]:
    return {"group": group.key, "roles": list(group.roles)}


def _delta(found: Delta) -> DeltaOut:
    return DeltaOut.model_validate(found)
