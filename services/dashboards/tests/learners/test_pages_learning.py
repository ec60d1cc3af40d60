"""A learner's map, and why an item stands where it stands."""

from decimal import Decimal
from typing import Any

import pytest

from dashboards.learners.usecases import map
from services.dashboards.tests import competency_says as says
from services.dashboards.tests.contracts import answer_of, faults
from services.dashboards.tests.visitors import EVERYBODY, STRANGERS, signed_in, uid
from shared.contracts.competency import FrameworkPublished, ItemPublished
from shared.contracts.rostering import PersonChanged
from shared.testing import DISTRICT_B


@pytest.fixture
def district(lasting: Any) -> Any:
    return lasting


@pytest.fixture
def telling(competency: says.Competency) -> says.Competency:
    competency.answers = {
        competency.learner("ana", f"mastery/{competency.uid('MA.NQ.2')}/explain"): says.explanation(competency.uid),
        competency.learner("ana", f"mastery/{competency.uid('MA.NQ.2')}/history"): says.history(competency.uid),
    }
    return competency


@pytest.fixture
def paths(district: Any) -> list[str]:
    ana, framework = f"/learners/{district.uid('ana')}", district.uid("framework")
    return [
        f"{ana}/map?framework={framework}", f"{ana}/map?framework={framework}&at={district.uid('MA')}",
        f"{ana}/map/{framework}/branches/{district.uid('MA')}", f"{ana}/items/{district.uid('MA.NQ.2')}",
    ]  # fmt: skip


async def test_whoever_may_see_a_learner_sees_the_map_and_the_reasons(
    district: Any, telling: Any, paths: list[str]
) -> None:
    for role, person in EVERYBODY:
        async with signed_in(district, role, person) as client:
            for path in paths:
                answer = await client.get(path)
                assert answer.status_code == 200, (role, path)
                assert "Number and quantity" in answer.text


async def test_to_others_there_is_no_such_learner_whatever_competency_says(
    district: Any, telling: Any, paths: list[str]
) -> None:
    for role, person in STRANGERS:
        async with signed_in(district, role, person) as client:
            for path in paths:
                answer = await client.get(path)
                assert answer.status_code == 404, (role, path)
                assert "Not found" in answer.text
                assert "Example" not in answer.text


async def test_another_district_and_who_is_not_signed_in_see_nothing(
    district: Any, telling: Any, paths: list[str]
) -> None:
    async with signed_in(district, district_id=DISTRICT_B) as theirs:
        for path in paths:
            assert (await theirs.get(path)).status_code == 404
    async with district.running.client() as anonymous:
        for path in paths:
            assert (await anonymous.get(path)).status_code == 303


async def test_what_competency_does_not_let_one_see_is_not_found(district: Any, telling: Any, paths: list[str]) -> None:
    telling.answers = {}
    async with signed_in(district) as client:
        assert (await client.get(paths[3])).status_code == 404
        telling.refusals[telling.learner("ana", f"mastery/{district.uid('MA.NQ.2')}/explain")] = 401
        assert (await client.get(paths[3])).status_code == 303


async def test_an_explanation_says_it_in_a_sentence_and_step_by_step(
    district: Any, telling: Any, paths: list[str]
) -> None:
    async with signed_in(district, "family", "parent") as client:
        text = (await client.get(paths[3])).text
        spanish = (await client.get(f"{paths[3]}?lang=es")).text
    for said in (
        "On the way: 2.48 of 4, because the newest score makes up 65% and the older ones share the rest and mastery "
        "begins at 3.", "A performance task", "<b>65%</b>", "Declared void.", "3 × 0.65 + 1.5 × 0.35", "= <b>2.475</b>",
        "Rounded to two places", "A next score of 3.29 or more would bring mastery.", "2 of 3 count",
        "Version 3 of the rules for this framework.", "Evidence declared void", "Approaching",
    ):  # fmt: skip
        assert said in text, said
    for said in ("En camino: 2.48 de 4", "Declarada nula.", "La media de las puntuaciones anteriores"):
        assert said in spanish.replace("2,48", "2.48"), said
    assert "In English." not in text + spanish
    assert "decaying" not in text + spanish


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"result": {"score": 3.5, "mastered": True, "observed_at": None, "deciding": None, "pieces": 1},
          "policy": says.explanation(uid)["policy"] | {"method": "highest", "parameter": None},
          "prospect": {"gained_from": None, "lost_up_to": None, "words": ""}},
         ["Mastered: 3.5 of 4, because the highest score counts and mastery begins at 3.",
          "No next score would take mastery away."]),
        ({"result": {"score": None, "mastered": False, "observed_at": None, "deciding": None, "pieces": 1},
          "policy": says.explanation(uid)["policy"] | {"method": "n_mastery", "parameter": 2},
          "steps": [{"what": "1 of 2", "formula": "", "value": None}],
          "prospect": {"gained_from": None, "lost_up_to": None, "words": ""}},
         ["Not yet shown: nothing counts so far. Here 2 scores of 3 or more are asked for.",
          "There are not yet 2 scores of 3 or more", "it takes several"]),
        ({"up_to_date": False}, ["New rules are being applied"]),
        ({"pieces": [], "steps": []}, ["Nothing has been recorded yet."]),
    ],
)  # fmt: skip
async def test_other_methods_and_other_states_have_their_own_words(
    district: Any, telling: Any, paths: list[str], changed: dict[str, Any], said: list[str]
) -> None:
    where = telling.learner("ana", f"mastery/{district.uid('MA.NQ.2')}/explain")
    telling.answers[where] = says.explanation(district.uid, **changed)
    async with signed_in(district) as client:
        text = (await client.get(paths[3])).text
    for words in said:
        assert words in text, words


