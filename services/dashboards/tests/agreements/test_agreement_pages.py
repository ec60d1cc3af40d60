"""Agreements on pages that need no script: drafted, read in plain words, signed by both, changed and ended."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from services.dashboards.tests.agreements.sharing import TODAY, Sharing
from services.dashboards.tests.readiness.reading import error_at, form_of, read

ELM = "Elm &lt;Creek&gt;"
SIGN = "Sign it for your district"


async def press(client: Any, path: str, act: str, part: str, **typed: Any) -> Any:
    """What a form of the page comes to, as it stands but for what is typed."""
    form = form_of(await read(client, path), part)
    return await client.post(f"{path}/{act}", data=form | typed)


async def sign(client: Any, path: str) -> Any:
    return await press(client, path, "sign", SIGN)


async def test_a_draft_waits_on_top_for_whoever_has_not_signed_and_says_its_terms_in_words(sharing: Sharing) -> None:
    path = await sharing.drafted()
    async with sharing.visitor(role="leader") as leader, sharing.visitor(sharing.there) as there:
        for listed in ("/network", "/agreements"):
            assert path in await read(leader, listed), listed
            assert "Waits for your district to sign" in await read(leader, listed)
        ours, theirs = await read(leader, path), await read(there, path)
    assert (f"We disclose to {ELM}" in ours, "Riverside discloses to us" in theirs) == (True, True)
    for said in ("to see &lt;whether&gt; it helps", "Group figures only", "A study that improves teaching"):
        assert (said in ours, said in theirs) == (True, True), said
    assert ("Your district destroys what it got" in ours, "Your district destroys what it got" in theirs) == (
        False,
        True,
    )


async def test_a_leader_reads_who_signs_and_an_operator_signs(sharing: Sharing) -> None:
    path = await sharing.drafted()
    async with sharing.visitor(role="leader") as leader:
        shown = await read(leader, path)
        assert (SIGN in shown, "It is signed by an operator of your district" in shown) == (False, True)
        assert (await leader.post(f"{path}/sign", data={"etag": '"1"'})).status_code == 403
    async with sharing.visitor() as here, sharing.visitor(sharing.there) as there:
        assert (await sign(here, path)).status_code == 303
        waiting = await read(here, path)
        assert (SIGN in waiting, f"Waits for {ELM} to sign" in waiting) == (False, True)
        assert (await sign(there, path)).status_code == 303
        assert "Change the draft" not in await read(here, path)
        assert "End the agreement" in await read(here, path)


async def test_only_the_very_words_that_were_read_are_signed(sharing: Sharing) -> None:
    path = await sharing.drafted()
    async with sharing.visitor() as here, sharing.visitor(sharing.there) as there:
        old = form_of(await read(there, path), SIGN)
        changed = await press(here, path, "change", 'name="purpose"', purpose="other <words>", granularity="none")
        assert changed.status_code == 303, changed.text
        refused = await there.post(f"{path}/sign", data=old)
        assert (refused.status_code, "other &lt;words&gt;" in refused.text) == (412, True)
        assert (await there.post(f"{path}/sign", data=form_of(refused.text, SIGN))).status_code == 303


async def test_terms_that_cannot_stand_are_refused_and_every_word_is_kept(sharing: Sharing) -> None:
    path = await sharing.drafted()
    async with sharing.visitor() as here:
        typed = {"purpose": "kept <words>", "granularity": "identified", "expires_on": str(TODAY - timedelta(days=3))}
        refused = await press(here, path, "change", 'name="purpose"', **typed)
        assert refused.status_code == 422
        assert error_at(refused.text, "granularity")
        assert error_at(refused.text, "expires_on")
        again = form_of(refused.text, 'name="purpose"')
        assert (again["purpose"], again["expires_on"]) == (typed["purpose"], typed["expires_on"])
        assert again["granularity"] == ["identified"]
        sharing.away = True
        away = await here.post(f"{path}/change", data=again)
        assert (away.status_code, "kept &lt;words&gt;" in away.text) == (503, True)


async def test_an_agreement_is_drafted_for_one_way_of_sharing(sharing: Sharing) -> None:
    async with sharing.visitor() as here:
        at = f"/agreements/new?other_id={sharing.there}&way=to_us&granularity=pseudonymous"
        form = form_of(await read(here, at), 'name="purpose"')
        assert (form["other_id"], form["way"], form["granularity"]) == (str(sharing.there), ["to_us"], ["pseudonymous"])
        blank = await here.post("/agreements/new", data=form)
        assert (blank.status_code, bool(error_at(blank.text, "starts_on"))) == (422, True)
        typed = {
            "purpose": "to learn", "basis": "school_official", "starts_on": str(TODAY), "expires_on": str(TODAY),
            "destroy_by": str(TODAY),
        }  # fmt: skip
        made = await here.post("/agreements/new", data=form_of(blank.text, 'name="purpose"') | typed)
        assert made.status_code == 303, made.text
        assert f"{ELM} discloses to us" in await read(here, made.headers["location"])
    async with sharing.visitor(role="leader") as leader:
        assert (await leader.get("/agreements/new")).status_code == 403


async def test_a_draft_is_withdrawn_and_then_nothing_more_is_offered(sharing: Sharing) -> None:
    path = await sharing.drafted()
    async with sharing.visitor() as here:
        assert (await press(here, path, "end", "Withdraw the draft</button>")).status_code == 303
        shown = await read(here, path)
        assert [said in shown for said in (SIGN, "Change the draft", "Withdraw the draft")] == [False] * 3
        assert path not in await read(here, "/network")


async def test_nobody_else_finds_it(sharing: Sharing) -> None:
    path = await sharing.drafted()
    async with sharing.visitor(uuid4()) as other:
        assert (await other.get(path)).status_code == 404
        assert path not in await read(other, "/agreements")


async def test_while_partners_is_away_the_pages_say_so(sharing: Sharing) -> None:
    path = await sharing.drafted()
    async with sharing.visitor() as here:
        sharing.away = True
        for page in ("/network", "/agreements", path, "/agreements/new"):
            assert "data-away" in await read(here, page), page
