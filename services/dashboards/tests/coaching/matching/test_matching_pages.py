"""Matching on pages that need no script: asked for, read with its reasons, changed, proposed, confirmed by both."""

from datetime import time
from typing import Any
from uuid import uuid4

from services.coaching.tests.coaches.coaching_district import TODAY, days
from services.coaching.tests.engagements.partnership import TO_HOST
from services.coaching.tests.matching.plans import FRIDAY, TUESDAY
from services.dashboards.tests.coaching.blank_forms import send_blank
from services.dashboards.tests.coaching.matching.matching_pages import Matched
from services.dashboards.tests.readiness.reading import error_at, form_of, hidden, read


async def went(client: Any, path: str, **typed: Any) -> str:
    """A form that was taken; where it leads."""
    answer = await client.post(path, data=typed)
    assert answer.status_code == 303, answer.text[:3000]
    return str(answer.headers["location"])


async def started(matched: Matched, client: Any, **typed: Any) -> str:
    """A matching that was asked for on its page and worked out; its address."""
    form = form_of(await read(client, "/matchings/new"), 'name="starts_on"')
    board = await went(client, "/matchings/new", **{**form, "previous": "none", **typed})
    while await matched.made.work():
        pass
    return board


def clock(at: str) -> str:
    """A time of the day as pages say it in English."""
    return time.fromisoformat(at).strftime("%I:%M %p").lstrip("0")


async def test_a_host_starts_a_matching_and_reads_who_covers_what_and_why(matched: Matched) -> None:
    made = matched.made
    # On a day of its own, so that its time is left whatever time the lottery gives to the other.
    wednesday = {**TUESDAY, "weekday": "wednesday"}
    coach, student = await made.coach(availability=[TUESDAY, wednesday]), await made.coach("student")
    await made.brought()
    uncovered = await made.brought("critical", languages=["fr"], availability=[wednesday])
    async with matched.visitor() as client:
        assert "There is no matching yet." in await read(client, "/matchings")
        form = form_of(await read(client, "/matchings/new"), 'name="starts_on"')
        board = await went(client, "/matchings/new", **{**form, "previous": "none"})
        text = await read(client, board)
        assert "It waits until another of your matchings" in text
        assert 'hx-trigger="every 2s"' in text
        assert "The seed is shown once the matching has ended." in text
        while await made.work():
            pass
        text = (await read(client, board)).replace("\u202f", " ")
        at = (await made.pairs(board.rpartition("/")[2]))[0]["at"]
        for said in (
            "It is proved that nothing is better", "Skill at level 3, where 3 was wished", "A student beside staff",
            "Nobody of the staff is left after “sharing a language”",
            "1 of 2 needs are covered", f"Tuesday {clock(at['starts'])} – {clock(at['ends'])}",
            coach[-8:], student[-8:], "Critical", "Serious",
        ):  # fmt: skip
            assert said in text, said
        assert 'hx-trigger="every 2s"' not in text
        read_matching = await made.read(board.rpartition("/")[2])
        assert read_matching["commitment"] in text
        assert read_matching["seed"] in text
        assert f"/needs/{uncovered}" in text
        left = await made.host.client.get(f"/coaching/v1/matchings/{board.rpartition('/')[2]}/uncovered")
        [one] = left.json()["items"]
        assert one["remedy"]["possible"], one
        assert f"The cheapest that would help, at a price of {one['remedy']['price']}:" in text, one


