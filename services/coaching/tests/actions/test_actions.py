"""Actions: proposed by one district, agreed by the other, done only when both say so."""

import asyncio
from uuid import uuid4

import pytest

from coaching.handlers import gaps
from services.coaching.tests.actions.acting import ACTIONS, Acting
from services.coaching.tests.coaches.coaching_district import ANY, TODAY, CoachingDistrict, days, refused
from services.coaching.tests.engagements.partnership import act, add
from shared.contracts.coaching import (
    ActionAgreed,
    ActionCompleted,
    ActionDropped,
    ActionNamedResourceUsed,
    ActionResourceUsed,
)
from shared.contracts.readiness import GapClosed
from shared.testing import Deliveries

REPLACED = {"reason": "replaced", "words": "We found\nbetter."}


def closing(acting: Acting) -> Deliveries:
    return Deliveries(gaps, acting.host.running.worker, acting.host.running.app.context.now)


def closed(gap: str, on: int = 3) -> GapClosed:
    return GapClosed.model_validate(
        {"gap_id": gap, "assessment_id": uuid4(), "result": 2, "closed_on": TODAY + days(on)}
    )


async def test_what_one_proposes_the_other_agrees_to_and_both_are_told_without_words(acting: Acting) -> None:
    resource = uuid4()
    path = await acting.propose(resource_id=str(resource), steps=["One", "Two"])
    shown = await acting.seen(path)
    assert (shown["state"], shown["condition"], shown["steps"]) == ("proposed", "learning_model", ["One", "Two"])
    assert shown == await acting.seen(path, acting.partner)
    assert await acting.told(path) == []
    assert (await acting.agree(acting.host, path)).status_code == 409, "who proposes does not agree to it as well"
    assert (await acting.agree(acting.partner, path)).json()["state"] == "agreed"
    told = ActionAgreed(
        action_id=shown["action_id"],
        engagement_id=acting.engagement,
        host_id=acting.host.district,
        partner_id=acting.partner.district,
        gap_id=acting.gap,
        condition="learning_model",
        resource_id=resource,
        agreed_on=TODAY,
        due_on=TODAY + days(30),
    )
    assert await acting.told(path) == [told]
    assert "Plan together" not in told.model_dump_json()


async def test_what_was_changed_is_agreed_to_by_who_did_not_change_it(acting: Acting) -> None:
    path = await acting.propose()
    read = (await acting.host.client.get(path)).headers["ETag"]
    changed = await acting.partner.client.patch(path, json={"words": "Otherwise."}, headers=ANY)
    assert (changed.json()["words"], changed.json()["proposed_by"]) == ("Otherwise.", str(acting.partner.district))
    assert (await acting.agree(acting.partner, path)).status_code == 409
    stale = await acting.host.client.post(f"{path}/agree", headers={"If-Match": read})
    assert stale.status_code == 412, "nobody agrees to what they have not read"
    assert (await acting.host.client.post(f"{path}/agree", headers=ANY)).status_code == 428
    assert (await acting.agree(acting.host, path)).status_code == 200


async def test_it_is_done_only_when_both_confirm_it(acting: Acting) -> None:
    path = await acting.agreed()
    first = await acting.act(acting.host, path, "confirm")
    assert (first.json()["state"], first.json()["completed_on"]) == ("agreed", None)
    assert (await acting.act(acting.host, path, "confirm")).status_code == 409
    acting.host.at += days(2)
    second = await acting.act(acting.partner, path, "confirm")
    assert (second.json()["state"], second.json()["completed_on"]) == ("done", str(TODAY + days(2)))
    assert [type(one) for one in await acting.told(path)] == [ActionAgreed, ActionCompleted]


async def test_of_two_confirmations_at_once_both_count(acting: Acting) -> None:
    path = await acting.agreed()
    answers = await asyncio.gather(
        *[acting.act(one, path, "confirm") for one in (acting.host, acting.partner, acting.host)]
    )
    assert sorted(one.status_code for one in answers) == [200, 200, 409]
    assert (await acting.seen(path))["state"] == "done"
    assert len([one for one in await acting.told(path) if isinstance(one, ActionCompleted)]) == 1


async def test_that_a_resource_was_used_is_said_once_by_the_partner(acting: Acting) -> None:
    path = await acting.agreed(resource_id=str(uuid4()))
    for on in (TODAY + days(1), TODAY - days(1)):
        assert refused(await acting.act(acting.partner, path, "resource-used", {"on": str(on)})) == ["/on"]
    assert (await acting.act(acting.host, path, "resource-used", {"on": str(TODAY)})).status_code == 409
    used = await acting.act(acting.partner, path, "resource-used", {"on": str(TODAY)})
    assert used.json()["resource_used_on"] == str(TODAY)
    assert (await acting.act(acting.partner, path, "resource-used", {"on": str(TODAY)})).status_code == 409
    assert [type(one) for one in await acting.told(path)] == [ActionAgreed, ActionResourceUsed]


