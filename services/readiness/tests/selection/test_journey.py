"""From the call to the partners: twelve districts apply, five are chosen, one declines, and the reserve moves up."""

from datetime import date, timedelta

from services.readiness.tests.selection.hosting import (
    LAST,
    OPEN_CALLS,
    REVIEWED,
    REVIEWS,
    SHARED,
    Applicant,
    Hosting,
    ok,
)
from shared.contracts.readiness import ApplicationDecided, ApplicationSubmitted, PartnerSelected

LEVELS = [(5, 5), (5, 4), (5, 3), (4, 5), (4, 4), (4, 3), (3, 5), (3, 4), (3, 3), (2, 5), (2, 4), (1, 1)]


async def reviewed(hosting: Hosting, count: int = 12) -> list[Applicant]:
    """Applications that three reviewers have scored alike."""
    await hosting.open()
    applicants = await hosting.applied(count)
    reviewers = [await hosting.reviewer(f"reviewer {number}") for number in range(3)]
    await hosting.end()
    await hosting.scored(reviewers, applicants, LEVELS[:count])
    return applicants


async def test_a_host_chooses_five_of_twelve_and_a_place_that_is_declined_goes_to_the_reserve(
    hosting: Hosting,
) -> None:
    applicants = await reviewed(hosting)
    assert len(ok(await hosting.chair.get(f"{hosting.path}/applications"))["items"]) == 12
    order = await hosting.chosen_by_rank(applicants)
    assert order == applicants, "the levels were given in this order"
    assert [await one.standing() for one in order] == ["chosen"] * 5 + ["reserve"] * 2 + ["not_chosen"] * 5
    assert (await order[6].decision())["reserve_place"] == 2
    ok(await order[0].act("accept"))
    ok(await order[1].act("decline"))
    assert [await one.standing() for one in order[:7]] == [
        "accepted", "declined", "chosen", "chosen", "chosen", "chosen", "reserve",
    ]  # fmt: skip
    assert (await order[6].decision())["reserve_place"] == 1, "it has moved up"
    raised = await order[5].decision()
    assert (raised["outcome"], raised["standing"], raised["reserve_place"]) == ("reserve", "chosen", None)
    ok(await order[0].act("withdraw"))
    assert await order[6].standing() == "chosen"
    ok(await order[2].act("decline"))
    listed = ok(await hosting.chair.get(f"{hosting.path}/decisions"))["decisions"]
    standings = {one["application_id"]: one["standing"] for one in listed}
    assert [standings[one.application_id] for one in order[:7]] == [
        "withdrawn", "declined", "declined", "chosen", "chosen", "chosen", "chosen",
    ]  # fmt: skip


async def test_events_are_published_once_to_each_party(hosting: Hosting) -> None:
    applicants = await reviewed(hosting, 7)
    order = await hosting.chosen_by_rank(applicants)
    ok(await order[0].act("accept"))
    ok(await order[1].act("decline"))
    here = {one.application_id for one in applicants}
    submitted = [
        (one.district_id, one.event.application_id, one.event.submitted_on)
        for one in await hosting.running.published(ApplicationSubmitted)
        if str(one.event.application_id) in here
    ]
    assert len(submitted) == len(set(submitted)) == 14
    assert {day for _, _, day in submitted} == {date(2027, 1, 20)}
    for one in applicants:
        parties = {district for district, key, _ in submitted if str(key) == one.application_id}
        assert parties == {hosting.district, one.district}
    decided = [
        (one.district_id, str(one.event.application_id), one.event.standing)
        for one in await hosting.running.published(ApplicationDecided)
        if str(one.event.application_id) in here
    ]
    told = [(order[0], "chosen"), (order[0], "accepted"), (order[1], "chosen"), (order[1], "declined"),
            (order[5], "reserve"), (order[5], "chosen"), (order[6], "reserve")]  # fmt: skip
    told += [(one, "chosen") for one in order[2:5]]
    assert sorted(decided) == sorted(
        (district, one.application_id, standing)
        for one, standing in told
        for district in (hosting.district, one.district)
    )
    (partner,) = (
        one for one in await hosting.running.published(PartnerSelected) if str(one.event.application_id) in here
    )
    assert (partner.district_id, partner.event.partner_id) == (hosting.district, order[0].district)
    assert (partner.event.starts_on, partner.event.expires_on) == (date(2027, 7, 1), date(2029, 6, 30))
    assert [one.model_dump(mode="json") for one in partner.event.sharing] == [SHARED]


async def test_a_partner_that_withdraws_is_told_of_to_both_and_selected_no_second_time(hosting: Hosting) -> None:
    """Whoever made something of `partner.selected`, such as a draft of an agreement, learns that it is void by
    `application.decided` of the same key.
    """
    order = await hosting.chosen_by_rank(await reviewed(hosting, 7))
    partner = order[0]
    ok(await partner.act("accept"))
    hosting.at += timedelta(days=20)
    ok(await partner.act("withdraw"))
    for district in (hosting.district, partner.district):
        told = [
            (one.event.standing, one.event.decided_on)
            for one in await hosting.running.published(ApplicationDecided)
            if (one.district_id, str(one.event.application_id)) == (district, partner.application_id)
        ]
        chosen_on, left_on = date(2027, 1, 20), date(2027, 2, 9)
        assert told == [("chosen", chosen_on), ("accepted", chosen_on), ("withdrawn", left_on)]
    selected = [
        one
        for one in await hosting.running.published(PartnerSelected)
        if str(one.event.application_id) == partner.application_id
    ]
    assert [one.event.partner_id for one in selected] == [partner.district]


