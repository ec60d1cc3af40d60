"""Who may see whose records, once for every service that keeps a roster.

- A learner sees their own, whatever the roster says.
- A family sees those of the learners whose guardian it is, as long as the guardianship counts.
- An educator sees those of the learners of the classes that they teach today, as long as both enrolments count.
- A leader, an operator and a system see the district's.

What somebody may not see is, for them, not there: a 404, the same as for what does not exist.

When a guardianship and an enrolment count is said in `shared.roster.enrolments`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from shared.auth.callers import Caller
from shared.auth.claims import Role
from shared.db.query import Query, Scalar, Transaction
from shared.errors import NotFound
from shared.roster.enrolments import enrolment_counts, guardian_counts
from shared.roster.tables import RosterTables

DISTRICT_ROLES = frozenset[Role]({"system", "leader", "operator"})


@dataclass(frozen=True)
class VisibleLearners:
    """The learners whose records somebody may see; `learner_ids` is None for somebody who sees the whole district."""

    learner_ids: frozenset[UUID] | None

    def __contains__(self, learner_id: UUID) -> bool:
        return self.learner_ids is None or learner_id in self.learner_ids


class EducatorOfLearner(NamedTuple):
    """That this educator teaches this learner today, in one class or several."""

    learner_id: UUID
    educator_id: UUID


class Visibility:
    """Who may see whom by the roster that a service keeps. A service has one, in the module that knows its calendar::

        VISIBILITY = Visibility(ROSTER_TABLES, today=TODAY)

        await VISIBILITY.ensure_visible(session, caller, learner_id)

    Where rows have generations, each call says by which one.

    Args:
        tables: what `add_roster_tables` has declared.
        today: SQL for the day that the district's calendar shows. It may name the parameters `district_id` and, where
            rows have generations, `generation`.
    """

    def __init__(self, tables: RosterTables, *, today: str) -> None:
        self._scope, self._today = tables.scope, today
        teaches = f"t.role = 'educator' and {self.here('t')} and {self.enrolment_counts('t')}"
        learns = f"e.role = 'learner' and {self.here('e')} and {self.enrolment_counts('e')}"
        guards = f"g.guardian_id = :person_id and {self.here('g')} and {self.guardian_counts('g')}"
        of_class = f"from enrolment t join enrolment e on e.class_id = t.class_id where {teaches} and {learns}"
        taught = f"{of_class} and t.person_id = :person_id"
        of_guardian = f"from guardian g where {guards}"
        of_educator = f"from enrolment t where {teaches} and t.person_id = :person_id"
        self._learners_taught = Scalar(f"select distinct e.person_id {taught}", UUID)
        self._teaches = Scalar(f"select exists (select {taught} and e.person_id = :learner_id)", bool)
        self._learners_guarded = Scalar(f"select g.learner_id {of_guardian}", UUID)
        self._guards = Scalar(f"select exists (select {of_guardian} and g.learner_id = :learner_id)", bool)
        self._classes_taught = Scalar(f"select distinct t.class_id {of_educator}", UUID)
        self._teaches_class = Scalar(f"select exists (select {of_educator} and t.class_id = :class_id)", bool)
        self._is_class = Scalar(
            f"select exists (select from class c where {self.here('c')} and c.class_id = :class_id)",  # noqa: S608
            bool,
        )
        self._learners_of_classes = Scalar(
            f"select distinct e.person_id from enrolment e where {learns} "  # noqa: S608
            "and e.class_id = any(cast(:class_ids as uuid[]))",
            UUID,
        )
        self._educators = Query(
            f"select distinct e.person_id as learner_id, t.person_id as educator_id {of_class} "
            "and e.person_id = any(cast(:learner_ids as uuid[]))",
            EducatorOfLearner,
        )

    def enrolment_counts(self, enrolment: str) -> str:
        """SQL: whether the enrolment of this alias counts today."""
        return enrolment_counts(enrolment, self._today, same=self._scope)

    def guardian_counts(self, guardian: str) -> str:
        """SQL: whether the guardianship of this alias counts."""
        return guardian_counts(guardian, same=self._scope)

    def here(self, alias: str) -> str:
        """SQL: whether the row of this alias is of the roster that the parameters name."""
        return " and ".join(f"{alias}.{column} = :{column}" for column in self._scope)

    async def learners(self, session: Transaction, caller: Caller, *, generation: int | None = None) -> VisibleLearners:
        """The learners whose records the caller may see."""
        if caller.role in DISTRICT_ROLES:
            return VisibleLearners(None)
        if caller.person_id is None:
            return VisibleLearners(frozenset())
        if caller.role == "learner":
            return VisibleLearners(frozenset({caller.person_id}))
        query = self._learners_guarded if caller.role == "family" else self._learners_taught
        roster = self._roster(caller.district_id, generation)
        return VisibleLearners(frozenset(await query.all(session, **roster, person_id=caller.person_id)))

    async def sees_learner(
        self, session: Transaction, caller: Caller, learner_id: UUID, *, generation: int | None = None
    ) -> bool:
        """Whether the caller may see the records of this learner."""
        if caller.role in DISTRICT_ROLES:
            return True
        if caller.person_id is None or caller.role == "learner":
            return caller.person_id == learner_id
        query = self._guards if caller.role == "family" else self._teaches
        roster = self._roster(caller.district_id, generation)
        return await query.one(session, **roster, person_id=caller.person_id, learner_id=learner_id)

    async def ensure_visible(
        self, session: Transaction, caller: Caller, learner_id: UUID, *, generation: int | None = None
    ) -> None:
        """Raises the 404 for a learner whose records the caller may not see, as if there were none."""
        if not await self.sees_learner(session, caller, learner_id, generation=generation):
            raise NotFound("This district has no such learner.")

    async def sees_class(
        self, session: Transaction, caller: Caller, class_id: UUID, *, generation: int | None = None
    ) -> bool:
        """Whether the caller may see the learners of this class as such: an educator those that they teach today; who
        sees the district, those of every class, whoever is in it and whether it goes on.
        """
        roster = self._roster(caller.district_id, generation)
        if caller.role in DISTRICT_ROLES:
            return await self._is_class.one(session, **roster, class_id=class_id)
        if caller.role != "educator" or caller.person_id is None:
            return False
        return await self._teaches_class.one(session, **roster, person_id=caller.person_id, class_id=class_id)

    async def ensure_class_visible(
        self, session: Transaction, caller: Caller, class_id: UUID, *, generation: int | None = None
    ) -> None:
        """Raises the 404 for a class whose learners the caller may not see as such."""
        if not await self.sees_class(session, caller, class_id, generation=generation):
            raise NotFound("This district has no such class.")

    async def classes_taught(
        self, session: Transaction, caller: Caller, *, generation: int | None = None
    ) -> frozenset[UUID]:
        """The classes that the caller teaches today; none for anybody but an educator."""
        if caller.role != "educator" or caller.person_id is None:
            return frozenset()
        roster = self._roster(caller.district_id, generation)
        return frozenset(await self._classes_taught.all(session, **roster, person_id=caller.person_id))

    async def learners_of_classes(
        self, session: Transaction, district_id: UUID, class_ids: Iterable[UUID], *, generation: int | None = None
    ) -> frozenset[UUID]:
        """Who learns in these classes today."""
        roster = self._roster(district_id, generation)
        return frozenset(await self._learners_of_classes.all(session, **roster, class_ids=sorted(class_ids)))

    async def educators_of(
        self, session: Transaction, district_id: UUID, learner_ids: Iterable[UUID], *, generation: int | None = None
    ) -> dict[UUID, frozenset[UUID]]:
        """Who teaches each of these learners today."""
        found: dict[UUID, set[UUID]] = {learner_id: set() for learner_id in learner_ids}
        roster = self._roster(district_id, generation)
        for row in await self._educators.all(session, **roster, learner_ids=sorted(found)):
            found[row.learner_id].add(row.educator_id)
        return {learner_id: frozenset(educators) for learner_id, educators in found.items()}

    def _roster(self, district_id: UUID, generation: int | None) -> dict[str, Any]:
        """The parameters of `here`."""
        if (generation is None) == ("generation" in self._scope):
            raise TypeError("a generation is said where rows have one, and only there")
        return {"district_id": district_id} | ({} if generation is None else {"generation": generation})
