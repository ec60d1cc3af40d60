"""Invitations and the secrets that open them, in SQL."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Literal, NamedTuple
from uuid import UUID

from readiness.assessments.queries.assessments import Level, State
from readiness.common.rules.roles import Role
from shared.db.query import Command, Query, Scalar, Transaction
from shared.roster.calendars import zone_of

Kind = Literal["link", "person", "paper"]
InvitationState = Literal["invited", "started", "submitted", "revoked"]
EnteredAs = Literal["paper", "sheet"]


class InvitationRecord(NamedTuple):
    """An invitation as it is stored."""

    district_id: UUID
    invitation_id: UUID
    assessment_id: UUID
    role: Role
    kind: Kind
    person_id: UUID | None
    address: str | None
    language: str
    consented: bool
    state: InvitationState
    submitted_on: date | None
    written_on: date | None
    entered_as: EnteredAs | None
    entered_by: str | None


class TakingPart(NamedTuple):
    """An invitation with what its rater takes part in."""

    district_id: UUID
    invitation_id: UUID
    role: Role
    language: str
    consented: bool
    state: InvitationState
    submitted_on: date | None
    assessment_id: UUID
    instrument_id: UUID
    instrument_version: int
    title: str
    level: Level
    opens_on: date
    closes_on: date
    closed_at: datetime | None
    assessment_state: State
    time_zone: str


class OpenedInvitation(NamedTuple):
    """What a secret opens."""

    district_id: UUID
    invitation_id: UUID


class InvitedRole(NamedTuple):
    """How many invitations of a role count."""

    role: Role
    invited: int


_COLUMNS = """
i.district_id, i.invitation_id, i.assessment_id, i.role, i.kind, i.person_id, i.address, i.language, i.consented,
i.state, i.submitted_on, i.written_on, i.entered_as, i.entered_by
"""
_SELECT = f"select {_COLUMNS} from invitation i"  # noqa: S608
_TAKING = f"""
select i.district_id, i.invitation_id, i.role, i.language, i.consented, i.state, i.submitted_on, i.assessment_id,
  a.instrument_id, a.instrument_version, a.title, a.level, a.opens_on, a.closes_on, a.closed_at,
  a.state as assessment_state, {zone_of("i.district_id")} as time_zone
from invitation i join assessment a on a.district_id = i.district_id and a.assessment_id = i.assessment_id
"""  # noqa: S608
_ADD = Command("""
insert into invitation (district_id, invitation_id, assessment_id, role, kind, person_id, address, language, consented,
  state, submitted_on, written_on, entered_as, entered_by)
select n.district_id, n.invitation_id, n.assessment_id, n.role, n.kind, n.person_id, n.address, n.language, n.consented,
  n.state, n.submitted_on, n.written_on, n.entered_as, n.entered_by
from unnest(cast(:districts as uuid[]), cast(:ids as uuid[]), cast(:assessments as uuid[]), cast(:roles as text[]),
  cast(:kinds as text[]), cast(:people as uuid[]), cast(:addresses as text[]), cast(:languages as text[]),
  cast(:consents as boolean[]), cast(:states as text[]), cast(:submitted as date[]), cast(:written as date[]),
  cast(:entered_as as text[]), cast(:entered_by as text[]))
  as n(district_id, invitation_id, assessment_id, role, kind, person_id, address, language, consented, state,
    submitted_on, written_on, entered_as, entered_by)
