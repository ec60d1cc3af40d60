"""A selection opens an engagement, a withdrawal ends it, and agreements stand as partners tells."""

from uuid import uuid4

import pytest

from services.coaching.tests.coaches.coaching_district import SCOPES, TODAY, CoachingDistrict, days
from services.coaching.tests.engagements.partnership import ENGAGEMENTS, TO_HOST, Partnership, selected
from shared.contracts.coaching import EngagementEnded, EngagementStarted


async def test_a_selection_opens_an_engagement_that_both_districts_see_alike(two: Partnership) -> None:
    shown = await two.seen()
    assert shown == await two.seen(two.partner)
    assert (shown["host_id"], shown["partner_id"]) == (str(two.host.district), str(two.partner.district))
    assert (shown["phase"], shown["sharing"], shown["ended"]) == ("preparation", "none_demanded", None)
    assert (shown["started_on"], shown["first_contact_by"]) == (str(TODAY), str(TODAY + days(30)))


async def test_each_of_the_two_is_told_once_in_its_own_name(two: Partnership) -> None:
    told = EngagementStarted(
        engagement_id=two.engagement,
        host_id=two.host.district,
        partner_id=two.partner.district,
        application_id=two.application,
        starts_on=TODAY,
        expires_on=TODAY + days(700),
    )
    assert await two.host.told() == [told] == await two.partner.told()


async def test_a_selection_that_is_told_again_opens_nothing_more(apart: Partnership) -> None:
    event = selected(apart.partner.district)
    again = event.model_copy(update={"starts_on": TODAY + days(9)})
    await apart.log.deliver(apart.log.record(apart.host.district, event))
    await apart.log.deliver(apart.log.record(apart.host.district, again))
    await apart.log.deliver(apart.log.record(apart.host.district, again, snapshot=True))
    (only,) = (await apart.partner.client.get(ENGAGEMENTS)).json()["items"]
    assert only["starts_on"] == str(TODAY)
    assert len(await apart.host.told()) == 1


async def test_an_event_of_which_more_is_told_one_day_opens_as_well(apart: Partnership) -> None:
    event = selected(apart.partner.district)
    body = event.model_dump_json().replace("{", '{"something_new": [1], ', 1).encode()
    await apart.log.deliver(apart.log.record(apart.host.district, event, body=body))
    assert len((await apart.host.client.get(ENGAGEMENTS)).json()["items"]) == 1


async def test_to_a_third_district_there_is_no_engagement(two: Partnership, third: CoachingDistrict) -> None:
    assert (await third.client.get(two.path)).status_code == 404
    assert (await third.client.get(ENGAGEMENTS)).json()["items"] == []
    assert (await two.host.client.get(f"{ENGAGEMENTS}/{uuid4()}")).status_code == 404


async def test_a_partner_may_be_a_host_elsewhere(two: Partnership, third: CoachingDistrict) -> None:
    await two.log.deliver(two.log.record(two.partner.district, selected(third.district)))
    found = (await two.partner.client.get(ENGAGEMENTS)).json()["items"]
    assert [one["host_id"] for one in found] == [str(two.host.district), str(two.partner.district)]
    assert len((await two.host.client.get(ENGAGEMENTS)).json()["items"]) == 1
    assert len((await third.client.get(ENGAGEMENTS)).json()["items"]) == 1


async def test_a_withdrawal_ends_it_once(two: Partnership) -> None:
    two.host.at += days(3)
    await two.withdraw()
    await two.withdraw()
    shown = await two.seen(two.partner)
    ended_on = str(TODAY + days(3))
    assert shown["ended"] == {"end": "partner_withdrew", "reason": None, "words": None, "ended_on": ended_on}
    last = EngagementEnded(
        engagement_id=two.engagement,
        host_id=two.host.district,
        partner_id=two.partner.district,
        end="partner_withdrew",
        ended_on=TODAY + days(3),
    )
    assert (await two.host.told())[1:] == [last] == (await two.partner.told())[1:]


