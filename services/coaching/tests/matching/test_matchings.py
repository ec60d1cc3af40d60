"""A host asks for a matching, which is worked out in a process of its own and explains itself."""

from hashlib import sha256

from services.coaching.tests.coaches.coaching_district import CoachingDistrict
from services.coaching.tests.matching.plans import MATCHINGS, TUESDAY, Plans


async def test_a_matching_is_queued_worked_out_and_explained(made: Plans) -> None:
    coach, other = await made.coach(), await made.coach(skills=[])
    need = await made.brought()
    lonely = await made.brought("critical", languages=["fr"])
    asked = await made.ask(policy={"meeting_length": "PT45M"})
    assert asked.status_code == 202, asked.text
    begun = asked.json()
    assert (begun["state"], begun["seed"], begun["pairs"], begun["phases"]) == ("queued", None, None, [])
    assert await made.work() is True
    done = await made.read(begun["matching_id"])
    assert (done["state"], done["proved"], done["reasons"]) == ("finished", True, [])
    assert (done["pairs"], done["uncovered"], done["left_out"]) == (1, 1, 1)
    assert done["progress"] == {"phases_done": 3, "phases": 3, "explained": 2, "to_explain": 2}
    assert sha256(bytes.fromhex(done["seed"])).hexdigest() == begun["commitment"] == done["commitment"]
    assert done["used"]["peak_memory"] > 1_000_000
    (pair,) = await made.pairs(done["matching_id"])
    assert (pair["coach_id"], pair["need_id"], pair["level"]) == (coach, need, 3)
    assert pair["at"]["weekday"] == "tuesday"
    path = f"{MATCHINGS}/{done['matching_id']}"
    (left,) = (await made.host.client.get(f"{path}/uncovered")).json()["items"]
    assert (left["need_id"], left["stopped_by"]) == (lonely, "language")
    assert "language" in [one["rule"] for one in left["remedy"]["changes"]]
    why = (await made.host.client.get(f"{path}/coaches/{other}")).json()
    assert [one["rule"] for one in why["why_not"]["changes"]][:1] == ["skill"]
    assert (await made.host.client.get(f"{path}/coaches/{coach}")).json()["pairs"] == [pair]


async def test_no_other_district_sees_a_matching(made: Plans, third: CoachingDistrict) -> None:
    done = await made.matching()
    for stranger in (made.partner, third):
        for path in ("", "/pairs", "/uncovered"):
            answer = await stranger.client.get(f"{MATCHINGS}/{done['matching_id']}{path}")
            assert answer.status_code == 404, answer.text
        assert (await stranger.client.get(MATCHINGS)).json()["items"] == []


async def test_nothing_to_match_is_a_matching_too(made: Plans) -> None:
    done = await made.matching()
    assert (done["state"], done["pairs"], done["uncovered"], done["proved"]) == ("finished", 0, 0, True)
    await made.coach(availability=[TUESDAY])
    done = await made.matching()
    assert (done["state"], done["pairs"], done["left_out"]) == ("finished", 0, 1)