async def test_pinning_and_forbidding_runs_it_again_and_says_whom_it_moves(matched: Matched) -> None:
    made = matched.made
    best, other = await made.coach(), await made.coach(skills=[made.skill(level=1)])
    need = await made.brought()
    async with matched.visitor() as client:
        board = await started(matched, client)
        form = form_of(await read(client, board), 'name="ends_on"')
        assert form[f"pair.{best}.{need}"] == ""
        again = await went(client, f"{board}/again", **{**form, f"pair.{best}.{need}": "forbid", "previous": "none"})
        assert again.endswith(f"?before={board.rpartition('/')[2]}")
        while await made.work():
            pass
        text = await read(client, again)
        assert "it moves 1 person" in text
        assert await made.couples(again.split("/")[2].split("?")[0]) == {(other, need)}
        form = form_of(text, 'name="ends_on"')
        assert form[f"pair.{best}.{need}"] == "forbid"
        pinned = await went(
            client, f"{board}/again",
            **{**form, f"pair.{best}.{need}": "", "other-0-coach": other, "other-0-need": need, "previous": "none"},
        )  # fmt: skip
        while await made.work():
            pass
        assert "This pair is pinned." in await read(client, pinned)


async def test_pairs_are_proposed_and_confirmed_by_both_districts(matched: Matched) -> None:
    made = matched.made
    await made.coach()
    await made.brought()
    async with matched.visitor() as host, matched.visitor(made.partner) as partner:
        board = await started(matched, host)
        assert await went(host, f"{board}/propose", etag=hidden(await read(host, board), "etag")) == board
        assert "The pairs were proposed" in await read(host, board)
        (match,) = await made.matches(state="proposed")
        page = f"/matches/{match['match_id']}"
        assert "1 match waits for your district." in await read(host, "/matches?state=proposed")
        assert await went(host, f"{page}/confirm", **{"from": "list"}) == "/matches?state=proposed"
        assert "Waits for the partner" in await read(host, board)
        text = await read(partner, page)
        assert "Confirm it for your district" in text
        refused = await partner.post(f"{page}/decline", data={"words": " "})
        assert refused.status_code == 422
        assert error_at(refused.text, "decline-words")
        await went(partner, f"{page}/confirm")
        assert "Confirmed by both" in await read(host, page)
        wrong = await host.post(f"{page}/end", data={"because": "first_contact_missed", "words": "Nobody <came>."})
        assert wrong.status_code == 422
        assert "Nobody &lt;came&gt;." in wrong.text
        assert error_at(wrong.text, "because")
        made.host.at += days(1)
        await went(host, f"{page}/first-contact", on=str(made.host.at.date()))
        assert "They met first on" in await read(partner, page)
        await went(host, f"{page}/end", because="planned_again", words="Nobody <came>.")
        assert "Nobody &lt;came&gt;." in await read(partner, page)


async def test_a_partner_brings_a_gap_and_takes_it_back(matched: Matched) -> None:
    made = matched.made
    gap = await made.find_gap("critical")
    async with matched.visitor(made.partner) as partner, matched.visitor() as host:
        assert f"/needs/new?gap={gap}" in await read(partner, "/needs")
        assert str(gap) not in await read(host, "/needs")
        form = form_of(await read(partner, f"/needs/new?gap={gap}"), 'name="time_zone"')
        typed = {
            **form, "time-0-weekday": "tuesday", "time-0-starts": "17:00", "time-0-ends": "15:00", "languages": "en, es"
        }  # fmt: skip
        refused = await partner.post("/needs/new", data=typed)
        assert refused.status_code == 422
        assert error_at(refused.text, "time-0-ends")
        assert form_of(refused.text, 'name="time_zone"')["languages"] == "en, es"
        need = await went(partner, "/needs/new", **{**typed, "time-0-ends": "18:30"})
        text = await read(host, need)
        assert "Learning model" in text
        assert "What the library has for this" in text
        assert "Tuesday 5:00 PM – 6:30 PM" in text.replace("\u202f", " ")
        assert "Take it back" not in text
        text = await read(partner, need)
        assert await went(partner, f"{need}/withdraw", etag=hidden(text, "etag")) == need
        assert "Withdrawn" in await read(host, need)


