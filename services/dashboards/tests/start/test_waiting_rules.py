"""What waits for somebody: whose turn it is, until when, and in which order it is told."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.agreements.answers import Agreement
from dashboards.coaching.engagements.answers import Action
from dashboards.coaching.matching.answers import Match
from dashboards.coaching.pilots.answers import Pilot
from dashboards.coaching.week.answers import Meeting, OwnAction, OwnMatch
from dashboards.coaching.workshops.answers import Listed
from dashboards.library.adoptions.answers import Adopted, Offered
from dashboards.readiness.results.verifying.answers import AssessmentToVerify
from dashboards.readiness.selection.answers import ReviewListed
from dashboards.readiness.taking_part.answers import OwnInvitation
from dashboards.start import rules
from dashboards.start.rules import Line, Reader, Thing, in_order, line_of
from shared.values.calendar import day_of

US, THEM = uuid4(), uuid4()
NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
TODAY = date(2026, 11, 20)
READER = Reader(US, "America/Chicago", NOW, {THEM: "Elm Creek"})
SIDES = st.sampled_from([(US, THEM), (THEM, US)])
DAYS = st.integers(-40, 40).map(lambda days: TODAY + timedelta(days=days))
STATES = st.sampled_from(["draft", "open", "proposed", "agreed", "confirmed", "ended", "planned", "received"])
THINGS = st.lists(st.builds(Thing, due_on=st.none() | DAYS, words=st.text(max_size=3)), max_size=8)


def made(kind: type[Any], **fields: Any) -> Any:
    """An answer, as far as a rule looks at it."""
    return kind.model_construct(**fields)


def one_of(listed: Any) -> bool:
    found = list(listed)
    assert len(found) <= 1
    return bool(found)


@given(SIDES, STATES, st.booleans(), st.booleans())
def test_a_match_waits_for_the_district_that_has_not_confirmed_it(
    sides: tuple[UUID, UUID], state: str, ours: bool, theirs: bool
) -> None:
    host, partner = sides
    said = {US: NOW if ours else None, THEM: NOW if theirs else None}
    match = made(
        Match, match_id=uuid4(), host_id=host, partner_id=partner, state=state, condition="model.shared", question=None,
        host_confirmed_at=said[host], partner_confirmed_at=said[partner], starts_on=TODAY,
    )  # fmt: skip
    assert one_of(rules.matches([match], READER)) == (state == "proposed" and not ours)


@given(SIDES, STATES, st.booleans(), st.booleans())
def test_an_action_waits_for_the_district_that_has_not_confirmed_what_the_other_has(
    sides: tuple[UUID, UUID], state: str, ours: bool, theirs: bool
) -> None:
    host, partner = sides
    said = {US: TODAY if ours else None, THEM: TODAY if theirs else None}
    action = made(
        Action, action_id=uuid4(), host_id=host, partner_id=partner, state=state, words=None, condition="model.shared",
        host_confirmed_on=said[host], partner_confirmed_on=said[partner], due_on=TODAY,
    )  # fmt: skip
    assert one_of(rules.actions([action], READER)) == (state == "agreed" and theirs and not ours)


def test_things_alike_are_told_apart_by_the_other_district_where_its_name_is_known() -> None:
    alike = {"match_id": uuid4(), "host_id": US, "state": "proposed", "condition": "model.shared", "question": None}
    more = {"host_confirmed_at": None, "partner_confirmed_at": None, "starts_on": TODAY}
    listed = [made(Match, partner_id=one, **alike, **more) for one in (THEM, uuid4())]
    assert [one.words for one in rules.matches(listed, READER)] == ["Model shared – Elm Creek", "Model shared"]


@given(DAYS, STATES)
def test_what_has_a_day_waits_from_a_week_before_it_on(day: date, state: str) -> None:
    pilot = made(Pilot, pilot_id=uuid4(), wave=2, title="Studios", state=state, decides_on=day)
    action = made(OwnAction, action_id=uuid4(), sees_to_it=True, state=state, words="Try it", due_on=day)
    asked = {"host_id": US, "partner_id": THEM, "question": "model.own", "contacted_on": None}
    match = made(OwnMatch, state=state, contact_due_on=day, **asked)
    soon = day <= TODAY + timedelta(days=7)
    assert one_of(rules.gates([pilot], READER)) == (state == "open" and soon)
    assert one_of(rules.own_actions([action], READER)) == (state == "agreed" and soon)
    assert one_of(rules.contacts([match], READER)) == (state == "confirmed" and soon)


@pytest.mark.parametrize(
    ("state", "ended", "waits"),
    [
        ("planned", timedelta(minutes=1), True),
        ("planned", timedelta(days=7), True),
        ("planned", timedelta(days=7, minutes=1), False),
        ("planned", timedelta(minutes=-1), False),
        ("under_way", timedelta(0), True),
        ("under_way", timedelta(minutes=-1), False),
        ("held", timedelta(days=1), False),
        ("cancelled", timedelta(days=1), False),
    ],
)
def test_a_meeting_waits_to_be_recorded_once_it_was_to_be_over(state: str, ended: timedelta, waits: bool) -> None:
    ends = NOW - ended
    meeting = made(Meeting, meeting_id=uuid4(), state=state, starts_at=ends - timedelta(hours=1), ends_at=ends)
    found = list(rules.meetings([meeting], READER))
    until = day_of(ends + timedelta(days=7), READER.zone)
    assert [(one.at, one.due_on) for one in found] == [(meeting.starts_at, until)] * waits


def test_what_is_done_waits_for_nobody() -> None:
    ids = {"workshop_id": uuid4(), "assessment_id": uuid4(), "application_id": uuid4(), "invitation_id": uuid4()}
    more = {"title": "Ready?", "closes_on": TODAY, **ids}
    for kind, pick, waiting, done in (
        (Listed, rules.rankings, {"state": "open", "ranked_at": None}, {"state": "open", "ranked_at": NOW}),
        (Listed, rules.rankings, {"state": "open", "ranked_at": None}, {"state": "assigned", "ranked_at": None}),
        (AssessmentToVerify, rules.verifications, {"chosen": 3, "verified": 2}, {"chosen": 3, "verified": 3}),
        (ReviewListed, rules.applications, {"scored": False}, {"scored": True}),
        (OwnInvitation, rules.questionnaires, {"state": "open"}, {"state": "received"}),
    ):
        own: Any = pick
        assert one_of(own([made(kind, **more, **waiting)], READER))
        assert not one_of(own([made(kind, **more, **done)], READER))


@given(SIDES, STATES, st.booleans())
def test_an_agreement_waits_for_the_district_that_has_not_signed_it(
    sides: tuple[UUID, UUID], state: str, signed: bool
) -> None:
    said = {US: NOW if signed else None, THEM: NOW}
    agreement = made(
        Agreement, agreement_id=uuid4(), discloser_id=sides[0], recipient_id=sides[1], purpose="To learn", state=state,
        discloser_signed_at=said[sides[0]], recipient_signed_at=said[sides[1]], starts_on=TODAY,
    )  # fmt: skip
    assert one_of(rules.agreements([agreement], READER)) == (state == "draft" and not signed)


@given(THINGS)
def test_of_one_kind_what_is_due_first_comes_first_and_nothing_is_lost(things: list[Thing]) -> None:
    line = line_of("matches", "/matches", things, more=False)
    days = [one.due_on for one in line.things if one.due_on]
    assert sorted(line.things, key=repr) == sorted(things, key=repr)
    assert days == sorted(days)
    assert all(one.due_on is None for one in line.things[len(days) :])
    assert set(line.named) <= set(line.things[:3])


@given(st.lists(st.builds(Line, st.text("ab", max_size=1), st.just("/"), THINGS.map(tuple), away=st.booleans())))
def test_kinds_come_by_their_day_those_that_could_not_be_asked_last_and_those_of_nothing_not_at_all(
    lines: list[Line],
) -> None:
    told = in_order(lines)
    assert len(told) == sum(bool(one.things) or one.away for one in lines)
    places = [(one.away, one.due_on is None, one.due_on or TODAY) for one in told]
    assert places == sorted(places)


@given(SIDES, st.sampled_from(["offered", "outdated", "accepted", "declined", "withdrawn"]))
def test_an_offer_waits_for_its_authors(sides: tuple[UUID, UUID], state: str) -> None:
    author, adopter = sides
    offer = made(Offered, offer_id=uuid4(), author_id=author, adopter_id=adopter, title="Strips", state=state)
    assert one_of(rules.offers([offer], READER)) == (author == US and state == "offered")


@given(
    st.sampled_from(["pinned", "following", "adapted", "ended"]),
    st.sampled_from(["current", "revised", "closed", "retired", "taken_down", "recalled", "vanished"]),
    st.none() | st.integers(1, 3),
)
def test_an_adoption_waits_where_something_is_to_be_chosen_or_nobody_may_go_on_showing_it(
    state: str, upstream: str, newest: int | None
) -> None:
    adopted = made(
        Adopted, adoption_id=uuid4(), owner_id=THEM, title="Strips", state=state, upstream=upstream, version=2,
        newest=newest,
    )  # fmt: skip
    choosing = state == "adapted" and upstream in ("revised", "retired") and newest == 3
    recalled = state != "ended" and upstream == "recalled"
    assert one_of(rules.updates([adopted], READER)) == (choosing or recalled)
