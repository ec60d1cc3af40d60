"""What a ranked list is worked out of, and who may see what of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from readiness.selection.queries.applications import ApplicationRecord, find_received
from readiness.selection.queries.calls import CallRecord
from readiness.selection.queries.reviewing import (
    ConflictRecord,
    SheetRecord,
    conflict_of,
    find_conflicts,
    find_reviewer_of,
    find_sheets,
    sheet_of,
)
from readiness.selection.rules.calls import CallState
from readiness.selection.rules.ranking import RankedList, TieRule, commitment_of, rank
from readiness.selection.rules.scores import (
    Conflict,
    Criterion,
    Scored,
    Sheet,
    score_applications,
    without_conflicted,
    without_conflicts,
)
from readiness.selection.rules.sensitivity import Cut
from shared.db.query import Transaction


@dataclass(frozen=True, slots=True)
class Material:
    """The applications of a call that are judged, in the order of their ids, and what reviewers said of them."""

    call: CallRecord
    applications: tuple[UUID, ...]
    given: Sequence[SheetRecord]
    declared: Sequence[ConflictRecord]

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return self.call.terms.rule_criteria()

    @property
    def ties(self) -> TieRule:
        return self.call.terms.rule_ties(commitment_of(self.call.seed))

    @property
    def conflicts(self) -> list[Conflict]:
        return [conflict_of(one) for one in self.declared]

    @property
    def sheets(self) -> list[Sheet]:
        """Those that count, of the applications that are judged."""
        here = set(self.applications)
        sheets = [sheet_of(one) for one in self.given if one.application_id in here]
        return without_conflicts(sheets, self.conflicts)

    @property
    def scored(self) -> tuple[Scored, ...]:
        return score_applications(self.applications, self.sheets, self.criteria, minimum=self.call.terms.reviewers)

    @property
    def ranked(self) -> RankedList:
        return rank(self.scored, self.ties, self.call.seed)

    @property
    def cut(self) -> Cut:
        return Cut(self.scored, self.criteria, self.ties, self.call.seed, self.call.terms.capacity)

    def seen_by(self, reviewer: UUID | None) -> "Material":
        """Returns what is left for a reviewer, who knows nothing of applications that they must not judge."""
        if reviewer is None:
            return self
        seen = without_conflicted(self.applications, reviewer, self.conflicts)
        return Material(self.call, seen, self.given, self.declared)

    def owed_by(self, reviewer: UUID | None) -> int:
        """Returns how many sheets a reviewer still has to give; none once decisions are released."""
        if reviewer is None or self.call.state is CallState.DECIDED:
            return 0
        given = {one.application for one in self.sheets if one.reviewer == reviewer}
        return len(set(self.seen_by(reviewer).applications) - given)


def judged(received: Sequence[ApplicationRecord]) -> tuple[ApplicationRecord, ...]:
    """Returns the applications that are judged: all that were not withdrawn before the release."""
    return tuple(one for one in received if one.state == "submitted" or one.standing is not None)


async def load_material(session: Transaction, call: CallRecord) -> Material:
    received = judged(await find_received(session, call.district_id, call.call_id))
    return Material(
        call,
        tuple(one.application_id for one in received),
        await find_sheets(session, call.call_id),
        await find_conflicts(session, call.call_id),
    )


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks at a host's board: which reviewer they are, if any, and the applications that they must not judge."""

    reviewer: UUID | None
    hidden: frozenset[UUID]


async def find_viewer(session: Transaction, call_id: UUID, subject: str) -> Viewer:
    reviewer = await find_reviewer_of(session, call_id, subject)
    if reviewer is None:
        return Viewer(None, frozenset())
    declared = await find_conflicts(session, call_id)
    return Viewer(reviewer, frozenset(one.application_id for one in declared if one.reviewer_id == reviewer))
