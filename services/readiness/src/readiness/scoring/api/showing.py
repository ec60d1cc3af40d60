"""Results and explanations in the shape in which routes answer them."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from readiness.scoring.queries.results import ResultRecord
from readiness.scoring.queries.verifications import VerificationRecord
from readiness.scoring.rules.across import AcrossQuestions
from readiness.scoring.rules.agreement import Coefficient, Defined, NotDefined
from readiness.scoring.rules.explain import Answers, ExplainedGate, Mean, Node, WhyLeftOut
from readiness.scoring.rules.groups import Group
from readiness.scoring.rules.response import GroupResponse
from readiness.scoring.rules.scores import ConditionScore, GateOutcome, LevelReached, question_score
from readiness.scoring.schemas.explanation import (
    AnswerLine,
    ConditionExplained,
    ExplanationOut,
    GateExplained,
    GroupExplained,
    LevelOut,
    NotCounted,
    QuestionExplained,
)
from readiness.scoring.schemas.results import (
    AgreementOut,
    CoefficientOut,
    ConditionScoreOut,
    GateOut,
    GroupScore,
    LevelReachedOut,
    ResponseOut,
    ResultOut,
    ResultSummary,
    RoleAsked,
    VerifiedBeside,
)
from readiness.scoring.schemas.verifying import VerificationOut
from readiness.scoring.usecases.known_results import ReadResult
from readiness.scoring.usecases.read_result import ExplainedResult


def result_summary(record: ResultRecord) -> ResultSummary:
    return ResultSummary.model_validate(record)


def result_out(
    found: ReadResult,
    responses: Sequence[GroupResponse],
    agreement: Sequence[AcrossQuestions],
    verified: Sequence[VerificationRecord],
) -> ResultOut:
    assessment, scores = found.assessment, found.scores
    weights = {one.key: one.weight for one in found.terms.conditions}
    return ResultOut(
        **result_summary(found.record).model_dump(),
        public_record=True,
        instrument_id=assessment.instrument_id,
        instrument_version=assessment.instrument_version,
        level=assessment.level,
        site_id=assessment.site_id,
        target=found.terms.ladder.target,
        reaches=_level(scores.level),
        confidence=scores.confidence,
        gates=[GateOut(**_gate(one)) for one in scores.gates],
        conditions=[_condition(one, weights[one.condition]) for one in scores.conditions],
        responses=[_response(one) for one in responses],
        agreement=[_agreement(one) for one in agreement],
        verified=[_verified(found, one) for one in verified],
    )


def _level(found: LevelReached) -> LevelReachedOut:
    return LevelReachedOut(key=found.key, by_score=found.by_score, held_by=list(found.held_by))


def _gate(found: GateOutcome) -> dict[str, object]:
    return {
        "condition": found.condition,
        "question": found.question,
        "threshold": found.threshold,
        "score": found.score,
        "status": found.status,
    }


def _condition(found: ConditionScore, weight: Decimal) -> ConditionScoreOut:
    groups = [
        GroupScore(
            group=one.group.key,
            roles=list(one.group.roles),
            weight=one.group.weight,
            score=one.score,
            confidence=one.confidence,
        )
        for one in found.roles
    ]
    return ConditionScoreOut(
        condition=found.condition,
        weight=weight,
        score=found.score,
        reaches=_level(found.level),
        confidence=found.confidence,
        groups=groups,
    )


def _response(found: GroupResponse) -> ResponseOut:
    roles = [RoleAsked.model_validate(one) for one in found.asked]
    return ResponseOut(roles=roles, submitted=found.submitted, response=found.response, coverage=found.coverage)


def _agreement(found: AcrossQuestions) -> AgreementOut:
    return AgreementOut(
        group=found.group.key,
        levels=found.levels,
        questions=list(found.questions),
        alpha=_coefficient(found.alpha),
        alpha_low=None if isinstance(found.interval, NotDefined) else found.interval.low,
        alpha_high=None if isinstance(found.interval, NotDefined) else found.interval.high,
        interval_not_defined_because=found.interval.words if isinstance(found.interval, NotDefined) else None,
        ac2=_coefficient(found.ac2),
    )


def _coefficient(found: Coefficient) -> CoefficientOut:
    if isinstance(found, Defined):
        return CoefficientOut(value=found.shown, not_defined_because=None)
    return CoefficientOut(value=None, not_defined_because=found.words)


def _verified(found: ReadResult, one: VerificationRecord) -> VerifiedBeside:
    return VerifiedBeside(
        question=one.question,
        self_rated=question_score(found.scores.cells, one.question),
        verified=one.score,
        verified_by=one.verified_by,
        verified_on=one.verified_on,
    )


def verification_out(one: VerificationRecord) -> VerificationOut:
    return VerificationOut.model_validate(one)


def explanation_out(found: ExplainedResult, condition: str | None) -> ExplanationOut:
    """Returns the explanation, of one condition only where it is named."""
    result, explanation = found
    groups = {cell.group.key: cell.group for cell in result.scores.cells}
    levels = dict(explanation.condition_levels)
    conditions = [
        ConditionExplained(
            **_part(weight, share, because, node),
            condition=key,
            reaches=_level(levels[key]),
            groups=_groups(node, groups) if isinstance(node, Mean) else [],
        )
        for key, weight, share, because, node in _children(explanation.whole)
        if condition in (None, key)
    ]
    return ExplanationOut(
        assessment_id=result.record.assessment_id,
        result=result.record.result,
        depth=explanation.depth,
        levels=[LevelOut.model_validate(one) for one in explanation.ladder.levels],
        target=explanation.ladder.target,
        score=explanation.whole.score,
        reaches=_level(explanation.level),
        conditions=conditions,
        gates=[_explained_gate(one, groups) for one in explanation.gates if condition in (None, one.outcome.condition)],
    )


_Child = tuple[str, Decimal, Decimal | None, WhyLeftOut | None, Node | None]


def _children(mean: Mean) -> Iterable[_Child]:
    """Yields the parts that count, then those that are left out: key, weight, share, why left out, and the node."""
    for part in mean.parts:
        key = part.node.group.key if mean.of == "gate" and isinstance(part.node, Answers) else _key(part.node)
        yield key, part.weight, part.share, None, part.node
    for one in mean.left_out:
        yield one.key, one.weight, None, one.because, one.node


def _key(node: Node) -> str:
    return node.question if isinstance(node, Answers) else node.key


def _part(weight: Decimal, share: Decimal | None, because: WhyLeftOut | None, node: Node | None) -> dict[str, object]:
    return {"weight": weight, "share": share, "because": because, "score": None if node is None else node.score}


def _groups(mean: Mean, groups: Mapping[str, Group]) -> list[GroupExplained]:
    return [
        GroupExplained(
            **_part(weight, share, because, node),
            group=key,
            roles=list(groups[key].roles) if key in groups else [key],
            questions=_questions(node),
        )
        for key, weight, share, because, node in _children(mean)
    ]


def _questions(node: Node | None) -> list[QuestionExplained]:
    if isinstance(node, Answers):
        return [_question(node.question, Decimal(1), Decimal(1), None, node)]
    return [] if node is None else [_question(*child) for child in _children(node)]


def _question(
    key: str, weight: Decimal, share: Decimal | None, because: WhyLeftOut | None, node: Node | None
) -> QuestionExplained:
    answers = node if isinstance(node, Answers) else None
    return QuestionExplained(
        **_part(weight, share, because, node),
        question=key,
        stands=answers is not None and answers.stands,
        lines=[] if answers is None else [AnswerLine.model_validate(one) for one in answers.lines],
        not_counted=NotCounted() if answers is None else NotCounted(**dict(answers.not_counted)),
    )


def _explained_gate(one: ExplainedGate, groups: Mapping[str, Group]) -> GateExplained:
    return GateExplained(**_gate(one.outcome), groups=_groups(one.node, groups))