async def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(matched: Matched) -> None:
    made = matched.made
    coach, need = await made.coach(), await made.brought()
    async with matched.visitor() as client:
        form = form_of(await read(client, "/matchings/new"), 'name="starts_on"')
        typed = {
            **form, "starts_on": str(TODAY - days(1)), "fit": "-3", "price-skill": "much", "previous": "none",
            "other-0-coach": coach, "other-0-need": need, "other-0-how": "forbid",
        }  # fmt: skip
        refused = await client.post("/matchings/new", data=typed)
        assert refused.status_code == 422
        for name in ("fit", "price-skill"):
            assert error_at(refused.text, name), name
        again = form_of(refused.text, 'name="starts_on"')
        for name in ("starts_on", "fit", "price-skill", "other-0-coach", "other-0-need", "other-0-how"):
            assert again[name] == typed[name], name
        early = await client.post("/matchings/new", data={**typed, "fit": "3", "price-skill": "6"})
        assert error_at(early.text, "starts_on")
        matched.away = True
        kept = await client.post("/matchings/new", data=typed)
        assert kept.status_code == 503
        assert str(TODAY - days(1)) in kept.text
        matched.away = False


async def test_a_coach_without_a_pair_is_told_why(matched: Matched) -> None:
    made = matched.made
    await made.coach()
    left = await made.coach(availability=[FRIDAY])
    await made.brought(availability=[TUESDAY])
    async with matched.visitor() as client:
        board = await started(matched, client)
        assert f"{board}/coaches/{left}" in await read(client, board)
        text = await read(client, f"{board}/coaches/{left}")
        assert "Why they have no pair" in text
        assert "would" in text
        await read(client, f"{board}/coaches/{uuid4()}", 404)


async def test_another_districts_matching_need_and_match_are_not_found(matched: Matched) -> None:
    made = matched.made
    await made.coach()
    need = await made.brought()
    matching = (await made.matching())["matching_id"]
    await made.propose(matching)
    (match,) = await made.matches(state="proposed")
    async with matched.visitor(made.partner) as partner:
        await read(partner, f"/matchings/{matching}", 404)
        for path in ("/matchings", f"/needs/{need}", f"/matches/{match['match_id']}"):
            await read(partner, path)
    async with matched.visitor(None, "dashboards.read", "coaching.read") as reader:
        await read(reader, f"/matchings/{matching}")
        await read(reader, "/matchings/new", 403)


async def test_where_an_agreement_is_over_no_match_is_confirmed_and_no_gap_is_brought(matched: Matched) -> None:
    made, agreement = matched.made, uuid4()
    await made.two.open(TO_HOST)
    await made.two.agree("active", agreement=agreement)
    await made.coach()
    await made.brought()
    match = f"/matches/{await made.proposed()}"
    await made.two.agree("ended", agreement=agreement)
    await made.find_gap("critical")
    why, to = "nothing that discloses begins", f"/engagements/{made.two.engagement}#sharing"
    async with matched.visitor(made.partner) as partner:
        shown = await read(partner, match)
        assert (why in shown, to in shown, f"{match}/confirm" in shown) == (True, True, False)
        listed = await read(partner, "/matches")
        assert ("Cannot be confirmed yet" in listed, f"{match}/confirm" in listed) == (True, False)
        assert why in await read(partner, "/needs")
        refused = await partner.post(f"{match}/confirm", data={})
        assert (refused.status_code, to in refused.text) == (409, True)


async def test_who_coaches_nobody_is_led_to_needs_and_matches_in_place_of_a_matching(matched: Matched) -> None:
    made = matched.made
    async with matched.visitor(made.partner) as partner, matched.visitor() as host:
        theirs, ours = await read(partner, "/matchings"), await read(host, "/matchings")
        assert ("You coach nobody." in theirs, "You coach nobody." in ours) == (True, False)
        assert "/matchings/new" not in theirs
        assert "You have no coach yet" in ours
        assert "/matchings/new" not in ours
        await made.coach()
        assert "/matchings/new" in await read(host, "/matchings")


async def test_forms_without_a_word_are_refused_in_spanish(matched: Matched) -> None:
    async with matched.visitor() as client:
        blank = await send_blank(client, "/matchings/new")
    assert blank.refused > 0
    assert "Indique el día." in blank.spanish
    assert blank.english == set()
