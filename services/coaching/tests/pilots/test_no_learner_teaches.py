"""No learner of the roster is asked as a teacher, whatever was said of them before."""

from __future__ import annotations

from uuid import UUID

from services.coaching.tests.coaches.coaching_district import ANY, refused
from services.coaching.tests.pilots.pilot_district import PilotDistrict


async def test_a_learner_is_not_asked_and_others_are(here: PilotDistrict) -> None:
    wave, school = f"{await here.propose()}/waves/1", await here.organisation()
    await here.plan(wave, here.teachers(1, [school]), [school])
    teacher, learner, both, unknown = here.teachers(4, [school])
    await here.rostered(UUID(teacher["person_id"]), "educator")
    await here.rostered(UUID(learner["person_id"]), "learner")
    await here.rostered(UUID(both["person_id"]), "learner", "educator")
    sent = {"teachers": [teacher, learner, both, unknown]}
    answer = await here.client.put(f"{wave}/teachers", json=sent, headers=ANY)
    assert refused(answer) == ["/teachers/1/person_id", "/teachers/2/person_id"]
    assert "correct the roster first" in answer.json()["errors"][0]["detail"]
    assert (await here.read(wave))["teachers"]["yes"] == 1, "those before are asked still"
    await here.done(here.client.put(f"{wave}/teachers", json={"teachers": [teacher, unknown]}, headers=ANY))
    await here.rostered(UUID(learner["person_id"]), "educator")
    await here.done(here.client.put(f"{wave}/teachers", json={"teachers": [teacher, learner]}, headers=ANY))


async def test_whom_the_roster_calls_a_learner_later_is_not_locked_in_but_stays_out_where_they_opted_out(
    here: PilotDistrict,
) -> None:
    wave, school = f"{await here.propose()}/waves/1", await here.organisation()
    asked, out = here.teachers(9, [school]), here.teachers(1, [school], "no")
    await here.plan(wave, [*asked, *out], [school])
    await here.rostered(UUID(out[0]["person_id"]), "learner")
    await here.rostered(UUID(asked[0]["person_id"]), "learner")
    assert refused(await here.client.post(f"{wave}/lock", headers=ANY)) == ["/teachers"]
    assert (await here.read(wave))["teachers"]["yes"] == 9, "what was stored stays to be read"
    await here.done(here.client.put(f"{wave}/teachers", json={"teachers": asked[1:]}, headers=ANY))
    await here.act(wave, "lock")
