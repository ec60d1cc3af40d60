"""Assessments on pages that need no script: planned, opened, asked of raters, entered from paper, closed."""

import re
from typing import Any

import pytest

from services.dashboards.tests.readiness.asking import Asking
from services.dashboards.tests.readiness.reading import error_at, form_of, hidden, read
from services.dashboards.tests.readiness.spoken import english_in_spanish

PLAN = {
    "title": "Ready in <winter>?", "opens_on": "2026-12-01", "closes_on": "2026-12-18", "population-teacher": "40",
    "picked-teacher": "everyone", "population-union": "9", "picked-union": "role", "days_left": "7, 2",
    "days_apart": "2",
}  # fmt: skip
NOT_COUNTED = "What was sent on the day of closing is not in it"


async def planned(asking: Asking, client: Any, **more: str) -> str:
    page = await read(client, "/assessments/new")
    body = PLAN | {"instrument": f"{asking.instrument_id} 1", "key": hidden(page, "key")} | more
    answer = await client.post("/assessments/new", data=body)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def test_a_leader_plans_changes_opens_and_closes_an_assessment(asking: Asking) -> None:
    async with asking.visitor() as client:
        path = await planned(asking, client)
        text = await read(client, path)
        for said in ("Ready in &lt;winter&gt;?", "Planned", "Dec 1, 2026 to Dec 18, 2026", "Picked by their own body"):
            assert said in text, said
        assert "</span>, version 1</a>" in text
        etag = hidden(text, "etag")
        settings = await read(client, f"{path}/settings")
        assert 'value="40"' in settings
        changed = PLAN | {"title": "Other", "etag": etag, "population-teacher": "50"}
        assert (await client.post(f"{path}/settings", data=changed)).status_code == 303
        stale = await client.post(f"{path}/settings", data=changed | {"title": "My <words>"})
        assert stale.status_code == 412
        assert "Somebody has changed this" in stale.text
        assert 'value="My &lt;words&gt;"' in stale.text
        assert (await client.post(f"{path}/begin", data={"etag": etag})).status_code == 412
        for how, state in (("begin", "Open"), ("end", "Closed")):
            turned = await client.post(f"{path}/{how}", data={"etag": hidden(await read(client, path), "etag")})
            assert turned.status_code == 303
            assert f">{state}</span>" in await read(client, path)


async def test_where_it_was_closed_early_everybody_reads_that_day(asking: Asking) -> None:
    shared = asking.assessment_id
    await asking.open(title="Closed early")
    path, link = f"/assessments/{asking.assessment_id}", await asking.link()
    await asking.invite(kind="person", person_id=str(asking.uid("teacher")))
    await asking.end()
    asking.assessment_id = shared
    async with asking.visitor() as client, asking.anyone() as rater:
        assert "This assessment was closed on Oct 6, 2026." in await read(rater, link.path)
        assert "Oct 5, 2026 to Oct 6, 2026" in await read(client, path)
        assert NOT_COUNTED in await read(client, path)
        listed = await read(client, "/assessments?state=closed")
        assert "Oct 6, 2026" in listed[listed.index(path) :].partition("</tr>")[0]
    async with asking.visitor("educator", "teacher") as person:
        assert "closed on Oct 6, 2026" in await read(person, "/my-invitations")


async def test_where_the_calendar_closed_it_the_board_counts_the_last_day_too(asking: Asking) -> None:
    shared, before = asking.assessment_id, asking.at
    await asking.open(title="Closed by the calendar", closes_on="2026-10-07")
    path = f"/assessments/{asking.assessment_id}"
    asking.assessment_id, asking.at = shared, before.replace(day=8)
    try:
        await asking.readiness.run_job("readiness.windows")
        async with asking.visitor() as client:
            text = await read(client, path)
    finally:
        asking.at = before
    assert "Oct 5, 2026 to Oct 7, 2026" in text
    assert "Counted on Oct 8, 2026" in text
    assert NOT_COUNTED not in text


async def test_planning_twice_with_one_form_plans_once(asking: Asking) -> None:
    async with asking.visitor() as client:
        page = await read(client, "/assessments/new")
        body = PLAN | {"instrument": f"{asking.instrument_id} 1", "key": hidden(page, "key")}
        ways = {(await client.post("/assessments/new", data=body)).headers["location"] for _ in range(2)}
    assert len(ways) == 1


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"closes_on": "2026-11-01"}, "closes_on", "is before the first"),
        ({"population-teacher": "", "population-union": ""}, "populations", "at least one"),
        ({"population-family": "12", "picked-family": "everyone"}, "population-family", "asks the role family nothing"),
        ({"population-teacher": "many"}, "population-teacher", "Write 1 or more."),
        ({"title": ""}, "title", "Fill this in."),
        ({"days_left": "99"}, "days_left", "or less"),
        ({"days_left": "soon"}, "days_left", "Write a whole number."),
        ({"days_apart": "many"}, "days_apart", "Write 1 or more."),
        ({"instrument": "nonsense"}, "instrument", "Choose one"),
        ({"opens_on": "soon"}, "opens_on", "Write a day that there is."),
        ({"picked-teacher": "x"}, "picked-teacher", "Choose one of those that are offered."),
        ({"site": "nowhere"}, "site", "Choose one"),
    ],
)
async def test_what_is_wrong_with_a_plan_is_told_at_its_field_and_nothing_typed_is_lost(
    asking: Asking, changed: dict[str, str], field: str, said: str
) -> None:
    async with asking.visitor() as client:
        body = PLAN | {"instrument": f"{asking.instrument_id} 1", "key": "abc123"} | changed
        answer = await client.post("/assessments/new", data=body)
        assert answer.status_code == 422, answer.text
        assert said in error_at(answer.text, field)
        kept = form_of(answer.text, 'action="/assessments/new"')
        chosen = {"instrument", "site", *(name for name in body if name.startswith("picked-"))}
        typed = {name: words for name, words in body.items() if name != "key" and name not in chosen & changed.keys()}
        assert {name: kept[name] for name in typed} == typed