""")
_LIST = Query(
    f"""
    {_SELECT}
    where i.assessment_id = :assessment_id
      and (cast(:after as uuid) is null or i.invitation_id > cast(:after as uuid))
    order by i.invitation_id limit :limit
    """,
    InvitationRecord,
)
_LOCK = Query(f"{_SELECT} where i.invitation_id = :invitation_id for no key update of i", InvitationRecord)
_COUNT = Query(
    """
    select role, count(*) as invited from invitation
    where assessment_id = :assessment_id and (state <> 'revoked' or submitted_on is not null) group by role
    """,
    InvitedRole,
)
_INVITED_PEOPLE = Scalar(
    """
    select person_id from invitation
    where assessment_id = :assessment_id and state <> 'revoked' and person_id = any(cast(:people as uuid[]))
    """,
    UUID,
)
_REVOKE = Command("update invitation set state = 'revoked' where invitation_id = :invitation_id")
_SET_WRITTEN = Command("update invitation set written_on = :day where invitation_id = any(cast(:ids as uuid[]))")
_ADD_LINKS = Command("""
insert into invitation_link (digest, invitation_id, district_id)
select l.digest, l.invitation_id, cast(:district_id as uuid)
from unnest(cast(:digests as bytea[]), cast(:ids as uuid[])) as l(digest, invitation_id)
""")
_DELETE_LINKS = Command("delete from invitation_link where invitation_id = :invitation_id")
_BY_SECRET = Query("select district_id, invitation_id from invitation_link where digest = :digest", OpenedInvitation)
_TAKING_PART = Query(f"{_TAKING} where i.invitation_id = :invitation_id", TakingPart)
# The rater's own saves wait for each other, and whoever closes the assessment waits for all of them. First the
# assessment, then the invitation, as everybody locks them: the other way round some would wait for each other.
_TAKING_PART_LOCKED = Query(
    f"{_TAKING} where i.invitation_id = :invitation_id for share of a for no key update of i", TakingPart
)
_OF_PERSON = Query(
    f"""
    {_TAKING}
    where i.person_id = :person_id and i.state <> 'revoked'
      and (cast(:after as uuid) is null or i.invitation_id > cast(:after as uuid))
    order by i.invitation_id limit :limit
    """,
    TakingPart,
)
_IS_OF_PERSON = Scalar(
    "select true from invitation where invitation_id = :invitation_id and person_id = :person_id", bool
)
_START = Command("update invitation set state = 'started' where invitation_id = :invitation_id and state = 'invited'")
_SUBMIT = Command("""
update invitation set state = 'submitted', submitted_on = :day
where invitation_id = :invitation_id and state in ('invited', 'started')
""")
_TO_REMIND = Query(
    f"""
    {_SELECT}
    where i.district_id = :district_id and i.assessment_id = :assessment_id and i.kind = 'link'
      and i.address is not null and i.state in ('invited', 'started')
    order by i.invitation_id
    """,
    InvitationRecord,
)


async def add_invitations(session: Transaction, new: Sequence[InvitationRecord]) -> None:
    await _ADD.run(
        session,
        districts=[one.district_id for one in new],
        ids=[one.invitation_id for one in new],
        assessments=[one.assessment_id for one in new],
        roles=[one.role for one in new],
        kinds=[one.kind for one in new],
        people=[one.person_id for one in new],
        addresses=[one.address for one in new],
        languages=[one.language for one in new],
        consents=[one.consented for one in new],
        states=[one.state for one in new],
        submitted=[one.submitted_on for one in new],
        written=[one.written_on for one in new],
        entered_as=[one.entered_as for one in new],
        entered_by=[one.entered_by for one in new],
    )


async def find_invitations(
    session: Transaction, assessment_id: UUID, after: UUID | None, limit: int
) -> list[InvitationRecord]:
    return await _LIST.all(session, assessment_id=assessment_id, after=after, limit=limit)


async def lock_invitation(session: Transaction, invitation_id: UUID) -> InvitationRecord | None:
    return await _LOCK.first(session, invitation_id=invitation_id)


async def count_invited(session: Transaction, assessment_id: UUID) -> dict[Role, int]:
    """Returns how many invitations of each role count."""
    return {row.role: row.invited for row in await _COUNT.all(session, assessment_id=assessment_id)}


async def find_invited_people(session: Transaction, assessment_id: UUID, people: Collection[UUID]) -> set[UUID]:
    """Returns those of these people who are invited already."""
    return set(await _INVITED_PEOPLE.all(session, assessment_id=assessment_id, people=list(people)))


async def set_revoked(session: Transaction, invitation_id: UUID) -> None:
    await _REVOKE.run(session, invitation_id=invitation_id)


async def set_written(session: Transaction, ids: Collection[UUID], day: date) -> None:
    await _SET_WRITTEN.run(session, ids=list(ids), day=day)


async def add_links(session: Transaction, district_id: UUID, links: Sequence[tuple[UUID, bytes]]) -> None:
    """Adds secrets that open invitations, by their digests, to those that there are."""
    await _ADD_LINKS.run(
        session, district_id=district_id, ids=[one for one, _ in links], digests=[made for _, made in links]
    )


async def delete_links(session: Transaction, invitation_id: UUID) -> None:
    await _DELETE_LINKS.run(session, invitation_id=invitation_id)


async def find_opened(session: Transaction, digest: bytes) -> OpenedInvitation | None:
    """Returns what this secret opens; in a session of no district."""
    return await _BY_SECRET.first(session, digest=digest)


async def find_taking_part(session: Transaction, invitation_id: UUID, *, lock: bool = False) -> TakingPart | None:
    query = _TAKING_PART_LOCKED if lock else _TAKING_PART
    return await query.first(session, invitation_id=invitation_id)


async def find_invitations_of_person(
    session: Transaction, person_id: UUID, after: UUID | None, limit: int
) -> list[TakingPart]:
    return await _OF_PERSON.all(session, person_id=person_id, after=after, limit=limit)


async def is_of_person(session: Transaction, invitation_id: UUID, person_id: UUID) -> bool:
    return await _IS_OF_PERSON.get(session, invitation_id=invitation_id, person_id=person_id) is True


async def set_started(session: Transaction, invitation_id: UUID) -> None:
    await _START.run(session, invitation_id=invitation_id)


async def set_submitted(session: Transaction, invitation_id: UUID, day: date) -> None:
    await _SUBMIT.run(session, invitation_id=invitation_id, day=day)


async def find_waiting_invitations(
    session: Transaction, district_id: UUID, assessment_id: UUID
) -> list[InvitationRecord]:
    """Returns those with a mail address that are not submitted."""
    return await _TO_REMIND.all(session, district_id=district_id, assessment_id=assessment_id)
