"""Promise 5, for what coaching tells and hears: whatever a reader lost, it comes to the same again.

Events of every kind are told here, so that they hold no words is looked at as well.
"""

import pytest

from shared.contracts.coaching import COACHING
from shared.events.event import REGISTRY, Record
from tests.integration.acting import Acting
from tests.integration.backups import back_up, restore
from tests.integration.coached import COACHING as V1
from tests.integration.everything import TYPED, Everything
from tests.integration.platform import TOPICS
from tests.integration.selecting import chosen
from tests.integration.topic import CODE, last, leaves, records, said

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
async def told(maple: Acting) -> list[Record]:
    """What coaching tells of all that can be done."""
    await Everything(maple).play()
    return await records(maple.platform, COACHING.name)


async def test_every_kind_is_told_and_none_says_a_word_or_a_name(maple: Acting, told: list[Record]) -> None:
    assert {one.event_type for one in told} == {name for name, event in REGISTRY.items() if event.topic == COACHING}
    assert not any(CODE.fullmatch(words.lower()) for words in TYPED if " " in words), "words would be seen"
    assert [leaf for one in told for leaf in leaves(one) if not CODE.fullmatch(leaf)] == []
    for topic in TOPICS:
        if topic != "trellis.rostering.people.v1":
            heard = "\n".join(f"{one.key} {(one.body or b'').decode()}" for one in await records(maple.platform, topic))
            assert [words for words in TYPED if words in heard] == [], topic


async def test_each_of_the_two_is_told_of_each_key_in_a_sequence_without_gaps(
    maple: Acting, told: list[Record]
) -> None:
    assert {str(one.district_id) for one in told} == {one.district_id for one in maple.two.both}
    assert await maple.disordered() == []


async def test_read_models_that_are_built_again_are_equal(maple: Acting, told: list[Record]) -> None:
    assert "records in" in maple.platform.run("dashboards", "rebuild", "--compare")
    assert await maple.problems() == []


async def test_told_again_it_is_the_same_and_changes_nothing(maple: Acting, told: list[Record]) -> None:
    before = await maple.timelines()
    maple.platform.run("coaching", "republish")
    await maple.platform.settled()
    known = {one.event_id for one in told}
    again = [one for one in await records(maple.platform, COACHING.name) if one.event_id not in known]
    assert all(one.snapshot for one in again)
    assert last(again) == last(told)
    assert said(again).items() <= said(told).items()
    assert await maple.timelines() == before


async def test_what_kafka_never_had_is_missed_and_comes_when_all_is_told_again(
    maple: Acting, told: list[Record]
) -> None:
    """Sabotage of promise 1, too: the comparison of timelines sees a loss."""
    path = await maple.proposed()
    maple.stop("coaching worker")
    await maple.agree(path)
    losing = maple.start_broken("relay_loses", "coaching")
    await maple.platform.settled()
    maple.stop(losing)
    maple.start("coaching")
    assert len(await maple.problems()) == 2
    maple.platform.run("coaching", "republish")
    await maple.platform.settled()
    assert await maple.problems() == []


async def test_coaching_restored_to_before_a_partner_was_selected_opens_the_engagement_again(
    maple: Acting, told: list[Record]
) -> None:
    async def engagements() -> list[str]:
        found = await maple.two.partner.caller.all(f"{V1}/engagements")
        return sorted(one["application_id"] for one in found)

    place = await chosen(maple.two.host, maple.two.partner)
    await maple.platform.settled()
    await back_up(maple.platform, "coaching")
    before = await engagements()
    await place.answer("accept")
    await maple.platform.settled()
    opened = sorted([*before, place.application_id])
    assert await engagements() == opened
    maple.stop("coaching worker")
    restore(maple.platform, "coaching")
    assert await engagements() == before, "it is gone"
    maple.start("coaching")
    await maple.platform.settled()
    assert await engagements() == opened