async def test_the_time_machine_asks_for_the_end_of_a_day_in_both_times(
    district: Any, telling: Any, paths: list[str]
) -> None:
    async with signed_in(district) as client:
        text = (await client.get(f"{paths[3]}?shown=2026-11-02&known=2026-11-05")).text
        assert 'value="2026-11-02"' in text
        assert "How it stood" in text
        asked = telling.heard[0].url.params
        assert asked["observed_as_of"] == "2026-11-02T23:59:59.999999+00:00"
        assert asked["known_as_of"] == "2026-11-05T23:59:59.999999+00:00"
        assert (await client.get(f"{paths[3]}?shown=&known=")).status_code == 200
        for odd in ("never", "2026-13-01", "0001-01-01", "9999-12-31", "20261102", "2026-W01-1"):
            assert (await client.get(f"{paths[3]}?shown={odd}")).status_code in (200, 404), odd


async def test_without_competency_the_map_stands_and_an_item_says_how_far_one_is(
    district: Any, telling: Any, paths: list[str]
) -> None:
    telling.away = True
    async with signed_in(district, "learner", "ana") as client:
        mapped, item = (await client.get(paths[0])).text, (await client.get(paths[3])).text
    assert "Counts objects" in mapped
    assert "The rest of the page stands" in mapped
    assert "Approaching" in item
    assert "The rest of the page stands" in item


async def test_a_map_counts_every_heading_from_below(district: Any, telling: Any, paths: list[str]) -> None:
    async with signed_in(district, "learner", "ana") as client:
        text = (await client.get(paths[0])).text
    maths = text[text.index(f'id="map-{district.uid("MA")}"') :]
    assert "1 of 3 mastered" in maths[: maths.index("</summary>")]
    assert "1 mastered, 2 shown, of 4" in text
    assert f"/learners/{district.uid('ana')}/items/{district.uid('MA.NQ.2')}" in text


async def test_a_map_shows_the_pace_and_what_is_ready(district: Any, telling: Any, paths: list[str]) -> None:
    telling.answers[telling.learner("ana", "pace")] = says.paced_by_hand(district.uid)
    telling.answers[telling.learner("ana", "next")] = says.blocked(district.uid)
    async with signed_in(district, "learner", "ana") as client:
        text = (await client.get(paths[0])).text
    assert "Behind" in text
    assert "Set by hand until Dec 1, 2026." in text
    assert "&lt;i&gt;soon" in text
    assert "4 of the 12 targets in the plan are mastered." in text
    assert "By May 28, 2026, 5 were planned and 4 mastered." in text
    ready = text[text.index('id="ready-title"') : text.index('id="map-title"')]
    assert "Continues a pattern" in ready
    assert "Hears the sounds" in ready
    asked = [dict(one.url.params) for one in telling.heard if one.url.path.endswith("/next")]
    assert [one["state"] for one in asked] == ["ready", "blocked"]
    assert {one["framework_id"] for one in asked} == {str(district.uid("framework"))}


