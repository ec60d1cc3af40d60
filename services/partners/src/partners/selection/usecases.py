"""A district was selected as a host's partner: the agreements that the two will need are drafted, for both to read,
change and sign. It withdrew: what of them not both have signed is ended.
"""

from collections.abc import Sequence
from typing import get_args

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from partners.agreements.queries import add_agreement, find_agreement
from partners.agreements.rules import outlived, violations
from partners.agreements.usecases import end_unsigned
from partners.identity.queries.districts import find_district_names
from partners.selection.rules import Selection, UnknownCode, Way, direction_of, drafted_id, selected_terms
from shared.contracts.readiness import ApplicationDecided, PartnerSelected
from shared.events.event import Received
from shared.roster.calendars import find_zone
from shared.values.calendar import day_of

log = structlog.get_logger(__name__)

_WITHDRAWN = "withdrawn"


async def draft_agreements(session: AsyncSession, events: Sequence[Received[PartnerSelected]]) -> None:
    """Drafts an agreement for each way in which a selection wants data shared, once.

    What cannot be drafted is left out and logged. It is no poison, which would keep the other way waiting for an
    operator who can do nothing but skip it: the two can draft it by hand, and it is tried anew when readiness
    publishes everything again.
    """
    for event in events:
        for number, sharing in enumerate(event.data.sharing):
            if problems := await _draft(session, event, number):
                log.warning(
                    "selection.not_drafted",
                    application=str(event.data.application_id),
                    direction=sharing.direction,
                    problems=problems,
                )


async def _draft(session: AsyncSession, event: Received[PartnerSelected], number: int) -> list[str]:
    """Drafts what this way of sharing needs, and returns the codes of what keeps it from being drafted. A draft that is
    there already is left alone, whatever has become of it.
    """
    told = event.data
    sharing = told.sharing[number]
    if sharing.direction in {one.direction for one in told.sharing[:number]}:
        return ["direction_repeated"]
    agreement_id = drafted_id(told.application_id, sharing.direction)
    if await find_agreement(session, agreement_id) is not None:
        return []
    selection = Selection(event.district_id, told.partner_id, told.starts_on, told.expires_on)
    parties = {selection.host, selection.partner}
    if parties - (await find_district_names(session, *parties)).keys():
        return ["unknown_district"]
    codes = {"granularity": sharing.granularity, "basis": sharing.basis}
    try:
        terms = selected_terms(selection, sharing.direction, elements=sharing.elements, **codes)
    except UnknownCode as unknown:
        return [f"unknown_code:{unknown.field}"]
    way = direction_of(selection, sharing.direction)
    today = day_of(event.applied_at, await find_zone(session, way.discloser))
    broken = [f"cannot_stand:{one.field}" for one in (*violations(terms), *outlived(terms, today))]
    if not broken:
        await add_agreement(session, agreement_id, way.discloser, way.recipient, terms)
    return broken


async def end_drafts(session: AsyncSession, events: Sequence[Received[ApplicationDecided]]) -> None:
    """Ends the drafts of a selection whose partner withdrew. What both have signed stays: the two agreed on it, and
    either ends it.

    It is told to each of the two; the host's own copy follows the selection in the order of one key.
    """
    for event in events:
        told = event.data
        if told.standing == _WITHDRAWN and event.district_id == told.host_id:
            for agreement_id in sorted(drafted_id(told.application_id, way) for way in get_args(Way)):
                await end_unsigned(session, agreement_id, told.applicant_id)