async def test_of_a_withdrawal_the_hosts_copy_counts(two: Partnership) -> None:
    await two.withdraw(told_to=two.partner.district)
    assert (await two.seen())["ended"] is None


async def test_what_is_over_and_what_is_open_are_listed_apart(two: Partnership) -> None:
    first = two.engagement
    await two.withdraw()
    second = await two.open()

    async def listed(**query: str) -> list[str]:
        found = (await two.host.client.get(ENGAGEMENTS, params=query)).json()["items"]
        return [one["engagement_id"] for one in found]

    assert await listed() == [first, second]
    assert (await listed(open="true"), await listed(open="false")) == ([second], [first])
    page = (await two.host.client.get(ENGAGEMENTS, params={"limit": 1})).json()
    assert [one["engagement_id"] for one in page["items"]] == [first]
    assert await listed(after=page["next"]) == [second]


async def test_each_way_of_sharing_that_the_call_asks_for_says_how_it_stands(apart: Partnership) -> None:
    await apart.open(TO_HOST, TO_HOST.model_copy(update={"direction": "to_partner"}))
    await apart.agree("active", agreement=uuid4())
    demands = (await apart.seen())["demands"]
    assert demands == (await apart.seen(apart.partner))["demands"]
    assert [(one["direction"], one["state"]) for one in demands] == [("to_host", "in_force"), ("to_partner", "awaited")]


@pytest.mark.parametrize("state", ["expired", "ended"])
async def test_sharing_is_awaited_then_in_force_then_over(apart: Partnership, state: str) -> None:
    await apart.open(TO_HOST)
    agreement = uuid4()
    assert (await apart.seen())["sharing"] == "awaited"
    await apart.agree("active", agreement=agreement)
    assert (await apart.seen())["sharing"] == "in_force" == (await apart.seen(apart.partner))["sharing"]
    await apart.agree(state, agreement=agreement)
    assert (await apart.seen())["sharing"] == "over"
    await apart.agree("active", agreement=uuid4())
    assert (await apart.seen())["sharing"] == "in_force", "another agreement takes its place"


async def test_an_agreement_is_known_also_where_it_comes_before_the_selection(apart: Partnership) -> None:
    await apart.agree("active", agreement=uuid4())
    await apart.open(TO_HOST)
    assert (await apart.seen())["sharing"] == "in_force"


async def test_an_agreement_is_over_on_the_day_after_its_last_though_nobody_told_it(apart: Partnership) -> None:
    await apart.agree("active", agreement=uuid4())
    await apart.open(TO_HOST)
    apart.host.at += days(365)
    assert (await apart.seen())["sharing"] == "in_force"
    apart.host.at += days(1)
    assert (await apart.seen())["sharing"] == "over"


async def test_of_an_agreement_the_disclosers_copy_counts(apart: Partnership) -> None:
    await apart.open(TO_HOST)
    await apart.agree("active", agreement=uuid4(), told_to=apart.host.district)
    assert (await apart.seen())["sharing"] == "awaited"


async def test_a_first_contact_that_does_not_come_in_time_is_listed(two: Partnership) -> None:
    two.host.at += days(30)
    assert (await two.seen())["stalled"] == []
    two.host.at += days(1)
    assert (await two.seen())["stalled"] == ["first_contact_missed"]
    found = (await two.partner.client.get(ENGAGEMENTS, params={"stalled": "true"})).json()["items"]
    assert [one["engagement_id"] for one in found] == [two.engagement]
    await two.withdraw()
    assert (await two.partner.client.get(ENGAGEMENTS, params={"stalled": "true"})).json()["items"] == []


async def test_who_may_not_read_coaching_sees_no_engagement(two: Partnership) -> None:
    async with two.host.somebody(*[one for one in SCOPES if one != "coaching.read"]) as client:
        assert (await client.get(two.path)).status_code == 403
