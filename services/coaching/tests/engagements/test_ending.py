"""Engagements end; what was written is handed over, kept, or destroyed on its day."""

import asyncio
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from coaching.engagements.followers import CONTENT_DUE, ENGAGEMENT_OVER, MEMBER_LEFT, ContentDue
from coaching.engagements.queries.closure import find_passed
from services.coaching.tests.coaches.coaching_district import ANY, TODAY, CoachingDistrict, days, refused
from services.coaching.tests.engagements.partnership import (
    TO_HOST,
    Partnership,
    act,
    add,
    to_their_own,
    write,
)
from shared.contracts.coaching import EngagementEnded

EARLY = {"end": "ended_early", "reason": "people_missing", "words": "Two of us left."}


@pytest.fixture
def heard() -> Iterator[list[Any]]:
    """What the subjects above are told, beside what they do about it."""
    found: list[Any] = []
    declared = {one: one._followers for one in (ENGAGEMENT_OVER, MEMBER_LEFT, CONTENT_DUE)}

    async def hear(_: Any, change: Any) -> None:
        found.append(change)
        if isinstance(change, ContentDue):
            change.destroyed += 2

    for one, followers in declared.items():
        one.declare(*(followers or ()), hear)
    yield found
    for one, followers in declared.items():
        one.declare(*(followers or ()))


async def test_either_district_ends_it_early_and_says_why(two: Partnership, heard: list[Any]) -> None:
    two.host.at += days(4)
    answer = await act(two, two.partner, "end", EARLY)
    day = TODAY + days(4)
    expected = {"end": "ended_early", "reason": "people_missing", "words": "Two of us left.", "ended_on": str(day)}
    assert answer.json()["ended"] == expected == (await two.seen())["ended"]
    told = EngagementEnded(
        engagement_id=two.engagement,
        host_id=two.host.district,
        partner_id=two.partner.district,
        end="ended_early",
        ended_on=day,
    )
    assert (await two.host.told())[1:] == [told] == (await two.partner.told())[1:]
    assert [(str(one.engagement_id), one.end, one.on, one.district_id) for one in heard] == [
        (two.engagement, "ended_early", day, two.partner.district)
    ]


async def test_a_withdrawal_is_told_above_as_well(two: Partnership, heard: list[Any]) -> None:
    await two.withdraw()
    assert [(one.end, one.district_id) for one in heard] == [("partner_withdrew", two.host.district)]


async def test_only_who_is_on_their_own_is_done(two: Partnership) -> None:
    assert (await act(two, two.host, "end", {"end": "completed"})).status_code == 409
    await to_their_own(two)
    assert (await act(two, two.host, "end", {"end": "completed"})).json()["ended"]["end"] == "completed"


@pytest.mark.parametrize("end", ["agreement_ended", "partner_withdrew"])
async def test_what_is_not_so_is_no_end(two: Partnership, end: str) -> None:
    assert (await act(two, two.host, "end", {"end": end})).status_code == 409


async def test_who_ends_early_names_a_reason(two: Partnership) -> None:
    assert refused(await act(two, two.host, "end", {"end": "ended_early"})) == ["/reason"]


async def test_an_agreement_that_is_over_ends_it(apart: Partnership) -> None:
    await apart.open(TO_HOST)
    for state in ("active", "ended"):
        await apart.agree(state, agreement=apart.host.district)
    assert (await act(apart, apart.host, "end", {"end": "agreement_ended"})).status_code == 200


async def test_of_two_ends_at_once_one_counts(two: Partnership) -> None:
    answers = await asyncio.gather(*[act(two, one, "end", EARLY) for one in (two.host, two.partner, two.host)])
    assert sorted(one.status_code for one in answers) == [200, 409, 409]
    told = [one for one in await two.host.told() if isinstance(one, EngagementEnded)]
    assert len(told) == 1


async def test_whoever_acts_while_it_ends_is_in_it_or_refused(two: Partnership) -> None:
    charter = {"words": "x", "recording": "none", "channel": "platform_only", "cadence": "weekly"}
    ended, written = await asyncio.gather(
        act(two, two.host, "end", EARLY),
        two.partner.client.post(f"{two.path}/charter", json=charter | {"first_contact_days": 9}),
    )
    assert (ended.status_code, written.status_code) in [(200, 201), (200, 409)]
    listed = (await two.host.client.get(f"{two.path}/charter")).json()["items"]
    assert len(listed) == (written.status_code == 201)


async def test_nothing_begins_in_what_is_over_and_all_of_it_is_still_read(two: Partnership) -> None:
    signature, member = await write(two, two.host), await add(two, two.host, "lead")
    await act(two, two.host, "end", EARLY)
    for path, body in (
        ("phase", {"phase": "summer_training"}),
        ("first-contact", {"on": str(TODAY)}),
        ("end", EARLY),
        ("charter/sign", signature),
        ("milestones", {"code": "c", "title": "t", "due_on": str(TODAY)}),
        (f"members/{member}/leave", {}),
    ):
        answer = await two.partner.client.post(f"{two.path}/{path}", json=body, headers=ANY)
        assert answer.status_code == 409, path
        assert "is over" in answer.json()["detail"]
    for path in ("charter", "members", "milestones", "closure", "handovers"):
        assert (await two.partner.client.get(f"{two.path}/{path}")).status_code == 200


