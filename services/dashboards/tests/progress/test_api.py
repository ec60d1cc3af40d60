"""The read API: who may ask, what is answered, and that another district's is not there."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

import pytest

from shared.contracts.competency import FrameworkPublished, FrameworkRevised, ItemPublished, ItemRetired
from shared.contracts.rostering import PersonChanged
from shared.events import Event
from shared.testing import DISTRICT_A, DISTRICT_B, route_problems, statement_problems, table_problems

BASE = "/dashboards/v1"
SCOPE = "dashboards.read"


def uid(name: str) -> UUID:
    return uuid5(DISTRICT_A, name)


def paths(world: Any) -> list[str]:
    return [
        f"{BASE}/learners/{world.uid('ana')}", f"{BASE}/classes/{world.uid('maths')}",
        f"{BASE}/organisations/{world.uid('north')}", f"{BASE}/district", f"{BASE}/network",
    ]  # fmt: skip


async def test_every_route_says_who_may_call_it_and_every_table_whose_it_is(world: Any) -> None:
    running = world.running
    assert route_problems(running.app) == []
    assert await table_problems(running.worker, running.service.metadata, "dashboards") == []
    assert await statement_problems(running.worker, "dashboards") == []


async def test_every_route_needs_a_caller_and_the_scope(district: Any) -> None:
    async with district.running.client() as anonymous, district.client("rostering.read") as wrong:
        for path in paths(district):
            assert (await anonymous.get(path)).status_code == 401
            assert (await wrong.get(path)).status_code == 403


async def test_what_another_district_has_is_not_there(district: Any) -> None:
    async with district.client(district_id=DISTRICT_B) as theirs:
        for path in paths(district)[:3]:
            answer = await theirs.get(path)
            absent = await theirs.get(path.rsplit("/", 1)[0] + f"/{district.uid('nobody')}")
            assert (answer.status_code, absent.status_code) == (404, 404)
            assert answer.json()["detail"] == absent.json()["detail"]
        empty = (await theirs.get(f"{BASE}/district")).json()
        assert (empty["learners"], empty["mastered"], empty["schools"]) == (0, 0, [])
        assert (await theirs.get(f"{BASE}/network")).json()["agreements"] == []


async def test_an_id_that_is_none_is_refused_with_its_place(district: Any) -> None:
    async with district.client() as client:
        for kind in ("learners", "classes", "organisations"):
            answer = await client.get(f"{BASE}/{kind}/not-an-id")
            assert answer.status_code == 422
            assert answer.json()["errors"][0]["in"] == "path"


async def test_a_learner_is_shown_by_area_topic_and_item(district: Any) -> None:
    async with district.client() as client:
        answer = (await client.get(f"{BASE}/learners/{district.uid('ana')}")).json()
    assert (answer["mastered"], answer["shown"], answer["total"]) == (1, 2, 4)
    assert [area["title"] for area in answer["areas"]] == ["Mathematics", "Literacy"]
    number = answer["areas"][0]["topics"][0]
    assert (number["title"], number["mastered"], number["shown"]) == ("Number and quantity", 1, 2)
    assert [item["level"] for item in number["items"]] == ["proficient", "approaching"]
    assert answer["grade"] == "05"
    assert [c["title"] for c in answer["classes"]] == ["Maths 5"]
    assert [s["name"] for s in answer["schools"]] == ["North School"]
    assert "Ana" not in str(answer)


async def test_a_class_is_shown_by_learner_and_topic(district: Any) -> None:
    async with district.client() as client:
        answer = (await client.get(f"{BASE}/classes/{district.uid('maths')}")).json()
    assert (answer["title"], answer["term"], answer["school"]["name"]) == ("Maths 5", "2026-27", "North School")
    topics = [topic["title"] for area in answer["areas"] for topic in area["topics"]]
    by_learner = {row["learner_id"]: row for row in answer["learners"]}
    assert set(by_learner) == {str(district.uid("ana")), str(district.uid("ben"))}
    ana = by_learner[str(district.uid("ana"))]
    assert ana["counts"][topics.index("Number and quantity")] == {"mastered": 1, "shown": 2}
    assert "Example" not in str(answer)


async def test_a_school_and_the_district_are_shown_in_totals(district: Any) -> None:
    async with district.client() as client:
        school = (await client.get(f"{BASE}/organisations/{district.uid('north')}")).json()
        whole = (await client.get(f"{BASE}/district")).json()
        top = (await client.get(f"{BASE}/organisations/{district.uid('district')}")).json()
    assert (school["learners"], school["active_learners"], school["mastered"], school["shown"]) == (2, 2, 2, 3)
    assert (whole["learners"], whole["active_learners"], whole["mastered"], whole["shown"]) == (3, 3, 2, 4)
    assert whole["recently_mastered"] == 2
    assert whole["name"] == "Orchard Valley"
    assert [s["name"] for s in whole["schools"]] == ["North School", "South School"]
    number = school["areas"][0]["topics"][0]
    assert (number["items"], number["possible"], number["mastered"], number["shown"]) == (2, 4, 2, 3)
    assert {k: top[k] for k in ("learners", "mastered", "shown")} == {"learners": 3, "mastered": 2, "shown": 4}


async def test_what_was_mastered_before_is_no_mastery_of_the_last_days_though_it_was_shown_again(district: Any) -> None:
    better = district.mastery("ana", "MA.NQ.1", "4")
    before = better.observed_at - timedelta(days=60)
    await district.tell(better.model_copy(update={"mastered_since": before}))
    async with district.client() as client:
        whole = (await client.get(f"{BASE}/district")).json()
    assert (whole["mastered"], whole["recently_mastered"]) == (2, 1)
    await district.tell(better.model_copy(update={"mastered_since": better.observed_at}))
    async with district.client() as client:
        whole = (await client.get(f"{BASE}/district")).json()
    assert (whole["mastered"], whole["recently_mastered"]) == (2, 2)


async def test_who_left_the_district_is_counted_no_longer(district: Any) -> None:
    from shared.contracts.rostering import PersonChanged

    await district.tell(PersonChanged(person_id=district.uid("ben"), roles=("learner",), active=False))
    async with district.client() as client:
        whole = (await client.get(f"{BASE}/district")).json()
    assert (whole["learners"], whole["active_learners"], whole["mastered"]) == (2, 2, 1)


async def test_the_network_shows_each_agreement_and_what_was_disclosed(district: Any) -> None:
    async with district.client() as client:
        answer = (await client.get(f"{BASE}/network")).json()
    by_direction = {agreement["direction"]: agreement for agreement in answer["agreements"]}
    outgoing, incoming = by_direction["to partner"], by_direction["from partner"]
    assert outgoing["partner_name"] == incoming["partner_name"] == "Bay District"
    assert outgoing["disclosed"] == {
        "learners": 0, "masteries": 0, "aggregates": 1, "latest_window_end": "2026-10-31",
    }  # fmt: skip
    assert (incoming["disclosed"]["learners"], incoming["disclosed"]["masteries"]) == (1, 1)
    assert incoming["data_elements"] == ["mastery", "progress, by topic"]


@pytest.mark.parametrize(
    ("role", "person", "seen"),
    [
        ("leader", "leader", {"ana", "ben", "cruz", "maths", "reading", "north", "district", "network"}),
        ("operator", None, {"ana", "ben", "cruz", "maths", "reading", "north", "district", "network"}),
        ("educator", "teacher", {"ana", "ben", "maths"}),
        ("family", "parent", {"ana"}),
        ("learner", "ben", {"ben"}),
        ("learner", None, set()),
    ],
)
async def test_each_role_sees_what_is_its_own(district: Any, role: str, person: str | None, seen: set[str]) -> None:
    uid = district.uid
    places = {name: f"{BASE}/learners/{uid(name)}" for name in ("ana", "ben", "cruz")}
    places |= {name: f"{BASE}/classes/{uid(name)}" for name in ("maths", "reading")}
    places |= {"north": f"{BASE}/organisations/{uid('north')}"}
    places |= {name: f"{BASE}/{name}" for name in ("district", "network")}
    claims = {"role": role, "person_id": uid(person) if person else None}
    async with district.client(SCOPE, **claims) as client:
        answers = {name: (await client.get(path)).status_code for name, path in places.items()}
    assert {name for name, status in answers.items() if status == 200} == seen
    assert {status for name, status in answers.items() if name not in seen} <= {403, 404}


def _edition_2(*items: ItemPublished) -> list[Event]:
    """A newer edition as competency tells it: itself, and only those of its items that are other than they were."""
    here, scale = {"framework_id": uid("framework"), "edition": 2}, Decimal(1)
    published = FrameworkPublished(
        **here, title="Orchard framework", items=8, scale_minimum=scale, scale_maximum=Decimal(4),
        mastery_score=Decimal(3),
    )  # fmt: skip
    return [published, *items, FrameworkRevised(**here, state="adopted", items=8, changed=len(items))]


async def test_an_edition_that_tells_only_of_what_changed_leaves_the_others_where_they_are(
    district: Any, story: Any
) -> None:
    changed = next(e for e in story["framework"]() if getattr(e, "coding_scheme", "") == "MA.NQ.1")
    newer = changed.model_copy(update={"edition": 2, "statement": "Counts and orders objects"})
    await district.tell(*_edition_2(newer))
    async with district.client() as client:
        seen = (await client.get(f"/dashboards/v1/learners/{uid('ana')}")).text
    assert "Counts and orders objects" in seen
    assert "Counts objects" not in seen
    assert "Explains tens and ones" in seen, "what edition 2 has not changed is still in it"
    assert "Continues a pattern" in seen


async def test_a_retired_item_is_no_longer_shown_until_it_comes_back(district: Any, story: Any) -> None:
    retired = ItemRetired(framework_id=uid("framework"), item_id=uid("MA.AL.1"), edition=2)
    await district.tell(*_edition_2(), retired)
    async with district.client() as client:
        path = f"/dashboards/v1/learners/{uid('ana')}"
        assert "Continues a pattern" not in (await client.get(path)).text
        again = next(e for e in story["framework"]() if getattr(e, "coding_scheme", "") == "MA.AL.1")
        await district.tell(again.model_copy(update={"edition": 3}))
        assert "Continues a pattern" in (await client.get(path)).text


async def test_a_framework_that_is_given_up_is_shown_to_those_who_have_shown_something_in_it(district: Any) -> None:
    revised = FrameworkRevised(framework_id=uid("framework"), edition=1, state="deprecated", items=9)
    await district.tell(revised, PersonChanged(person_id=uid("new"), roles=("learner",)))
    async with district.client() as client:
        assert "Counts objects" in (await client.get(f"/dashboards/v1/learners/{uid('ana')}")).text
        assert (await client.get(f"/dashboards/v1/learners/{uid('new')}")).json()["areas"] == []
