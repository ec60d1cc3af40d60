"""Agreements by their routes: drafted, signed by both, amended, ended; seen by their parties only."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from partners.agreements.usecases import activate_and_expire
from shared.contracts.partners import AgreementChanged
from shared.values.clock import utc_now

PATH = "/partners/v1/agreements"
ANY = {"If-Match": "*"}
TODAY = datetime.now(UTC).date()


def terms(partners: Any, **more: Any) -> dict[str, Any]:
    return {
        "discloser_id": str(partners.districts["Alder"]),
        "recipient_id": str(partners.districts["Birch"]),
        "purpose": "to learn from each other",
        "granularity": "pseudonymous",
        "starts_on": str(TODAY),
        "expires_on": str(TODAY + timedelta(days=30)),
        **more,
    }


async def drafted(partners: Any, **more: Any) -> str:
    async with partners.client("Alder") as client:
        answer = await client.post(PATH, json=terms(partners, **more))
    assert answer.status_code == 201, answer.text
    return str(answer.headers["Location"])


async def test_both_sign_and_both_are_told(partners: Any) -> None:
    path = await drafted(partners)
    await partners.running.clear_outbox()
    async with partners.client("Alder") as ours, partners.client("Birch") as theirs:
        first = await ours.post(f"{path}/sign", headers={"If-Match": '"1"'})
        assert (first.json()["state"], first.json()["recipient_signed_at"]) == ("draft", None)
        assert (await theirs.post(f"{path}/sign", headers={"If-Match": '"1"'})).status_code == 412
        second = await theirs.post(f"{path}/sign", headers={"If-Match": first.headers["ETag"]})
        assert second.json()["state"] == "active"
        assert (await ours.post(f"{path}/sign", headers={"If-Match": second.headers["ETag"]})).status_code == 409
        assert (await ours.patch(path, json={"purpose": "other"}, headers=ANY)).status_code == 409
        assert second.json()["destruction_due"] is None
        ended = (await theirs.post(f"{path}/end")).json()
        assert (ended["state"], ended["destruction_due"]) == ("ended", ended["destroy_by"])
        assert (await ours.post(f"{path}/end")).status_code == 409
    told = await partners.running.published(AgreementChanged)
    parties = sorted((partners.districts["Alder"], partners.districts["Birch"]))
    assert [(p.district_id, p.event.state) for p in told] == [
        *((party, "active") for party in parties), *((party, "ended") for party in parties)]  # fmt: skip
    assert {(p.event.discloser_name, p.event.recipient_name) for p in told} == {("Alder", "Birch")}


async def test_amending_takes_signatures_off_and_changes_what_is_signed(partners: Any) -> None:
    path = await drafted(partners)
    async with partners.client("Alder") as ours, partners.client("Birch") as theirs:
        signed = (await ours.post(f"{path}/sign", headers={"If-Match": '"1"'})).json()
        assert (await theirs.patch(path, json={"granularity": "aggregate"})).status_code == 428
        amended = (await theirs.patch(path, json={"granularity": "aggregate"}, headers=ANY)).json()
    assert (amended["granularity"], amended["discloser_signed_at"]) == ("aggregate", None)
    assert amended["document_hash"] != signed["document_hash"]


async def test_signed_ahead_it_starts_by_the_calendar(partners: Any) -> None:
    path = await drafted(partners, starts_on=str(TODAY + timedelta(days=2)))
    async with partners.client("Alder") as ours, partners.client("Birch") as theirs:
        await ours.post(f"{path}/sign", headers={"If-Match": '"1"'})
        assert (await theirs.post(f"{path}/sign", headers={"If-Match": '"2"'})).json()["state"] == "draft"
        await partners.running.clear_outbox()
        async with partners.running.worker.transaction(None) as session:
            await activate_and_expire(session, datetime.now(UTC) + timedelta(days=2))
        assert (await ours.get(path)).json()["state"] == "active"
    assert len(await partners.running.published(AgreementChanged)) == 2


async def test_a_draft_that_is_withdrawn_is_nobodys_news(partners: Any) -> None:
    path = await drafted(partners)
    await partners.running.clear_outbox()
    async with partners.client("Birch") as client:
        assert (await client.post(f"{path}/end")).json()["state"] == "ended"
    assert await partners.running.published(AgreementChanged) == []


@pytest.mark.parametrize("unread", ["*", '"1", "2", "3"', " * "])
async def test_terms_are_signed_by_the_etag_that_was_read_and_by_nothing_wider(partners: Any, unread: str) -> None:
    path = await drafted(partners)
    async with partners.client("Alder") as client:
        for headers, status in (({"If-Match": unread}, 428), ({}, 428), ({"If-Match": '"2"'}, 412)):
            answer = await client.post(f"{path}/sign", headers=headers)
            assert (answer.status_code, "If-Match" in str(answer.json())) == (status, status == 428)
        assert (await client.get(path)).json()["discloser_signed_at"] is None
        assert (await client.post(f"{path}/sign", headers={"If-Match": '"1"'})).status_code == 200


async def test_nothing_is_drafted_edited_or_signed_whose_last_day_has_passed(partners: Any) -> None:
    past = {"starts_on": str(TODAY - timedelta(days=9)), "expires_on": str(TODAY - timedelta(days=1))}
    path = await drafted(partners, starts_on=str(TODAY - timedelta(days=9)), expires_on=str(TODAY))
    async with partners.client("Alder") as client:
        refused = [
            await client.post(PATH, json=terms(partners, **past)),
            await client.patch(path, json={"expires_on": past["expires_on"]}, headers=ANY),
        ]
        assert (await client.patch(path, json={"purpose": "to see"}, headers=ANY)).status_code == 200, "its last day"
        with partners.running.set_clock(lambda: utc_now() + timedelta(days=1)):
            refused.append(await client.post(f"{path}/sign", headers={"If-Match": '"2"'}))
            refused.append(await client.patch(path, json={"purpose": "to learn"}, headers=ANY))
    for answer in refused:
        assert answer.status_code == 422, answer.text
        assert [error["pointer"] for error in answer.json()["errors"]] == ["/expires_on"]


@pytest.mark.parametrize(
    "change",
    [{"recipient_id": str(uuid4())}, {"purpose": " "}, {"purpose": "\x00"}, {"granularity": "all"}, {"elements": []},
     {"elements": ["names"]}, {"expires_on": str(TODAY - timedelta(days=1))}, {"basis": "evaluation"},
     {"destroy_by": str(TODAY)}, {"state": "active"}, {"starts_on": "soon"}],
)  # fmt: skip
async def test_bad_terms_are_refused_with_their_place(partners: Any, change: dict[str, Any]) -> None:
    async with partners.client("Alder") as client:
        answer = await client.post(PATH, json=terms(partners, **change))
    assert answer.status_code == 422
    (field,) = change
    expected = {"basis": "granularity"}.get(field, field)
    assert answer.json()["errors"][0]["pointer"].split("/")[1] == expected


async def test_nobody_drafts_for_others_or_with_themselves(partners: Any) -> None:
    async with partners.client("Cedar") as client:
        assert (await client.post(PATH, json=terms(partners))).status_code == 422
    async with partners.client("Alder") as client:
        own = terms(partners, recipient_id=str(partners.districts["Alder"]))
        assert (await client.post(PATH, json=own)).status_code == 422


async def test_only_parties_see_it(partners: Any) -> None:
    path = await drafted(partners)
    absent = f"{PATH}/{uuid4()}"
    calls: list[tuple[str, str, dict[str, Any]]] = [
        ("GET", "", {}), ("PATCH", "", {"purpose": "x"}), ("POST", "/sign", {}), ("POST", "/end", {})]  # fmt: skip
    async with (
        partners.client("Cedar") as other,
        partners.running.client() as anonymous,
        partners.client("Birch", "changes.read") as unscoped,
        partners.client("Birch") as party,
    ):
        for method, more, body in calls:
            first = {"If-Match": '"1"'}
            answer = await other.request(method, path + more, json=body, headers=first)
            none = await other.request(method, absent + more, json=body, headers=first)
            assert (answer.status_code, answer.json()["detail"]) == (404, none.json()["detail"])
            assert (await anonymous.request(method, path + more, json=body, headers=ANY)).status_code == 401
            assert (await unscoped.request(method, path + more, json=body, headers=ANY)).status_code == 403
        identifier = path.rsplit("/", 1)[1]
        assert identifier not in str((await other.get(PATH)).json())
        assert identifier in str((await party.get(PATH, params={"state": "draft", "limit": 500})).json())
        assert (await party.get(PATH, params={"state": "lost"})).status_code == 422
        assert (await anonymous.post(PATH, json=terms(partners))).status_code == 401
        assert (await unscoped.post(PATH, json=terms(partners))).status_code == 403
