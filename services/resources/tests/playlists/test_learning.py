"""Learners go through playlists; their families and educators see where they are, and nobody else."""

import asyncio

import pytest

from services.resources.tests.items.library import content
from services.resources.tests.playlists.school import MINE, READ, WRITE, School, Teaching, ask, mine


@pytest.fixture
async def path(here: School, teaching: Teaching) -> str:
    """A playlist with two entries that the class has."""
    made = await here.make(*await here.items("First", "Second"))
    await here.give(made, classes=(teaching.class_id,))
    return made


async def entries(teaching: Teaching, path: str) -> list[str]:
    found = await ask(teaching.learner, "GET", mine(path), 200)
    return [one["entry_id"] for one in found["entries"]]


async def test_a_learner_opens_finishes_and_takes_up_again(teaching: Teaching, path: str) -> None:
    first, second = await entries(teaching, path)
    acts = f"{mine(path)}/entries/{first}"
    opened = await ask(teaching.learner, "POST", f"{acts}/open", 200)
    assert ([one["state"] for one in opened["entries"]], opened["next_entry"]) == (["opened", "not_begun"], first)
    finished = await ask(teaching.learner, "POST", f"{acts}/finish", 200)
    assert (finished["done"], finished["to_do"], finished["next_entry"]) == (1, 2, second)
    again = await ask(teaching.learner, "POST", f"{acts}/take-up-again", 200)
    assert (again["done"], again["next_entry"]) == (0, first)
    assert await ask(teaching.learner, "GET", mine(path), 200) == again


async def test_an_act_that_is_told_twice_or_at_once_counts_once(teaching: Teaching, path: str) -> None:
    first, _ = await entries(teaching, path)
    acts = f"{mine(path)}/entries/{first}"
    await asyncio.gather(*(ask(teaching.learner, "POST", f"{acts}/{one}", 200) for one in ("open", "finish", "open")))
    found = await ask(teaching.learner, "POST", f"{acts}/open", 200)
    assert [one["state"] for one in found["entries"]] == ["done", "not_begun"]


async def test_where_a_learner_is_outlives_moves(here: School, teaching: Teaching, path: str) -> None:
    first, second = await entries(teaching, path)
    await ask(teaching.learner, "POST", f"{mine(path)}/entries/{first}/finish", 200)
    to = {"json": {"after": second}, "headers": {"If-Match": "*"}}
    await here.library.ask("POST", f"{path}/entries/{first}/move", 200, **to)
    found = await ask(teaching.learner, "GET", mine(path), 200)
    assert [(one["entry_id"], one["state"]) for one in found["entries"]] == [(second, "not_begun"), (first, "done")]


async def test_nobody_waits_for_what_cannot_be_opened(here: School, teaching: Teaching) -> None:
    gone, left = await here.items("Gone", "Left")
    path = await here.make(gone, left)
    await here.give(path, learners=(teaching.learner_id,))
    await here.library.stand(gone, "recalled", because="It was not ours.")
    first, second = await entries(teaching, path)
    refused = await ask(teaching.learner, "POST", f"{mine(path)}/entries/{first}/open", 409)
    assert "cannot be opened" in refused["detail"]
    found = await ask(teaching.learner, "GET", mine(path), 200)
    assert (found["to_do"], found["next_entry"]) == (1, second)
    assert found["entries"][0]["closed"]["reason"] == "It was not ours."


async def test_an_entry_that_was_taken_out_is_not_there(here: School, teaching: Teaching, path: str) -> None:
    first, _ = await entries(teaching, path)
    await here.library.ask("DELETE", f"{path}/entries/{first}", 200, headers={"If-Match": "*"})
    for act in ("open", "finish", "take-up-again"):
        await ask(teaching.learner, "POST", f"{mine(path)}/entries/{first}/{act}", 404)


async def test_a_family_sees_where_its_child_is_as_long_as_it_is_theirs(
    here: School, teaching: Teaching, path: str
) -> None:
    whose = f"?learner_id={teaching.learner_id}"
    first, _ = await entries(teaching, path)
    await ask(teaching.learner, "POST", f"{mine(path)}/entries/{first}/finish", 200)
    assert len((await ask(teaching.family, "GET", MINE + whose, 200))["items"]) == 1
    assert (await ask(teaching.family, "GET", mine(path) + whose, 200))["done"] == 1
    refused = await ask(teaching.family, "GET", MINE, 422)
    assert [one["pointer"] for one in refused["errors"]] == ["/learner_id"]
    await ask(teaching.family, "POST", f"{mine(path)}/entries/{first}/open", 404)
    await here.tell(teaching.guardianship.model_copy(update={"active": False}))
    await ask(teaching.family, "GET", MINE + whose, 404)
    await ask(teaching.family, "GET", mine(path) + whose, 404)


async def test_an_educator_sees_where_those_are_whom_they_teach(here: School, teaching: Teaching, path: str) -> None:
    first, _ = await entries(teaching, path)
    await ask(teaching.learner, "POST", f"{mine(path)}/entries/{first}/open", 200)
    seen = await ask(teaching.educator, "GET", f"{path}/learners/{teaching.learner_id}", 200)
    assert (seen["given_by"], seen["next_entry"]) == ("class", first)
    others = await here.teaching()
    await ask(others.educator, "GET", f"{path}/learners/{teaching.learner_id}", 404)
    await ask(others.family, "GET", f"{mine(path)}?learner_id={teaching.learner_id}", 404)
    await ask(others.learner, "GET", f"{MINE}?learner_id={teaching.learner_id}", 404)


async def test_another_district_finds_neither_learner_nor_playlist(
    here: School, there: School, teaching: Teaching, path: str
) -> None:
    learner = await there.join("learner")
    client = await there.client("learner", learner, *READ)
    (first, *_) = await entries(teaching, path)
    await ask(client, "GET", mine(path), 404)
    await ask(client, "POST", f"{mine(path)}/entries/{first}/open", 404)
    leader = await there.client("leader", None, *WRITE)
    await ask(leader, "GET", f"{path}/learners/{teaching.learner_id}", 404)
    await ask(leader, "GET", f"{await there.make()}/learners/{teaching.learner_id}", 404)
    await ask(leader, "GET", f"{MINE}?learner_id={teaching.learner_id}", 404)


async def test_a_learner_is_led_to_what_their_district_may_see(here: School, there: School) -> None:
    teaching = await here.teaching()
    old, new = await there.items("Old", "New")
    path = await here.make(old)
    await here.give(path, learners=(teaching.learner_id,))
    await there.library.stand(old, "retired", because="Old.", successor_id=new)
    found = await ask(teaching.learner, "GET", mine(path), 200)
    assert found["entries"][0]["opens"]["title"] == "New"
    await there.library.revise(new, content(title="Newer"))
    found = await ask(teaching.learner, "GET", mine(path), 200)
    assert found["entries"][0]["opens"]["title"] == "Newer"
