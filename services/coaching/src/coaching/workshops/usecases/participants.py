"""Who takes part: each district invites its own people, and anybody may withdraw."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from coaching.common.rules.problems import Problem
from coaching.common.usecases import speaking_for
from coaching.workshops.queries.participants import (
    ParticipantRecord,
    add_participants,
    find_by_badges,
    find_invited,
    find_own_participant,
    find_participant,
    set_ranking,
    set_withdrawn,
)
from coaching.workshops.queries.seats import find_seats_of, remove_seats_of
from coaching.workshops.queries.waiting import end_waiting, find_waiting_of
from coaching.workshops.queries.workshops import (
    WorkshopRecord,
    find_workshop,
    hold_workshop,
    lock_workshop,
    take_badges,
)
from coaching.workshops.rules.ranking import validate_ranking
from coaching.workshops.rules.states import CHANGING, INVITING, validate_act
from coaching.workshops.schemas.people import Invitation, Ranking
from coaching.workshops.usecases.freed import follow
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, Invalid, NotFound
from shared.http.editing import ensure_current
from shared.values.ids import is_learner_of, new_id


class Taking(NamedTuple):
    """A workshop, and as whom the caller takes part in it."""

    workshop: WorkshopRecord
    me: ParticipantRecord


async def invite(
    session: Transaction, caller: Caller, workshop_id: UUID, sent: Invitation, now: datetime, person_key: bytes
) -> list[ParticipantRecord]:
    """Invites people of the caller's own district. Whoever was invited before stays invited, and is not again."""
    workshop = await lock_workshop(session, workshop_id)
    if workshop is None:
        raise NotFound("There is no such workshop.")
    if problem := validate_act(workshop.state, INVITING, "People are invited"):
        raise Conflict(problem)
    errors = [
        {"pointer": f"/person_ids/{place}", "detail": "Your district has no such person: give the id of rostering."}
        for place, person_id in enumerate(sent.person_ids)
        if not is_learner_of(person_id, caller.district_id, person_key)
    ]
    if errors:
        raise Invalid("Nobody was invited; see errors.", errors=errors)
    known = await find_invited(session, caller.district_id, workshop_id, sent.person_ids)
    people = [one for one in dict.fromkeys(sent.person_ids) if one not in known]
    async with speaking_for(session, workshop.host_id, then=caller.district_id):
        badges = await take_badges(session, workshop_id, len(people))
    invited = [(new_id(), badge, person) for badge, person in zip(badges, people, strict=True)]
    await add_participants(session, workshop_id, workshop.host_id, caller.district_id, invited, now)
    found = await find_by_badges(session, workshop_id, list(badges))
    return [found[badge] for badge in badges]


async def require_participant(session: Transaction, workshop_id: UUID, participant_id: UUID) -> ParticipantRecord:
    """Raises NotFound where the session's district sees no such participant of the workshop."""
    found = await find_participant(session, workshop_id, participant_id)
    if found is None:
        raise NotFound("The workshop has no such participant.")
    return found


async def require_me(session: Transaction, caller: Caller, workshop_id: UUID) -> Taking:
    """Raises NotFound for whoever was not invited."""
    me = None
    if caller.person_id is not None:
        me = await find_own_participant(session, caller.district_id, workshop_id, caller.person_id)
    workshop = None if me is None else await find_workshop(session, workshop_id)
    if me is None or workshop is None:
        raise NotFound("You take part in no such workshop.")
    return Taking(workshop, me)


async def lock_me(session: Transaction, caller: Caller, workshop_id: UUID) -> Taking:
    """Returns the same, so that nobody else changes who sits where. Raises a Conflict for who has withdrawn."""
    taking = await require_me(session, caller, workshop_id)
    workshop = await lock_workshop(session, workshop_id)
    taking = await require_me(session, caller, workshop_id)
    _ensure_present(taking.me)
    return taking if workshop is None else Taking(workshop, taking.me)


async def rank(
    session: Transaction, caller: Caller, workshop_id: UUID, sent: Ranking, expected: str, now: datetime
) -> ParticipantRecord:
    """Keeps what somebody wishes, in place of what they wished before."""
    await require_me(session, caller, workshop_id)
    workshop = await hold_workshop(session, workshop_id)
    me = (await require_me(session, caller, workshop_id)).me
    _ensure_present(me)
    if workshop is None or workshop.state != "open":
        state = "gone" if workshop is None else workshop.state
        raise Conflict(f"Sessions are ranked while a workshop is open, and it is {state}. What you ranked stays.")
    ensure_current(expected, me.version)
    problems = list(validate_ranking(workshop.offers, len(workshop.slots), sent.ranked, sent.cannot_attend))
    if sent.companion_badge is not None:
        problems += await _companion_problems(session, workshop, me, sent.companion_badge, caller)
    if problems:
        raise Invalid("You cannot rank so; see errors.", errors=[one._asdict() for one in problems])
    await set_ranking(session, me.participant_id, sent.ranked, sent.cannot_attend, sent.companion_badge, now)
    return (await require_me(session, caller, workshop_id)).me


async def _companion_problems(
    session: Transaction, workshop: WorkshopRecord, me: ParticipantRecord, badge: int, caller: Caller
) -> list[Problem]:
    if badge == me.badge:
        return [Problem("/companion_badge", "This is your own badge: name somebody else's.")]
    async with speaking_for(session, workshop.host_id, then=caller.district_id):
        known = await find_by_badges(session, workshop.workshop_id, [badge])
    if badge not in known or known[badge].withdrawn_at is not None:
        return [Problem("/companion_badge", "Nobody takes part with this badge: ask them for theirs.")]
    return []


async def withdraw(session: Transaction, caller: Caller, taking: Taking, now: datetime) -> None:
    """Ends somebody's taking part: their seats go to the next, their waiting and their swaps end. They stay known."""
    workshop, me = taking
    _ensure_present(me)
    if problem := validate_act(workshop.state, CHANGING, "People withdraw"):
        raise Conflict(problem)
    async with speaking_for(session, workshop.host_id, then=caller.district_id):
        freed = [one.session_id for one in await find_seats_of(session, me.participant_id) if one.session_id]
        freed += [one.session_id for one in await find_waiting_of(session, me.participant_id)]
        await set_withdrawn(session, me.participant_id, now)
        await remove_seats_of(session, me.participant_id)
        await end_waiting(session, workshop.workshop_id, now, participant_id=me.participant_id)
        await follow(session, workshop, freed, now)


async def withdraw_participant(
    session: Transaction, caller: Caller, workshop_id: UUID, participant_id: UUID, now: datetime
) -> ParticipantRecord:
    """Takes somebody out whom the caller's district sees: its own people; the host, anybody's."""
    workshop = await lock_workshop(session, workshop_id)
    if workshop is None:
        raise NotFound("There is no such workshop.")
    them = await require_participant(session, workshop_id, participant_id)
    await withdraw(session, caller, Taking(workshop, them), now)
    return await require_participant(session, workshop_id, participant_id)


def _ensure_present(me: ParticipantRecord) -> None:
    if me.withdrawn_at is not None:
        raise Conflict("This participant has withdrawn: nothing of them changes any more.")