@pytest.mark.parametrize("weeks", [[], [(5, 4)], [(5, None), (6, None)]])
async def test_a_plan_of_one_week_or_not_begun_has_no_pace_line(
    district: Any, telling: Any, paths: list[str], weeks: list[tuple[int, int | None]]
) -> None:
    told = [
        {"ends_on": f"2026-11-0{day}", "planned": planned, "achieved": done}
        for day, (planned, done) in enumerate(weeks, 1)
    ]
    line = {"by": "dates", "left_out": 0, "weeks": told}
    telling.answers[telling.learner("ana", "pace")] = says.pace("on", line=line)
    async with signed_in(district, "learner", "ana") as client:
        text = (await client.get(paths[0])).text
    assert "On pace" in text
    assert "pace-line" not in text


async def test_a_large_framework_opens_branch_by_branch(
    district: Any, telling: Any, paths: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(map, "WHOLE", 5)
    async with signed_in(district, "learner", "ana") as client:
        top = (await client.get(paths[0])).text
        assert "Mathematics" in top
        assert "1 of 3 mastered" in top
        assert "Counts objects" not in top
        branch = (await client.get(paths[2])).text
        assert "Number and quantity" in branch
        assert "<html" not in branch
        at = (await client.get(f"{paths[0]}&at={district.uid('MA.NQ')}")).text
        assert "Counts objects" in at
        assert (await client.get(f"{paths[0]}&at={district.uid('nothing')}")).status_code == 404
        assert (
            await client.get(f"/learners/{district.uid('ana')}/map?framework={district.uid('nothing')}")
        ).status_code == 404


async def test_a_learner_who_has_shown_nothing_sees_the_first_framework_and_one_without_any_is_told(
    district: Any, telling: Any
) -> None:
    other = FrameworkPublished(
        framework_id=district.uid("other"), title="Zoology", edition=1, items=1, scale_minimum=Decimal(1),
        scale_maximum=Decimal(4), mastery_score=Decimal(3),
    )  # fmt: skip
    item = ItemPublished(
        framework_id=district.uid("other"), item_id=district.uid("Z"), edition=1, statement="Names a bee"
    )
    await district.tell(other, item, PersonChanged(person_id=district.uid("new"), roles=("learner",)))
    async with signed_in(district) as client:
        answer = await client.get(f"/learners/{district.uid('new')}/map")
        assert answer.status_code == 303
        text = (await client.get(answer.headers["location"])).text
        assert "Orchard framework" in text
        assert "Zoology" in text
        other_map = await client.get(f"/learners/{district.uid('new')}/map?framework={district.uid('other')}")
        assert "Names a bee" in other_map.text
    await district.tell(PersonChanged(person_id=district.uid("far"), roles=("learner",)), district_id=DISTRICT_B)
    async with signed_in(district, district_id=DISTRICT_B) as client:
        text = (await client.get(f"/learners/{district.uid('far')}/map")).text
        assert "No framework has been published here yet." in text


async def test_what_is_made_of_parts_is_explained_by_them(district: Any, telling: Any, paths: list[str]) -> None:
    parts = [
        says.named(district.uid, code, code) | {"score": 3 if n else None, "mastered": bool(n), "weight": None}
        for n, code in enumerate(("MA.NQ.1", "MA.NQ.2", "MA.AL.1"))
    ]
    where = telling.learner("ana", f"mastery/{district.uid('MA.NQ.2')}/explain")
    rule = {"version": 1, "rule": "at_least", "needed": 2, "mastery": None}
    result = {"score": None, "mastered": True, "observed_at": None, "deciding": None, "pieces": 2}
    telling.answers[where] = says.explanation(
        district.uid, policy=None, criterion=rule, children=parts, steps=[], result=result, pieces=[]
    )
    async with signed_in(district, "learner", "ana") as client:
        text = (await client.get(paths[3])).text
        assert "Mastered, because 2 of the 3 parts below it are mastered and 2 must be." in text
        assert "Every part, and how far it is" in text
        weighted = rule | {"rule": "weighted", "mastery": 3}
        telling.answers[where] |= {"criterion": weighted, "result": result | {"mastered": False}}
        text = (await client.get(paths[3])).text
    assert "Not mastered yet, because the parts below it are weighed together and mastery begins at 3." in text


@pytest.mark.parametrize(
    ("path", "answer"),
    [("pace", says.pace("ahead")), ("pace", says.paced_by_hand(uid)), ("next", says.blocked(uid))],
)
def test_what_the_tests_have_competency_say_of_a_map_is_what_it_says(path: str, answer: Any) -> None:
    assert faults(answer_of(f"/competency/v1/learners/{{learner}}/{path}"), answer) == []
