"""What a matching is worked out of, frozen as it is when the work begins."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from coaching.coaches.queries.attestations import find_attestations
from coaching.coaches.queries.coaches import CoachRecord, find_present_coaches
from coaching.coaches.rules.attestations import Attestation
from coaching.coaches.rules.standing import standing_through
from coaching.coaches.rules.terms import WeeklyWindow
from coaching.engagements.usecases.relations import find_related_coaches
from coaching.matching.queries.gaps import find_origins
from coaching.matching.queries.matches import BegunRow, MatchRecord, find_begun, lock_standing_matches
from coaching.matching.queries.needs import NeedRecord, find_open_needs
from coaching.matching.queries.working import TakenMatching
from coaching.matching.rules.fairness import Past, Window, carried_load
from coaching.matching.rules.instance import MOST_CAPACITY, Coach, Gap, Instance, Kind, Meeting, Pair
from coaching.matching.rules.skills import levels, skill_of, weight
from coaching.matching.rules.stored.frozen import pairs_of, policy_of
from coaching.matching.rules.stored.plan import Plan, asked, plan_of, spoken
from coaching.matching.rules.weekly import Clocks, Horizon, hours_ahead
from shared.db.query import Transaction
from shared.roster.calendars import find_zone
from shared.values.calendar import day_of
from shared.values.json_types import JsonArray


class Material(NamedTuple):
    """All that an instance is made of."""

    horizon: Horizon
    plan: Plan
    today: date
    coaches: Sequence[CoachRecord]
    attested: Mapping[UUID, list[Attestation]]
    related: Mapping[UUID, frozenset[UUID]]
    needs: Sequence[NeedRecord]
    origins: Mapping[UUID, UUID]
    begun: Sequence[BegunRow]
    standing: Sequence[MatchRecord]
    keeps: bool


async def freeze(session: Transaction, taken: TakenMatching, now: datetime) -> tuple[Instance, str]:
    """Returns the instance, and the zone of the host's calendar by which its times are counted. The session speaks for
    the host.

    Pairs that were pinned or forbidden and are no more possible in themselves, because a coach has left or a need is
    open no more, are left out of one that nobody asked for, and of what is forbidden; else the pin stays, and
    `validate_instance` finds it.
    """
    material = await _gather(session, taken, now)
    clocks = Clocks(material.horizon)
    gaps = tuple(_gap(material, clocks, need) for need in _needs(material))
    carried = _carried(material)
    coaches = tuple(_coach(material, clocks, one, carried[one.coach_id]) for one in material.coaches)
    known = {coach.id for coach in coaches}, {gap.id for gap in gaps}
    instance = Instance(
        coaches=coaches,
        gaps=gaps,
        seed=taken.seed,
        policy=policy_of(material.plan.policy),
        pinned=_pairs(taken.pinned, *known, lenient=taken.because == "stale"),
        forbidden=_pairs(taken.forbidden, *known, lenient=True),
        related=frozenset(frozenset({one, other}) for one, others in material.related.items() for other in others),
        previous=_previous(material) if taken.keeps else frozenset(),
        span=material.horizon.span,
    )
    return instance, material.horizon.zone


async def _gather(session: Transaction, taken: TakenMatching, now: datetime) -> Material:
    zone = await find_zone(session, taken.district_id)
    plan = plan_of(taken.policy)
    coaches = await find_present_coaches(session, taken.district_id)
    ids = [one.coach_id for one in coaches]
    needs = await find_open_needs(session, taken.district_id)
    named = {UUID(skill["instrument_id"]) for one in coaches for skill in one.skills if "instrument_id" in skill}
    return Material(
        horizon=Horizon(zone, taken.starts_on, taken.ends_on, plan.length),
        plan=plan,
        today=day_of(now, zone),
        coaches=coaches,
        attested=await find_attestations(session, ids),
        related=await find_related_coaches(session, taken.district_id, coaches),
        needs=needs,
        origins=await find_origins(session, named | {need.instrument_id for need in needs}),
        begun=await find_begun(session, taken.district_id),
        standing=await lock_standing_matches(session, host_id=taken.district_id),
        keeps=taken.keeps,
    )


def _needs(material: Material) -> list[NeedRecord]:
    """Returns the needs that are matched: all of them where confirmed matches are planned again, else those for which
    nobody is proposed or confirmed.
    """
    if material.keeps:
        return list(material.needs)
    taken = {match.need_id for match in material.standing}
    return [need for need in material.needs if need.need_id not in taken]


def _gap(material: Material, clocks: Clocks, need: NeedRecord) -> Gap:
    return Gap(
        id=need.need_id,
        partner=need.partner_id,
        skill=skill_of(need.asked, material.origins.__getitem__),
        level=need.level,
        languages=asked(need.languages),
        weight=weight(need.severity),
        slots=clocks.slots(need.time_zone, _windows(need.availability)),
        hours_ahead=hours_ahead(need.time_zone, material.horizon.first),
    )


def _coach(material: Material, clocks: Clocks, record: CoachRecord, carried: int) -> Coach:
    horizon = material.horizon
    stands = standing_through(
        record.counts_as, record.left_on, material.attested[record.coach_id], horizon.first, horizon.last
    )
    offered = timedelta(hours=record.weekly_capacity)
    coach = Coach(
        id=record.coach_id,
        kind=Kind(record.kind),
        skills=levels(record.skills, [need.asked for need in material.needs], material.origins.__getitem__),
        languages=spoken(record.languages),
        slots=clocks.slots(record.time_zone, _windows(record.availability)),
        capacity=min(MOST_CAPACITY, offered // horizon.length),
        cleared=stands.state == "active",
        carried=carried,
        hours_ahead=hours_ahead(record.time_zone, horizon.first),
        known=frozenset(one.partner_id for one in material.begun if one.coach_id == record.coach_id),
    )
    return coach if material.keeps else _busy(coach, material)


def _busy(coach: Coach, material: Material) -> Coach:
    """Returns the coach without what the matches take that stand beside the new ones."""
    own = [match for match in material.standing if match.coach_id == coach.id]
    span = material.horizon.span
    taken = {slot for one in own for slot in range(one.slot - span + 1, one.slot + one.span)}
    return replace(coach, slots=coach.slots - taken, capacity=max(0, coach.capacity - len(own)))


def _carried(material: Material) -> dict[UUID, int]:
    """Returns the load of each coach in the window that counts, but for what is planned again."""
    window = Window(material.today - timedelta(days=material.plan.carried_days - 1), material.today)
    again = {one.pair for one in _previous(material)} if material.keeps else set()
    began: dict[UUID, list[date]] = {one.coach_id: [] for one in material.coaches}
    for row in material.begun:
        if row.coach_id in began and Pair(row.coach_id, row.need_id) not in again:
            began[row.coach_id].append(row.began_on)
    length = material.horizon.length
    pasts = {
        one.coach_id: Past(
            one.joined_on,
            min(MOST_CAPACITY, timedelta(hours=one.weekly_capacity) // length),
            tuple(began[one.coach_id]),
        )
        for one in material.coaches
    }
    return carried_load(pasts, window)


def _previous(material: Material) -> frozenset[Meeting]:
    """Returns the confirmed matches, of coaches and needs that are there still."""
    coaches, needs = {one.coach_id for one in material.coaches}, {one.need_id for one in material.needs}
    return frozenset(
        Meeting(one.coach_id, one.need_id, one.slot)
        for one in material.standing
        if one.state == "confirmed" and one.coach_id in coaches and one.need_id in needs
    )


def _pairs(stored: JsonArray, coaches: Collection[UUID], gaps: Collection[UUID], *, lenient: bool) -> frozenset[Pair]:
    found = pairs_of(stored)
    return frozenset(one for one in found if not lenient or (one.coach in coaches and one.gap in gaps))


def _windows(stored: JsonArray) -> list[WeeklyWindow]:
    return [WeeklyWindow(**one) for one in stored]