async def test_who_leaves_in_the_middle_is_told_above(two: Partnership, heard: list[Any]) -> None:
    coach = await two.host.staff()
    member = await add(two, two.host, "coach", coach)
    await two.host.client.post(f"{two.path}/members/{member}/leave")
    assert [(str(one.member_id), str(one.coach_id), one.on) for one in heard] == [(member, coach, TODAY)]


async def close(two: Partnership, by: CoachingDistrict, last: int | None, **destroy: int) -> Any:
    body = {
        "last_meeting_on": None if last is None else str(TODAY + days(last)),
        "retention": [{"content": one, "destroy_on": str(TODAY + days(day))} for one, day in destroy.items()],
    }
    return await by.client.put(f"{two.path}/closure", json=body, headers=ANY)


async def test_each_district_says_what_of_its_own_is_destroyed(two: Partnership) -> None:
    await close(two, two.host, 20, pair_notes=40)
    answer = await close(two, two.partner, 20, pair_notes=50, actions=60)
    found = {(one["district_id"], one["content"], one["destroy_on"]) for one in answer.json()["retention"]}
    host, partner = str(two.host.district), str(two.partner.district)
    assert found == {
        (host, "pair_notes", str(TODAY + days(40))),
        (partner, "pair_notes", str(TODAY + days(50))),
        (partner, "actions", str(TODAY + days(60))),
    }
    await close(two, two.partner, 20)
    (left,) = (await two.host.client.get(f"{two.path}/closure")).json()["retention"]
    assert left["district_id"] == host, "what is not named any more is kept"


async def test_nothing_is_destroyed_before_the_last_meeting(two: Partnership) -> None:
    assert refused(await close(two, two.host, 20, pair_notes=20)) == ["/retention/0/destroy_on"]
    assert refused(await close(two, two.host, None, pair_notes=20)) == ["/last_meeting_on"]


async def destroy(two: Partnership) -> None:
    while await two.host.running.run_job("coaching.retention"):
        pass


async def handed_over(two: Partnership, **more: Any) -> tuple[str, str]:
    one, other = [await add(two, two.host, "educator") for _ in range(2)]
    body = {"from_member_id": one, "to_member_id": other, "readable": ["team_notes"], "words": "Go on.", **more}
    answer = await two.host.client.post(f"{two.path}/handovers", json=body)
    assert answer.status_code == 201, answer.text
    return one, other


async def test_what_is_due_is_destroyed_on_its_day_once_it_is_over_and_counted(
    two: Partnership, heard: list[Any]
) -> None:
    await handed_over(two)
    await close(two, two.host, 1, handovers=5, pair_notes=9)
    two.host.at += days(5)
    await destroy(two)
    assert heard == [], "what still goes on is kept"
    await act(two, two.host, "end", EARLY)
    heard.clear()
    await destroy(two)
    await destroy(two)
    assert [(one.content, one.district_id) for one in heard] == [("handovers", two.host.district)]
    shown = (await two.partner.client.get(f"{two.path}/closure")).json()["retention"]
    assert [(one["content"], one["destroyed_on"], one["destroyed"]) for one in shown] == [
        ("handovers", str(TODAY + days(5)), 3),
        ("pair_notes", None, None),
    ]
    (handover,) = (await two.host.client.get(f"{two.path}/handovers")).json()["items"]
    assert handover["words"] is None
    assert (await close(two, two.host, 1, handovers=20)).status_code == 409, "it is gone"


async def test_both_districts_see_a_handover_and_a_successor_what_it_names(two: Partnership) -> None:
    one, other = await handed_over(two, readable=["team_notes", "actions"])
    (shown,) = (await two.partner.client.get(f"{two.path}/handovers")).json()["items"]
    assert (shown["words"], shown["readable"]) == ("Go on.", ["team_notes", "actions"])
    async with two.host.running.app.context.database.transaction(two.host.district) as session:
        (passed,) = await find_passed(session, UUID(two.engagement), UUID(other))
        assert await find_passed(session, UUID(two.engagement), UUID(one)) == []
    assert (str(passed.from_member_id), passed.readable) == (one, ["team_notes", "actions"])


@pytest.mark.parametrize("content", ["pair_notes", "private_notes"])
async def test_notes_of_a_pair_are_handed_over_to_nobody(two: Partnership, content: str) -> None:
    body = {"from_member_id": await add(two, two.host, "lead"), "readable": ["actions", content]}
    assert refused(await two.host.client.post(f"{two.path}/handovers", json=body)) == ["/readable/1"]


async def test_nobody_hands_over_for_another_team_or_to_themselves(two: Partnership) -> None:
    mine, theirs = await add(two, two.host, "lead"), await add(two, two.partner, "lead")
    for body, at in (
        ({"from_member_id": theirs}, "/from_member_id"),
        ({"from_member_id": mine, "to_member_id": theirs}, "/to_member_id"),
        ({"from_member_id": mine, "to_member_id": mine}, "/to_member_id"),
    ):
        answer = await two.host.client.post(f"{two.path}/handovers", json={**body, "readable": []})
        assert refused(answer) == [at]


async def test_the_closing_of_others_is_a_404(two: Partnership, third: CoachingDistrict) -> None:
    assert (await third.client.get(f"{two.path}/closure")).status_code == 404
    assert (await close(two, third, 4)).status_code == 404
    assert (await third.client.get(f"{two.path}/handovers")).status_code == 404
    body = {"from_member_id": str(third.district), "readable": []}
    assert (await third.client.post(f"{two.path}/handovers", json=body)).status_code == 404
