"""Raters are invited, and invitations are revoked and renewed. Nothing here tells whether one was answered."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from readiness.assessments.queries.assessments import AssessmentRecord, find_populations
from readiness.assessments.queries.invitations import (
    InvitationRecord,
    add_invitations,
    add_links,
    count_invited,
    delete_links,
    find_invited_people,
    lock_invitation,
    set_revoked,
    set_written,
)
from readiness.assessments.queries.pinned import PinnedInstruments
from readiness.assessments.rules.letters import Letter, invitation_letter
from readiness.assessments.rules.links import address_of, digest, mint_secret
from readiness.assessments.schemas.inviting import NewInvitation
from readiness.assessments.usecases.assessments import get_assessment
from readiness.common.rules.roles import Role
from readiness.instruments.rules.instrument import Instrument
from readiness.instruments.rules.notice import notice_for
from shared.auth.callers import Caller
from shared.errors import Conflict, Invalid, NotFound, invalid
from shared.outgoing.mail.message import LONGEST_SUBJECT, Mail
from shared.outgoing.mail.queue import QueuedMail, queue_mails, withdraw_mails
from shared.values.calendar import day_of, last_of


class MadeInvitation(NamedTuple):
    """An invitation with its secret and link; without, where they were mailed or a person signs in."""

    record: InvitationRecord
    secret: str | None
    link: str | None


class Room(NamedTuple):
    """How many people a role has, and how many of them are invited."""

    population: int
    invited: int


async def ensure_taking_raters(session: AsyncSession, assessment_id: UUID) -> AssessmentRecord:
    """Returns the assessment, locked. Raises a Conflict for one that is closed."""
    record = await get_assessment(session, assessment_id, lock=True)
    if record.state == "closed":
        raise Conflict("This assessment is closed: nobody can be invited to it any more.")
    return record


async def find_room(session: AsyncSession, assessment_id: UUID) -> dict[Role, Room]:
    """Returns the roles that are asked, with who can still be invited."""
    invited = await count_invited(session, assessment_id)
    asked = (await find_populations(session, [assessment_id]))[assessment_id]
    return {one.role: Room(one.population, invited.get(one.role, 0)) for one in asked}


def room_problem(room: Mapping[Role, Room], role: Role, more: int) -> str | None:
    """Returns why so many more of a role cannot be raters; None where they can."""
    if role not in room:
        return f"This assessment asks nobody of the role {role}: its populations name the roles."
    if room[role].invited + more > room[role].population:
        population = room[role].population
        return f"That would be more raters than there are: the population of the role {role} is {population}."
    return None


async def invite(
    session: AsyncSession,
    caller: Caller,
    assessment_id: UUID,
    new: Sequence[NewInvitation],
    *,
    pinned: PinnedInstruments,
    public_url: str,
    now: datetime,
) -> list[MadeInvitation]:
    """Invites these raters, or none of them. Those with an address get their link by mail."""
    record = await ensure_taking_raters(session, assessment_id)
    instrument = await pinned.get(session, record.district_id, record.instrument_id, record.instrument_version)
    room = await find_room(session, assessment_id)
    invited = await find_invited_people(session, assessment_id, [one.person_id for one in new if one.person_id])
    if errors := list(_problems(new, instrument, room, invited)):
        raise Invalid("These raters cannot be invited; see errors.", errors=errors)
    today = day_of(now, record.time_zone)
    made = [_made(caller, record, instrument, one, public_url, today) for one in new]
    await add_invitations(session, [one.record for one in made])
    links = [(one.record.invitation_id, digest(one.secret)) for one in made if one.secret is not None]
    await add_links(session, record.district_id, links)
    names = {one.record.invitation_id: given.name for one, given in zip(made, new, strict=True)}
    await _write(session, record, instrument, made, names, now)
    return [one._replace(secret=None, link=None) if one.record.address else one for one in made]


async def revoke(session: AsyncSession, assessment_id: UUID, invitation_id: UUID) -> InvitationRecord:
    """Ends an invitation: its links open nothing any more. What was submitted stays, and nobody is told whether."""
    record = await _invitation(session, assessment_id, invitation_id)
    if record.kind == "paper":
        raise Conflict("These answers were entered by a clerk: there is no invitation to revoke.")
    await set_revoked(session, invitation_id)
    await delete_links(session, invitation_id)
    await withdraw_mails(session, [invitation_id])
    return record._replace(state="revoked")


async def renew(
    session: AsyncSession,
    assessment_id: UUID,
    invitation_id: UUID,
    *,
    pinned: PinnedInstruments,
    public_url: str,
    now: datetime,
) -> MadeInvitation:
    """Gives an invitation a new link in place of those it has; it is mailed where the old one was."""
    assessment = await ensure_taking_raters(session, assessment_id)
    record = await _invitation(session, assessment_id, invitation_id)
    if record.kind != "link":
        raise Conflict("Only a personal link can be renewed.")
    if record.state == "revoked":
        raise Conflict("This invitation was revoked. Invite the rater anew.")
    secret = mint_secret()
    await delete_links(session, invitation_id)
    await add_links(session, record.district_id, [(invitation_id, digest(secret))])
    await withdraw_mails(session, [invitation_id])
    made = MadeInvitation(record, secret, address_of(public_url, invitation_id, secret))
    instrument = await pinned.get(
        session, assessment.district_id, assessment.instrument_id, assessment.instrument_version
    )
    await _write(session, assessment, instrument, [made], {}, now)
    return made._replace(secret=None, link=None) if record.address else made


async def _invitation(session: AsyncSession, assessment_id: UUID, invitation_id: UUID) -> InvitationRecord:
    record = await lock_invitation(session, invitation_id)
    if record is None or record.assessment_id != assessment_id:
        raise NotFound("There is no such invitation.")
    return record


def _problems(
    new: Sequence[NewInvitation], instrument: Instrument, room: Mapping[Role, Room], invited: set[UUID]
) -> Iterator[dict[str, str]]:
    people: Counter[UUID | None] = Counter()
    for number, one in enumerate(new):
        at = f"/invitations/{number}"
        if (one.kind == "person") is not (one.person_id is not None):
            yield {"pointer": f"{at}/person_id", "detail": "A person who signs in is named; a link names nobody."}
        if one.kind == "person" and (one.address or one.name):
            yield {"pointer": f"{at}/address", "detail": "Only a link is mailed."}
        if one.person_id is not None and (one.person_id in invited or people[one.person_id]):
            yield {"pointer": f"{at}/person_id", "detail": "This person is invited already."}
        people[one.person_id] += 1
        if one.language is not None and one.language not in instrument.languages:
            languages = ", ".join(instrument.languages)
            yield {"pointer": f"{at}/language", "detail": f"The instrument is in {languages}."}
        if one.consented and one.role != "student":
            yield {"pointer": f"{at}/consented", "detail": "Only students are asked with a parent's consent."}
    for role, more in Counter(one.role for one in new).items():
        if (problem := room_problem(room, role, more)) is not None:
            number = next(n for n, one in enumerate(new) if one.role == role)
            yield {"pointer": f"/invitations/{number}/role", "detail": problem}


def _made(
    caller: Caller, record: AssessmentRecord, instrument: Instrument, one: NewInvitation, public_url: str, today: date
) -> MadeInvitation:
    invitation_id = uuid4()  # random: an id that grew with time would tell the order
    secret = mint_secret() if one.kind == "link" else None
    made = InvitationRecord(
        district_id=caller.district_id,
        invitation_id=invitation_id,
        assessment_id=record.assessment_id,
        role=one.role,
        kind=one.kind,
        person_id=one.person_id,
        address=one.address,
        language=one.language or instrument.base_language,
        consented=one.consented,
        state="invited",
        submitted_on=None,
        written_on=today if one.address else None,
        entered_as=None,
        entered_by=None,
    )
    return MadeInvitation(made, secret, address_of(public_url, invitation_id, secret) if secret else None)


async def _write(
    session: AsyncSession,
    assessment: AssessmentRecord,
    instrument: Instrument,
    made: Sequence[MadeInvitation],
    names: Mapping[UUID, str | None],
    now: datetime,
) -> None:
    """Queues the mail of those that have an address."""
    mails = []
    for record, _, link in made:
        if record.address is not None and link is not None:
            notice = notice_for(instrument, record.role, record.language)
            letter = invitation_letter(assessment.title, assessment.opens_on, assessment.closes_on, link, notice)
            name = names.get(record.invitation_id) or ""
            mails.append(queued_letter(letter, record, assessment, name))
    await queue_mails(session, assessment.district_id, mails, now)
    if mails:
        await set_written(session, [one.about for one in mails], day_of(now, assessment.time_zone))


def queued_letter(letter: Letter, record: InvitationRecord, assessment: AssessmentRecord, name: str = "") -> QueuedMail:
    """Returns a letter about an invitation, to be sent while its assessment can be answered."""
    subject = letter.subject[:LONGEST_SUBJECT].strip()
    try:
        mail = Mail(record.address or "", subject, letter.text, name, letter.language)
    except ValueError as error:
        raise invalid("/invitations", f"The mail cannot be written: {error}.") from None
    return QueuedMail(mail, record.invitation_id, last_of(assessment.closes_on, assessment.time_zone))
