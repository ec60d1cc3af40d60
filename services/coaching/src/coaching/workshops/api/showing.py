"""Workshops and what belongs to them, as they are shown."""

from uuid import UUID

from coaching.workshops.queries.participants import ParticipantRecord
from coaching.workshops.queries.seatings import SeatingRecord
from coaching.workshops.queries.seats import BoardRow, Taken
from coaching.workshops.queries.swaps import SwapRecord
from coaching.workshops.queries.workshops import WorkshopRecord
from coaching.workshops.schemas.people import RankingShown, WorkshopParticipantShown
from coaching.workshops.schemas.seats import (
    CompanionShown,
    DeniedShown,
    GivenShown,
    MyWorkshop,
    MyWorkshopListed,
    SeatingShown,
    SeatShown,
    SwapShown,
    WaitingShown,
)
from coaching.workshops.schemas.workshops import SessionShown, SlotShown, WorkshopShown
from coaching.workshops.usecases.mine import Having, MyView
from coaching.workshops.usecases.participants import Taking
from coaching.workshops.usecases.workshops import SeenWorkshop


def shown_workshop(seen: SeenWorkshop) -> WorkshopShown:
    record = seen.record
    return WorkshopShown(
        workshop_id=record.workshop_id,
        host_id=record.host_id,
        partner_ids=record.partner_ids,
        state=record.state,
        title=record.title,
        description=record.description,
        venue=record.venue,
        time_zone=record.time_zone,
        slots=_slots(record),
        sessions=_sessions(record, seen.taken),
        ranking_until=record.ranking_until,
        companion_places=record.companion_places,
        commitment=record.commitment,
        seed=_seed(record),
        opened_on=record.opened_on,
        cancelled_on=record.cancelled_on,
        cancelled_because=record.cancelled_because,
    )


def shown_participant(record: ParticipantRecord) -> WorkshopParticipantShown:
    return WorkshopParticipantShown(
        participant_id=record.participant_id,
        district_id=record.district_id,
        person_id=record.person_id,
        badge=record.badge,
        ranked=len(record.ranked),
        cannot_attend=record.cannot_attend,
        credit=record.credit,
        ranked_at=record.ranked_at,
        withdrawn_at=record.withdrawn_at,
    )


def shown_ranking(record: ParticipantRecord) -> RankingShown:
    return RankingShown(
        ranked=record.ranked,
        cannot_attend=record.cannot_attend,
        companion_badge=record.companion_badge,
        ranked_at=record.ranked_at,
    )


def shown_seating(record: SeatingRecord) -> SeatingShown:
    return SeatingShown.model_validate(record)


def shown_seat(row: BoardRow) -> SeatShown:
    return SeatShown.model_validate(row)


def shown_mine(view: MyView) -> MyWorkshop:
    record = view.seen.record
    return MyWorkshop(
        workshop_id=record.workshop_id,
        host_id=record.host_id,
        state=record.state,
        title=record.title,
        description=record.description,
        venue=record.venue,
        time_zone=record.time_zone,
        slots=_slots(record),
        sessions=_sessions(record, view.seen.taken),
        ranking_until=record.ranking_until,
        commitment=record.commitment,
        seed=_seed(record),
        cancelled_because=record.cancelled_because,
        badge=view.me.badge,
        credit=view.me.credit,
        withdrawn_at=view.me.withdrawn_at,
        ranking=shown_ranking(view.me),
        companion=_companion(view),
        given=[_given(one) for one in view.having],
        waiting=[
            WaitingShown(
                session_id=one.record.session_id,
                standing=one.record.standing,
                position=one.position,
                until=one.record.until,
            )
            for one in view.waiting
        ],
    )


def shown_line(taking: Taking) -> MyWorkshopListed:
    record, me = taking
    return MyWorkshopListed(
        workshop_id=record.workshop_id,
        host_id=record.host_id,
        state=record.state,
        title=record.title,
        venue=record.venue,
        starts_at=record.starts_at,
        ends_at=record.ends_at,
        badge=me.badge,
        ranked_at=me.ranked_at,
    )


def shown_swap(swap: SwapRecord, me: ParticipantRecord) -> SwapShown:
    badge_of = dict(zip(swap.ring, swap.badges, strict=True))
    return SwapShown(
        swap_id=swap.swap_id,
        slot=swap.slot,
        state=swap.state,
        badges=swap.badges,
        sessions=swap.sessions,
        agreed=sorted(badge_of[who] for who in swap.agreed),
        mine=swap.ring[0] == me.participant_id,
        proposed_at=swap.proposed_at,
    )


def _given(having: Having) -> GivenShown:
    seat = having.seat
    return GivenShown.model_validate(
        {
            "slot": seat.slot,
            "session_id": seat.session_id,
            "place": seat.place,
            "lost": seat.lost,
            "why": seat.why,
            "denied": [DeniedShown.model_validate(one) for one in seat.denied],
            "next_step": having.next_step,
            "presence": seat.presence,
        }
    )


def _slots(record: WorkshopRecord) -> list[SlotShown]:
    return [
        SlotShown(number=number, starts_at=slot.starts_at, ends_at=slot.ends_at)
        for number, slot in enumerate(record.times, start=1)
    ]


def _sessions(record: WorkshopRecord, taken: dict[UUID, Taken]) -> list[SessionShown]:
    return [
        SessionShown(
            **offer._asdict(),
            taken=taken[offer.session_id].taken,
            offered=taken[offer.session_id].offered,
            waiting=taken[offer.session_id].waiting,
        )
        for offer in record.offers
    ]


def _seed(record: WorkshopRecord) -> str | None:
    return None if record.seed is None else record.seed.hex()


def _companion(view: MyView) -> CompanionShown | None:
    found = view.companion
    if found is None:
        return None
    own = found.district_id == view.me.district_id
    return CompanionShown(district_id=found.district_id, person_id=found.person_id if own else None)
