"""An action carries the meeting in which it was agreed: one of its own engagement, that was not cancelled."""

from uuid import uuid4

from services.coaching.tests.actions.acting import ACTIONS, MEETINGS, Acting
from services.coaching.tests.actions.conftest import begun
from services.coaching.tests.coaches.coaching_district import ANY, CoachingDistrict, refused
from services.coaching.tests.matching.plans import plans
from shared.contracts.coaching import ActionAgreed
from shared.testing import RunningService


async def test_what_is_agreed_in_a_meeting_is_shown_with_it_found_by_it_and_told_with_it(acting: Acting) -> None:
    meeting = await acting.meeting()
    path, other = await acting.agreed(meeting_id=meeting), await acting.propose()
    for district in (acting.host, acting.partner):
        assert (await acting.seen(path, district))["meeting_id"] == meeting
    assert (await acting.seen(other))["meeting_id"] is None
    assert await acting.listed(meeting_id=meeting) == [path]
    assert await acting.listed(meeting_id=str(uuid4())) == []
    (told,) = await acting.told(path)
    assert isinstance(told, ActionAgreed)
    assert str(told.meeting_id) == meeting


async def test_a_meeting_that_is_none_of_the_engagements_is_refused_whatever_it_is(
    acting: Acting, running: RunningService
) -> None:
    async with plans(running) as made:
        elsewhere = await begun(made)
        foreign = await elsewhere.meeting()
    answers = [
        await acting.host.client.post(ACTIONS, json=acting.body(meeting_id=one)) for one in (foreign, str(uuid4()))
    ]
    assert [refused(one) for one in answers] == [["/meeting_id"]] * 2
    said = [[one["detail"] for one in answer.json()["errors"]] for answer in answers]
    assert said[0] == said[1], "nobody learns that another district's meeting is there"
    assert refused(await acting.host.client.post(ACTIONS, json=acting.body(meeting_id="none"))) == ["/meeting_id"]


async def test_nothing_is_agreed_in_a_meeting_that_was_cancelled(acting: Acting) -> None:
    meeting = await acting.meeting()
    cancelled = await acting.host.client.post(f"{MEETINGS}/{meeting}/cancel", json={}, headers=ANY)
    assert cancelled.status_code == 200, cancelled.text
    answer = await acting.host.client.post(ACTIONS, json=acting.body(meeting_id=meeting))
    assert refused(answer) == ["/meeting_id"]
    assert "cancelled" in answer.json()["errors"][0]["detail"]


async def test_a_third_district_finds_nothing_by_the_meeting(acting: Acting, third: CoachingDistrict) -> None:
    meeting = await acting.meeting()
    await acting.agreed(meeting_id=meeting)
    assert (await third.client.get(ACTIONS, params={"meeting_id": meeting})).json()["items"] == []
