"""An item of another district's is adopted as it is, replaced by a newer version, followed, pinned and given up."""

from __future__ import annotations

from asyncio import gather
from collections.abc import Awaitable, Callable
from uuid import UUID, uuid4

import pytest

from resources.handlers import adopted
from resources.republishing import republish
from services.resources.tests.adoptions.adopters import ADOPTIONS, adapted, adopt, do, fingerprint, may, read
from services.resources.tests.items.library import ANY, Library, agreement, content, part, tell
from shared.contracts.resources import ResourceAdopted, ResourceAdoptionEnded, ResourceRevised
from shared.events.republish import republish_all
from shared.testing import Deliveries, RunningService
from shared.testing.deliveries import unknown_field

PassOn = Callable[[], Awaitable[int]]
Found = Callable[[], Awaitable[Library]]
ACTS = ("take-newest", "follow", "pin", "adapt", "changes", "revert", "end")


async def test_what_is_adopted_is_copied_with_whom_it_credits(here: Library, there: Library) -> None:
    said = content(part("CC-BY-4.0"))
    item_id = await there.published(said)
    seen = await read(here, await adopt(here, item_id))
    assert (seen["item_id"], seen["owner_id"], seen["version"], seen["state"], seen["upstream"]) == (
        item_id, str(there.district), 1, "pinned", "current",
    )  # fmt: skip
    assert [one["part_key"] for one in seen["content"]["parts"]] == [said["parts"][0]["part_key"]]
    [credit] = seen["credits"]
    assert (credit["item_id"], credit["authors"], credit["licence"]) == (item_id, ["M. Ortiz"], "CC-BY-4.0")
    assert item_id in credit["address"]
    assert "M. Ortiz" in credit["words"]["es"]
    assert seen["demands"] == ["attribution"]


async def test_an_item_is_adopted_once_at_a_time_and_anew_when_that_has_ended(here: Library, there: Library) -> None:
    item_id = await there.published()
    answers = await gather(*(here.client.post(ADOPTIONS, json={"item_id": item_id}) for _ in range(4)))
    assert sorted(one.status_code for one in answers) == [201, 409, 409, 409]
    [made] = [one.json() for one in answers if one.status_code == 201]
    await do(here, made["adoption_id"], "end")
    await adopt(here, item_id)
    states = (await here.ask("GET", f"{ADOPTIONS}?item_id={item_id}", 200))["items"]
    assert [one["state"] for one in states] == ["ended", "pinned"]
    pinned = (await here.ask("GET", f"{ADOPTIONS}?state=pinned", 200))["items"]
    assert [one["item_id"] for one in pinned] == [item_id]


async def test_an_earlier_version_can_be_kept_but_not_followed(here: Library, there: Library) -> None:
    item_id = await there.published()
    await there.revise(item_id, content(title="Longer strips"))
    for said, pointer in (({"version": 3}, "/version"), ({"version": 1, "following": True}, "/version")):
        refused = await here.ask("POST", ADOPTIONS, 422, json={"item_id": item_id} | said)
        assert [one["pointer"] for one in refused["errors"]] == [pointer]
    seen = await read(here, await adopt(here, item_id, version=1))
    assert (seen["version"], seen["newest"], seen["upstream"]) == (1, 2, "revised")
    assert seen["content"]["title"] == "Fraction strips"


async def test_only_what_may_be_used_is_adopted(here: Library, there: Library, deliveries: Deliveries) -> None:
    own = await here.published()
    refused = await here.ask("POST", ADOPTIONS, 409, json={"item_id": own})
    assert "own" in refused["detail"]
    hidden, retired = await there.published(content(part(None))), await there.published()
    await there.stand(retired, "retired", because="Old.")
    await here.ask("POST", ADOPTIONS, 404, json={"item_id": hidden})
    await here.ask("POST", ADOPTIONS, 404, json={"item_id": str(uuid4())})
    await here.ask("POST", ADOPTIONS, 409, json={"item_id": retired})
    partners = await there.published(content(part("partnership")))
    await here.ask("POST", ADOPTIONS, 404, json={"item_id": partners})
    await tell(deliveries, [agreement(there.district, here.district)])
    allowed = may(await read(here, await adopt(here, partners)))
    assert (allowed["use"], allowed["edit"], allowed["hand_on"]) == (True, False, False)


@pytest.mark.parametrize(
    ("state", "allowed"),
    [
        ("pinned", {"take-newest", "follow", "adapt", "end"}),
        ("following", {"take-newest", "pin", "adapt", "end"}),
        ("adapted", {"changes", "revert", "end"}),
        ("ended", set[str]()),
    ],
)
async def test_each_state_lets_some_things_be_done_and_says_why_not_others(
    here: Library, there: Library, state: str, allowed: set[str]
) -> None:
    item_id = await there.published(content(part(), title="One"))
    after: dict[str, str] = {}
    for act in ACTS:
        adoption_id = await adopt(here, item_id, following=state == "following")
        if state in ("adapted", "ended"):
            await do(here, adoption_id, "adapt" if state == "adapted" else "end")
        await there.revise(item_id, content(part(), title=f"Before {act}"))
        sent = {"fingerprint": await fingerprint(here, adoption_id)} if act == "changes" else {}
        answer = await do(here, adoption_id, act, 200 if act in allowed else 409, **sent)
        after[act] = answer.get("state", "")
        if state != "ended" and act != "end":
            await do(here, adoption_id, "end")
    whole = {"take-newest": state, "follow": "following", "pin": "pinned", "adapt": "adapted", "revert": "pinned"}
    whole |= {"changes": "adapted", "end": "ended"}
    assert after == {act: to if act in allowed else "" for act, to in whole.items()}