async def test_nobody_is_told_anything_before_the_release_and_nothing_of_others_after_it(hosting: Hosting) -> None:
    first, second, *rest = await reviewed(hosting, 7)
    await hosting.rank()
    ok(await hosting.decide(first, "chosen"))
    assert (await first.client.get(f"{first.path}/decision")).status_code == 409
    assert await first.standing() is None
    for act in ("accept", "decline"):
        refused = await first.act(act)
        assert (refused.status_code, "wait for the release" in refused.text) == (409, True)
    await hosting.chosen_by_rank([first, second, *rest])
    for other in (second.client, hosting.chair):
        for path in (first.path, f"{first.path}/decision"):
            assert (await other.get(path)).status_code == 404
    assert (await first.decision())["reasons"] == "For and against: chosen."


async def test_an_appeal_is_noted_with_the_decision_which_stands(hosting: Hosting) -> None:
    *_, last = order = await reviewed(hosting, 7)
    refused = await last.client.post(f"{last.path}/appeals", json={"words": "Too early."})
    assert refused.status_code == 409
    await hosting.chosen_by_rank(order, reserve=0)
    words = "<b>You</b> did not read our plan.\n& our figures"
    ok(await last.client.post(f"{last.path}/appeals", json={"words": words}), 201)
    found = await last.decision()
    assert ([one["words"] for one in found["appeals"]], found["standing"]) == ([words], "not_chosen")
    record = ok(await hosting.chair.get(f"{hosting.path}/record"))
    appeals = {one["application_id"]: one["appeals"] for one in record["applications"]}
    assert [one["words"] for one in appeals[last.application_id]] == [words]


async def test_the_record_holds_all_that_the_decisions_rest_on_once_they_are_released(hosting: Hosting) -> None:
    applicants = await reviewed(hosting, 6)
    assert (await hosting.chair.get(f"{hosting.path}/record")).status_code == 409
    await hosting.chosen_by_rank(applicants, reserve=1)
    record = ok(await hosting.chair.get(f"{hosting.path}/record"))
    assert (record["classification"], record["state"], record["decided_on"]) == (
        "public record", "decided", "2027-01-20")  # fmt: skip
    assert [one["weight"] for one in record["terms"]["criteria"]] == [2, 1]
    assert (len(record["sheets"]), len(record["applications"]), len(record["rankings"])) == (18, 6, 1)
    reasons = {one["decision"]["reasons"] for one in record["applications"]}
    assert reasons == {"For and against: chosen.", "For and against: reserve."}
    assert "reviewer 0" not in str(record), "reviewers have numbers, and no names"


async def test_a_call_closes_by_the_hosts_calendar_and_is_read_by_all_from_its_opening_on(opened: Hosting) -> None:
    one = await opened.applicant()
    shown = ok(await one.client.get(f"{OPEN_CALLS}/{opened.call_id}"))
    assert (shown["host_id"], shown["state"]) == (str(opened.district), "open")
    assert "seed" not in shown
    opened.at = opened.at.replace(month=2, day=LAST.day)
    await opened.running.run_job("readiness.calls")
    assert ok(await opened.chair.get(opened.path))["state"] == "open", "the last day is whole"
    opened.at = opened.at.replace(day=LAST.day + 1)
    await opened.running.run_job("readiness.calls")
    assert ok(await opened.chair.get(opened.path))["state"] == "reviewing"
    assert ok(await one.client.get(f"{OPEN_CALLS}/{opened.call_id}"))["state"] == "reviewing"
    cancelled = {"reason": "The grant ended."}
    ok(await opened.chair.post(f"{opened.path}/cancel", json=cancelled, headers={"If-Match": "*"}))
    shown = ok(await one.client.get(f"{OPEN_CALLS}/{opened.call_id}"))
    assert (shown["state"], shown["cancelled_because"]) == ("cancelled", "The grant ended.")


async def test_each_reviewer_scores_alone(hosting: Hosting) -> None:
    await hosting.open()
    (one, other) = await hosting.applied(2)
    first, second = await hosting.reviewer("first"), await hosting.reviewer("second")
    await hosting.end()
    ok(await hosting.score(first, one, need=5, plan=1))
    seen = ok(await second.get(f"{REVIEWS}/{one.application_id}"))
    assert (seen["sheet"], seen["others"]) == (None, [])
    ok(await hosting.score(second, one, need=2, plan=2))
    seen = ok(await second.get(f"{REVIEWS}/{one.application_id}"))
    assert [sheet["levels"] for sheet in seen["others"]] == [{"need": 5, "plan": 1}]
    await hosting.scored([first], [other], [(3, 3)])
    await hosting.rank()
    assert ok(await second.get(f"{REVIEWED}/{hosting.call_id}"))["places"] is None, "they owe a sheet"
    both = await hosting.person("second", "readiness.write", "readiness.review")
    for path in ("ranking", "rankings", "ranking/sensitivity"):
        refused = await both.get(f"{hosting.path}/{path}")
        assert (refused.status_code, "owe 1 sheet;" in refused.text) == (409, True)
    ok(await hosting.score(second, other, need=3, plan=3))
    assert len(ok(await both.get(f"{hosting.path}/ranking"))["places"]) == 2
    assert len(ok(await second.get(f"{REVIEWED}/{hosting.call_id}"))["places"]) == 2


async def test_a_reviewer_who_has_not_scored_reads_the_list_once_decisions_are_released(hosting: Hosting) -> None:
    applicants = await reviewed(hosting, 2)
    idle = await hosting.reviewer("idle", "readiness.write")
    path = f"{hosting.path}/ranking"
    assert (await idle.get(path)).status_code == 409
    await hosting.chosen_by_rank(applicants)
    assert len(ok(await idle.get(path))["places"]) == 2
    assert len(ok(await idle.get(f"{REVIEWED}/{hosting.call_id}"))["places"]) == 2