async def test_that_a_resource_of_words_alone_was_used_is_told_without_its_words(acting: Acting) -> None:
    path = await acting.agreed(resource_title="A book")
    assert (await acting.act(acting.partner, path, "resource-used", {"on": str(TODAY)})).status_code == 200
    agreed, used = await acting.told(path)
    assert isinstance(agreed, ActionAgreed)
    assert isinstance(used, ActionNamedResourceUsed)
    assert (str(used.gap_id), used.used_on) == (acting.gap, TODAY)
    assert "A book" not in used.model_dump_json()
    none = await acting.agreed()
    assert (await acting.act(acting.partner, none, "resource-used", {"on": str(TODAY)})).status_code == 409


async def test_it_is_dropped_with_a_reason_and_words_and_told_where_both_had_agreed(acting: Acting) -> None:
    proposed, agreed = await acting.propose(), await acting.agreed()
    for path in (proposed, agreed):
        shown = (await acting.act(acting.partner, path, "drop", REPLACED)).json()
        assert shown["dropped"] == REPLACED | {"dropped_on": str(TODAY)}
        assert (await acting.act(acting.partner, path, "confirm")).status_code == 409
    assert await acting.told(proposed) == []
    dropped = (await acting.told(agreed))[-1]
    assert isinstance(dropped, ActionDropped)
    assert dropped.because == "replaced"


async def test_what_is_agreed_changes_no_more_but_for_who_sees_to_it(acting: Acting) -> None:
    path = await acting.agreed()
    assert (await acting.host.client.patch(path, json={"words": "More."}, headers=ANY)).status_code == 409
    other = await add(acting.plans.two, acting.host, "lead")
    given = await acting.partner.client.patch(path, json={"owner_member_id": other}, headers=ANY)
    assert (given.json()["owner_member_id"], given.json()["state"]) == (other, "agreed")


async def test_whoever_sees_to_it_is_a_member_of_either_team(acting: Acting) -> None:
    for owner in (str(uuid4()), str(acting.partner.person())):
        answer = await acting.host.client.post(ACTIONS, json=acting.body(owner_member_id=owner))
        assert refused(answer) == ["/owner_member_id"]


async def test_a_gap_that_was_not_brought_is_none_to_act_on(acting: Acting) -> None:
    not_brought = str(await acting.plans.find_gap())
    for gap in (str(uuid4()), not_brought):
        assert refused(await acting.host.client.post(ACTIONS, json=acting.body(gap_id=gap))) == ["/gap_id"]
    await acting.plans.log.send(acting.partner.district, closed(acting.gap))
    assert (await acting.host.client.post(ACTIONS, json=acting.body())).status_code == 409


async def test_nothing_is_due_on_a_day_that_is_over(acting: Acting) -> None:
    body = acting.body(due_on=str(TODAY - days(1)))
    assert refused(await acting.host.client.post(ACTIONS, json=body)) == ["/due_on"]


async def test_a_gap_that_closes_is_shown_on_its_actions_which_stay_as_they_are(acting: Acting) -> None:
    path, log = await acting.agreed(), closing(acting)
    other = await acting.agreed(gap_id=str(await _another_gap(acting)))
    for _ in range(2):
        await log.deliver(log.record(acting.partner.district, closed(acting.gap)))
    await log.deliver(log.record(acting.host.district, closed(acting.gap, on=9)))
    shown = await acting.seen(path)
    assert (shown["gap_closed_on"], shown["state"]) == (str(TODAY + days(3)), "agreed")
    assert (await acting.seen(other))["gap_closed_on"] is None
    assert [type(one) for one in await acting.told(path)] == [ActionAgreed]
    for district in (acting.host, acting.partner):
        await acting.act(district, path, "confirm")
    assert (await acting.seen(path))["state"] == "done"


async def _another_gap(acting: Acting) -> object:
    gap = await acting.plans.find_gap()
    assert (await acting.plans.bring(gap)).status_code == 201
    return gap