async def test_a_change_needs_the_etag_that_was_read(here: Library, there: Library) -> None:
    adoption_id = await adopt(here, await there.published())
    answer = await here.client.get(f"{ADOPTIONS}/{adoption_id}")
    for act in ("take-newest", "follow", "pin", "revert", "end"):
        await here.ask("POST", f"{ADOPTIONS}/{adoption_id}/{act}", 428)
        await here.ask("POST", f"{ADOPTIONS}/{uuid4()}/{act}", 428)
    tag = {"If-Match": answer.headers["ETag"]}
    path = f"{ADOPTIONS}/{adoption_id}"
    answers = await gather(*(here.client.post(f"{path}/{act}", headers=tag) for act in ("follow", "end")))
    assert sorted(one.status_code for one in answers) == [200, 412]


async def test_another_districts_adoption_is_not_there(here: Library, there: Library) -> None:
    adoption_id, _ = await adapted(here, await there.published())
    await there.ask("GET", f"{ADOPTIONS}/{adoption_id}", 404)
    await there.ask("GET", f"{ADOPTIONS}/{adoption_id}/changes", 404)
    for act in ACTS:
        sent = {"fingerprint": "0" * 64} if act == "changes" else {}
        await do(there, adoption_id, act, 404, **sent)
    await there.ask("PUT", f"{ADOPTIONS}/{adoption_id}/intents", 404, json={}, headers=ANY)


async def test_who_follows_gets_each_newer_version_and_who_pinned_keeps_theirs(
    found_library: Found, pass_on: PassOn, running: RunningService
) -> None:
    author, follower, keeper = [await found_library() for _ in range(3)]
    item_id = await author.published()
    following, pinned = await adopt(follower, item_id, following=True), await adopt(keeper, item_id)
    await author.revise(item_id, content(title="Longer strips"))
    await pass_on()
    told = await running.published(ResourceAdopted)
    assert [(one.district_id, one.event.version, one.event.following) for one in told] == [(follower.district, 2, True)]
    held = await read(follower, following)
    assert (held["version"], held["upstream"], held["content"]["title"]) == (2, "current", "Longer strips")
    kept = await read(keeper, pinned)
    assert (kept["version"], kept["upstream"], kept["content"]["title"]) == (1, "revised", "Fraction strips")
    await do(keeper, pinned, "take-newest")
    assert (await read(keeper, pinned))["version"] == 2
    refused = await do(keeper, pinned, "take-newest", 409)
    assert "nothing to take" in refused["detail"]


async def test_a_revision_told_twice_or_late_is_taken_once(
    here: Library, there: Library, running: RunningService, pass_on: PassOn
) -> None:
    item_id = await there.published()
    adoption_id = await adopt(here, item_id, following=True)
    await there.revise(item_id, content(title="Two"))
    told = (await running.published(ResourceRevised))[-1]
    await pass_on()
    revision = (await here.client.get(f"{ADOPTIONS}/{adoption_id}")).headers["ETag"]
    late = Deliveries(adopted, running.worker)
    newer = unknown_field(told.event, stars=5)
    await late.deliver(late.record(there.district, told.event, sequence=98))
    await late.deliver(late.record(there.district, told.event, sequence=99, body=newer))
    assert (await here.client.get(f"{ADOPTIONS}/{adoption_id}")).headers["ETag"] == revision


async def test_a_follower_gets_no_version_that_it_may_not_see(
    here: Library, there: Library, deliveries: Deliveries, pass_on: PassOn
) -> None:
    item_id = await there.published()
    adoption_id = await adopt(here, item_id, following=True)
    await there.revise(item_id, content(title="Two"))
    await there.revise(item_id, content(part("partnership"), title="Three"))
    await pass_on()
    assert (await read(here, adoption_id))["version"] == 2
    await tell(deliveries, [agreement(here.district, there.district)])
    await there.revise(item_id, content(part("partnership"), title="Four"))
    await pass_on()
    assert (await read(here, adoption_id))["version"] == 4


async def test_what_was_told_is_told_again(here: Library, there: Library, running: RunningService) -> None:
    ended, pinned = await adopt(here, await there.published()), await adopt(here, await there.published())
    await do(here, ended, "end")
    await running.clear_outbox()
    counts = {district: count async for district, count in republish_all(running.worker, republish)}
    assert counts[here.district] == 2
    told = await running.published(ResourceAdopted, ResourceAdoptionEnded)
    mine = {one.event.adoption_id: type(one.event) for one in told if one.district_id == here.district}
    assert mine == {UUID(ended): ResourceAdoptionEnded, UUID(pinned): ResourceAdopted}
