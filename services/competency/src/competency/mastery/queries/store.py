"""Stores what evidence amounts to. The statement takes arrays: a single piece is a batch of one."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from competency.common.parts import Part, unless_all, with_parts
from competency.evidence.queries.store import NEW_EVIDENCE, Piece, evidence_parameters
from competency.learners.queries.learners import Pair
from competency.mastery.models.mastery import Mastery
from competency.mastery.rules.effective_policy import Determined
from competency.mastery.rules.mastery import ItemMastery
from shared.db.query import Command, Query, Transaction, columns


class StoredResult(NamedTuple):
    """What is stored of a learner's mastery of an item: the newest determination."""

    district_id: UUID
    learner_id: UUID
    item_id: UUID
    score: Decimal | None
    mastered: bool
    observed_at: datetime | None
    deciding: UUID | None
    pieces: int
    known_at: datetime
    policy_id: UUID | None
    determined_at: datetime | None
    expires_at: datetime | None
    mastered_since: datetime | None
    criterion_version: int | None

    @property
    def pair(self) -> Pair:
        """The learner and the item."""
        return self.learner_id, self.item_id

    @property
    def as_mastery(self) -> ItemMastery:
        """The result as it is given out."""
        return ItemMastery(
            self.item_id,
            self.score,
            self.mastered,
            self.observed_at,
            self.known_at,
            self.policy_id,
            self.criterion_version,
        )


_RESULTS = Query(
    f"""
select {columns(Mastery, "m")}
  from unnest(cast(:learners as uuid[]), cast(:items as uuid[])) as w(learner_id, item_id)
cross join lateral (
  select {columns(Mastery, "m")} from mastery m where m.learner_id = w.learner_id and m.item_id = w.item_id
    limit 1) m
""",  # noqa: S608
    StoredResult,
)
_DETERMINED = Part(
    "determined",
    """
select learner_id, item_id, score, mastered, observed_at, deciding, pieces, policy_id, expires_at, criterion_version,
       mastered_since
from unnest(cast(:learners as uuid[]), cast(:items as uuid[]), cast(:scores as numeric[]),
            cast(:mastered as boolean[]), cast(:observed as timestamptz[]), cast(:deciding as uuid[]),
            cast(:pieces as int[]), cast(:policies as uuid[]), cast(:expiries as timestamptz[]),
            cast(:criteria as int[]), cast(:since as timestamptz[]))
as d(learner_id, item_id, score, mastered, observed_at, deciding, pieces, policy_id, expires_at, criterion_version,
     mastered_since)
""",
)
_REMEMBERED = Part(
    "remembered",
    """
insert into determination (district_id, learner_id, item_id, known_at, score, mastered, observed_at, deciding, pieces,
                           cause, policy_id, criterion_version)
select cast(:district_id as uuid), learner_id, item_id, cast(:known_at as timestamptz), score, mastered, observed_at,
       deciding, pieces, cast(:cause as text), policy_id, criterion_version
from determined
""",
)
_STORE = """
insert into mastery as m (district_id, learner_id, item_id, score, mastered, observed_at, deciding, pieces, known_at,
                          policy_id, expires_at, criterion_version, mastered_since)
select cast(:district_id as uuid), learner_id, item_id, score, mastered, observed_at, deciding, pieces,
       cast(:known_at as timestamptz), policy_id, expires_at, criterion_version, mastered_since
from determined order by learner_id, item_id
on conflict (district_id, learner_id, item_id) do update
set score = excluded.score, mastered = excluded.mastered, observed_at = excluded.observed_at,
    deciding = excluded.deciding, pieces = excluded.pieces, known_at = excluded.known_at,
    policy_id = excluded.policy_id, expires_at = excluded.expires_at, determined_at = null,
    criterion_version = excluded.criterion_version, mastered_since = excluded.mastered_since
"""


class ResultStore:
    """Writes evidence and results in one statement, together with the parts of those subjects that follow results.

    A follower's part reads `determined` (a row for each learner and item: `learner_id`, `item_id`, `mastered_since` and
    so on), `:district_id` and `:known_at`; `mastery` still has the results of before. `competency.main` declares them.
    """

    def __init__(self) -> None:
        self._statement: Command | None = None

    def declare(self, *followers: Part) -> None:
        """Names the parts of all followers."""
        self._statement = Command(with_parts([NEW_EVIDENCE, _DETERMINED, _REMEMBERED, *followers], _STORE))

    async def write(
        self,
        session: Transaction,
        district_id: UUID,
        pieces: Sequence[Piece],
        determined: Sequence[tuple[Pair, Determined]],
        known_at: datetime,
        cause: str,
    ) -> None:
        """Writes evidence, recorded at `known_at`, and what it now amounts to.

        Raises:
            RuntimeError: nobody has declared the followers.
        """
        if self._statement is None:
            raise RuntimeError("the followers of results were never declared")
        await self._statement.run(
            session,
            district_id=district_id,
            known_at=known_at,
            cause=cause,
            **evidence_parameters(pieces),
            learners=[pair[0] for pair, _ in determined],
            items=[pair[1] for pair, _ in determined],
            scores=[d.determination.score for _, d in determined],
            mastered=[d.determination.mastered for _, d in determined],
            observed=[d.determination.observed_at for _, d in determined],
            deciding=[d.determination.deciding for _, d in determined],
            pieces=[d.determination.pieces for _, d in determined],
            policies=unless_all([d.effective_policy.policy_id for _, d in determined]),
            expiries=unless_all([d.expires_at for _, d in determined]),
            criteria=unless_all([d.criterion for _, d in determined]),
            since=unless_all([d.determination.mastered_since for _, d in determined]),
        )


RESULT_STORE = ResultStore()


async def results_of(session: Transaction, pairs: Sequence[Pair]) -> dict[Pair, StoredResult]:
    """Returns the stored result of each of these learners and items that has one."""
    rows = await _RESULTS.all(session, learners=[pair[0] for pair in pairs], items=[pair[1] for pair in pairs])
    return {row.pair: row for row in rows}