async def test_what_has_stalled_surfaces_by_itself(acting: Acting) -> None:
    overdue, quiet = await acting.agreed(due_on=str(TODAY + days(2))), await acting.agreed(due_on=str(TODAY + days(99)))
    done = await acting.agreed(due_on=str(TODAY + days(2)))
    for district in (acting.host, acting.partner):
        await acting.act(district, done, "confirm")
    assert await acting.listed(stalled="true") == []
    acting.host.at += days(3)
    assert await acting.listed(stalled="true") == [overdue]
    acting.host.at += days(19)
    assert await acting.listed(stalled="true") == [overdue, quiet]
    assert (await acting.seen(quiet))["stalled"] == ["nothing_done"]
    await acting.act(acting.host, quiet, "confirm")
    assert (await acting.seen(quiet))["stalled"] == []
    await acting.partner.client.post(f"{acting.plans.two.path}/members/{acting.owner}/leave")
    assert (await acting.seen(quiet))["stalled"] == ["owner_left"]
    assert await acting.listed(stalled="false") == [done]


async def test_they_are_listed_by_engagement_gap_and_state(acting: Acting) -> None:
    one, other = await acting.propose(), await acting.agreed()
    assert await acting.listed(engagement_id=acting.engagement) == [one, other]
    assert await acting.listed(gap_id=acting.gap, state="agreed") == [other]
    assert await acting.listed(engagement_id=str(uuid4())) == []


async def test_what_is_open_is_dropped_when_the_engagement_ends(acting: Acting) -> None:
    proposed, agreed, done = await acting.propose(), await acting.agreed(), await acting.agreed()
    for district in (acting.host, acting.partner):
        await acting.act(district, done, "confirm")
    await act(acting.plans.two, acting.partner, "end", {"end": "ended_early", "reason": "other"})
    for path, reason in ((proposed, "engagement_ended"), (agreed, "engagement_ended"), (done, None)):
        dropped = (await acting.seen(path))["dropped"]
        assert (dropped and dropped["reason"]) == reason
    assert await acting.told(proposed) == []
    assert isinstance((await acting.told(agreed))[-1], ActionDropped)
    assert isinstance((await acting.told(done))[-1], ActionCompleted)
    assert (await acting.host.client.post(ACTIONS, json=acting.body())).status_code == 409


async def test_a_withdrawal_of_the_partner_drops_them_as_well(acting: Acting) -> None:
    agreed = await acting.agreed()
    await acting.plans.two.withdraw()
    assert [type(one) for one in await acting.told(agreed)] == [ActionAgreed, ActionDropped]


async def test_an_action_is_agreed_or_dropped_when_the_engagement_ends_meanwhile(acting: Acting) -> None:
    path = await acting.propose()
    agreed, ended = await asyncio.gather(
        acting.agree(acting.partner, path),
        act(acting.plans.two, acting.host, "end", {"end": "ended_early", "reason": "other"}),
    )
    assert (agreed.status_code, ended.status_code) in [(200, 200), (409, 200), (412, 200)]
    assert (await acting.seen(path))["state"] == "dropped"
    assert len(await acting.told(path)) == (2 if agreed.status_code == 200 else 0)


async def test_words_are_destroyed_on_their_day_and_counted(acting: Acting) -> None:
    path, theirs = await acting.agreed(), await acting.propose(acting.partner)
    closure = {
        "last_meeting_on": str(TODAY + days(1)),
        "retention": [{"content": "actions", "destroy_on": str(TODAY + days(5))}],
    }
    two = acting.plans.two
    assert (await acting.host.client.put(f"{two.path}/closure", json=closure, headers=ANY)).status_code == 200
    await act(two, acting.host, "end", {"end": "ended_early", "reason": "other"})
    acting.host.at += days(5)
    while await acting.host.running.run_job("coaching.retention"):
        pass
    assert (await acting.seen(path))["words"] is None
    assert (await acting.seen(theirs))["words"] == "Plan together.", "it is the partner's, who keeps it"
    (counted,) = (await acting.host.client.get(f"{two.path}/closure")).json()["retention"]
    assert counted["destroyed"] == 1


async def test_to_a_third_district_there_is_no_action(acting: Acting, third: CoachingDistrict) -> None:
    path = await acting.agreed()
    assert (await third.client.get(path)).status_code == 404
    assert (await third.client.get(ACTIONS)).json()["items"] == []
    assert (await third.client.patch(path, json={"words": "x"}, headers=ANY)).status_code == 404
    for what, body in (("confirm", None), ("drop", REPLACED), ("resource-used", {"on": str(TODAY)})):
        assert (await acting.act(third, path, what, body)).status_code == 404
    assert (await third.client.post(ACTIONS, json=acting.body())).status_code == 404


@pytest.mark.parametrize("role", ["leader", "educator", "operator", "system"])
async def test_no_scope_but_coachings_opens_an_action_in_any_role(acting: Acting, role: str) -> None:
    path = await acting.agreed()
    others = ("readiness.read", "readiness.write", "competency.read", "competency.write", "rostering.read")
    async with acting.host.somebody(*others, role=role) as client:
        for asked in (path, ACTIONS):
            assert (await client.get(asked)).status_code == 403