async def test_when_readiness_is_away_pages_say_so(asking: Asking) -> None:
    async with asking.visitor() as client:
        asking.away = True
        of = f"/assessments/{asking.assessment_id}"
        for path in ("/assessments", of, f"{of}/raters"):
            assert "data-away" in await read(client, path)


@pytest.mark.parametrize(
    ("path", "typed"),
    [("new", {"title": "In <vain>?"}), ("{of}/settings", {"title": "In <vain>?"}),
     ("{of}/raters", {"role": "teacher", "addresses": "a@x.example\nIn <vain>?"}),
     ("{of}/paper?role=teacher", {"answer:model.own": "In <vain>?"})],
)  # fmt: skip
async def test_what_was_typed_while_readiness_is_away_is_there_to_be_sent_again(
    asking: Asking, path: str, typed: dict[str, str]
) -> None:
    async with asking.visitor() as client:
        asking.away = True
        answer = await client.post(f"/assessments/{path.format(of=asking.assessment_id)}", data=typed | {"key": "k1"})
        assert answer.status_code == 503
        sent_again = form_of(answer.text, "In &lt;vain&gt;?")
        assert {name: value.replace("\r\n", "\n") for name, value in sent_again.items()} == typed | {"key": "k1"}


@pytest.mark.parametrize(
    ("path", "typed", "kept"),
    [("settings", {"title": "Ready?", "days_left": "7, two", "days_apart": "2"}, 'value="7, two"'),
     ("raters", {"role": "teacher", "count": "1001"}, 'value="1001"')],
)  # fmt: skip
async def test_nothing_else_is_done_than_what_was_typed(
    asking: Asking, path: str, typed: dict[str, str], kept: str
) -> None:
    of = f"/assessments/{asking.assessment_id}/{path}"
    async with asking.visitor() as client:
        form = form_of(await read(client, of), 'name="title"' if path == "settings" else 'name="count"')
        answer = await client.post(of, data=form | typed)
        assert (answer.status_code, kept in answer.text) == (422, True), answer.text


async def test_a_form_whose_answer_was_lost_is_sent_again_and_has_its_effect_once(asking: Asking) -> None:
    path = f"/assessments/{asking.assessment_id}/raters"
    async with asking.visitor() as client:
        before = (await read(client, path)).count("rater-name")
        form = {"role": "teacher", "language": "en", "count": "2", "key": hidden(await read(client, path), "key") + "l"}
        asking.lost = True
        lost = await client.post(path, data=form)
        asking.lost = False
        assert (lost.status_code, "nobody can tell whether it arrived" in lost.text) == (503, True)
        again = form_of(lost.text, 'name="count"')
        assert again["key"] == form["key"]
        sent = await client.post(path, data=again | {"role": "teacher", "language": "en"})
        assert sent.status_code == 200, sent.text
        assert (await read(client, path)).count("rater-name") == before + 2


async def test_raters_are_invited_by_mail_each_with_a_link_that_nobody_else_sees(asking: Asking) -> None:
    path = f"/assessments/{asking.assessment_id}/raters"
    async with asking.visitor() as client:
        page = await read(client, path)
        body = {
            "role": "teacher",
            "language": "es",
            "addresses": "rosa@x.example\nli@x.example, jo@x.example",
            "key": hidden(page, "key"),
        }
        answer = await client.post(path, data=body)
        assert "3 invitations are on their way by mail." in answer.text
        assert "/take-part/" not in answer.text
        listed = await read(client, path)
        for address in ("rosa@x.example", "li@x.example", "jo@x.example"):
            assert address in listed
        wrong = await client.post(path, data=body | {"addresses": "no address <b>", "key": "other1"})
        assert wrong.status_code == 422
        assert "no address &lt;b&gt;</textarea>" in wrong.text


async def test_links_to_hand_out_are_shown_once(asking: Asking) -> None:
    path = f"/assessments/{asking.assessment_id}/raters"
    async with asking.visitor() as client:
        body = {"role": "union", "count": "2", "key": hidden(await read(client, path), "key")}
        first = await client.post(path, data=body)
        links = re.findall(r"http://trellis.test(/take-part/[^<]+)</code>", first.text)
        assert len(links) == 2
        again = await client.post(path, data=body)
        assert "/take-part/" not in again.text
        assert "not shown again" in again.text
        assert "/take-part/" not in await read(client, path)
    async with asking.anyone() as rater:
        assert "This is no bargaining." in (await rater.get(links[0])).text


async def test_an_invitation_is_renewed_and_revoked(asking: Asking) -> None:
    link = await asking.link(role="leader")
    path = f"/assessments/{asking.assessment_id}/raters/{link.invitation_id}"
    async with asking.visitor() as client, asking.anyone() as rater:
        renewed = await client.post(f"{path}/renew", data={"key": "abc9"})
        (way,) = re.findall(r"http://trellis.test(/take-part/[^<]+)</code>", renewed.text)
        assert (await rater.get(link.path)).status_code == 404
        assert (await rater.get(way)).status_code == 200
        assert (await client.post(f"{path}/revoke")).status_code == 303
        assert (await rater.get(way)).status_code == 404
        refused = await client.post(f"{path}/renew", data={"key": "abc10"})
        assert refused.status_code == 409
        assert "was revoked" in refused.text


async def test_the_board_is_in_bands_and_names_nobody_and_no_time(asking: Asking) -> None:
    async with asking.visitor() as client:
        before = await read(client, f"/assessments/{asking.assessment_id}")
        assert "nothing is counted yet" in before
        await asking.readiness.run_job("readiness.participation")
        text = await read(client, f"/assessments/{asking.assessment_id}")
    board = text[text.index('id="board-title"') :]
    assert "Counted on Oct 6, 2026" in board
    assert "too small for a band" in board
    assert "@" not in board
    assert not re.search(r"\d\d:\d\d", board)


async def test_a_clerk_enters_what_stands_on_paper(asking: Asking) -> None:
    path = f"/assessments/{asking.assessment_id}/paper"
    async with asking.visitor() as client:
        page = await read(client, f"{path}?role=teacher&language=es")
        assert "How is model.shared? (es)" in page
        body = {"key": hidden(page, "key"), "answer:model.shared": "v:2", "words:means.share": "12,5"}
        wrong = await client.post(f"{path}?role=teacher&language=es", data=body | {"words:means.share": "<many>"})
        assert wrong.status_code == 422
        assert 'value="&lt;many&gt;"' in wrong.text
        assert 'value="v:2" id="' in wrong.text
        both = body | {"answer:means.share": "dont_know"}
        assert (await client.post(f"{path}?role=teacher&language=es", data=both)).status_code == 422
        entered = await client.post(f"{path}?role=teacher&language=es", data=body)
        assert entered.status_code == 303
        assert "Entered." in await read(client, entered.headers["location"])
        assert "Entered from paper" in await read(client, f"/assessments/{asking.assessment_id}/raters")


async def test_a_sheet_is_entered_as_a_whole_or_told_line_by_line(asking: Asking) -> None:
    path = f"/assessments/{asking.assessment_id}/sheet"
    async with asking.visitor() as client:
        for sheet, status in (
            ("role,model.shared\nteacher,9\n", 422),
            ("role,model.shared\nteacher,2\nleader,3\n", 303),
        ):
            answer = await client.post(path, files={"sheet": ("a.csv", sheet, "text/csv")}, data={"key": f"s{status}"})
            assert answer.status_code == status, answer.text
        nothing = await client.post(path, files={"sheet": ("a.csv", "role,model.shared\nteacher,9\n", "text/csv")})
        assert "Line 2" in nothing.text
        assert "None of the rows was entered." in nothing.text


async def test_the_pages_are_for_those_who_may_and_found_by_them(asking: Asking) -> None:
    paths = ["/assessments", "/assessments/new", f"/assessments/{asking.assessment_id}"]
    for role, person, may in (("leader", "leader", True), ("operator", None, True), ("educator", "teacher", False),
                              ("family", "parent", False), ("learner", "ana", False)):  # fmt: skip
        async with asking.visitor(role, person) as client:
            for path in paths:
                await read(client, path, 200 if may else 403)
            head = await read(client, "/my-invitations")
            assert ('href="/assessments"' in head) == may
            assert 'href="/my-invitations"' in head
    async with asking.anyone() as client:
        assert (await client.get("/assessments")).status_code == 303


async def test_another_districts_assessment_is_not_there(asking: Asking) -> None:
    other = "01a22aaa-c424-7390-a212-e9d7e1d4b22a"
    async with asking.visitor() as client:
        for part in ("", "/settings", "/raters", "/paper"):
            assert "Not found" in await read(client, f"/assessments/{other}{part}", 404)


async def test_pages_in_spanish_say_nothing_of_ours_in_english(asking: Asking) -> None:
    one = f"/assessments/{asking.assessment_id}"
    async with asking.visitor() as client:
        for path in ("/assessments", "/assessments/new", one, f"{one}/raters", f"{one}/paper", f"{one}/settings"):
            assert english_in_spanish(await read(client, f"{path}?lang=es")) == set(), path
