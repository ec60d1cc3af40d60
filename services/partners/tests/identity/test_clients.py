"""Districts and their clients: who may do what, and what nobody can give."""

from typing import Any
from uuid import uuid4

import pytest

from shared.contracts.partners import DistrictRegistered

DISTRICTS = "/partners/v1/districts"
CLIENTS = "/partners/v1/clients"
ANY = {"If-Match": "*"}


async def made(partners: Any, district: str = "Birch", **body: Any) -> dict[str, Any]:
    async with partners.client(district) as client:
        answer = await client.post(CLIENTS, json={"name": "SIS", "scopes": ["changes.read"], **body})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def token(partners: Any, client_id: str, secret: str) -> int:
    async with partners.running.client() as client:
        answer = await client.post("/oauth/token", data={"grant_type": "client_credentials"}, auth=(client_id, secret))
    return int(answer.status_code)


async def test_a_registered_district_gets_a_client_that_administers_it_and_is_announced(partners: Any) -> None:
    await partners.running.clear_outbox()
    async with partners.running.client(partners.districts["Alder"], "platform.manage") as client:
        key = {"Idempotency-Key": str(uuid4())}
        answer = await client.post(DISTRICTS, json={"name": "Fir", "minimum_group": 15}, headers=key)
        again = await client.post(DISTRICTS, json={"name": "Fir", "minimum_group": 15}, headers=key)
        twice = await client.post(DISTRICTS, json={"name": "Fir"})
    assert (answer.status_code, twice.status_code) == (201, 409)
    assert again.json() == answer.json() | {"client_secret": None}
    body = answer.json()
    assert await token(partners, body["client_id"], body["client_secret"]) == 200
    (published,) = await partners.running.published(DistrictRegistered)
    assert str(published.district_id) == body["district_id"] == str(published.event.registered_id)
    assert (published.event.name, published.event.minimum_group) == ("Fir", 15)


async def test_only_the_platforms_operator_registers_districts(partners: Any) -> None:
    async with partners.client("Birch") as client:
        assert (await client.post(DISTRICTS, json={"name": "Gum"})).status_code == 403
    async with partners.running.client() as client:
        assert (await client.post(DISTRICTS, json={"name": "Gum"})).status_code == 401


@pytest.mark.parametrize(
    "body",
    [{}, {"name": ""}, {"name": "a\x00b"}, {"name": "x" * 201}, {"name": "Gum", "minimum_group": 9},
     {"name": "Gum", "minimum_group": True}, {"name": "Gum", "more": 1}, {"name": 7}],
)  # fmt: skip
async def test_a_bad_district_is_refused(partners: Any, body: dict[str, Any]) -> None:
    async with partners.running.client(partners.districts["Alder"], "platform.manage") as client:
        assert (await client.post(DISTRICTS, json=body)).status_code == 422


async def test_a_district_edits_itself_and_no_other(partners: Any) -> None:
    own = f"{DISTRICTS}/{partners.districts['Cedar']}"
    async with partners.client("Cedar") as client:
        assert (await client.patch(own, json={"minimum_group": 20})).status_code == 428
        assert (await client.patch(own, json={"minimum_group": 9}, headers=ANY)).status_code == 422
        assert (await client.patch(own, json={"name": "Alder"}, headers=ANY)).status_code == 409
        answer = await client.patch(own, json={"minimum_group": 20}, headers=ANY)
        assert (answer.status_code, answer.json()["minimum_group"]) == (200, 20)
        assert (await client.patch(own, json={"name": "x"}, headers={"If-Match": '"1"'})).status_code == 412
        assert (await client.get(own)).headers["ETag"] == answer.headers["ETag"]
        other = await client.patch(f"{DISTRICTS}/{partners.districts['Birch']}", json={"name": "x"}, headers=ANY)
        absent = await client.patch(f"{DISTRICTS}/{uuid4()}", json={"name": "x"}, headers=ANY)
        assert other.status_code == absent.status_code == 404
        assert other.json()["detail"] == absent.json()["detail"]
        assert (await client.get(f"{DISTRICTS}/{uuid4()}")).status_code == 404


async def test_districts_are_listed_page_by_page(partners: Any) -> None:
    found, query = [], {"limit": "2"}
    async with partners.client("Birch") as client:
        while True:
            page = (await client.get(DISTRICTS, params=query)).json()
            found += [item["name"] for item in page["items"]]
            if not page["next"]:
                break
            query["after"] = page["next"]
        assert found == sorted(found)
        assert {"Alder", "Birch", "Cedar"} <= set(found)
        for cursor in ("W10", "WzFd", "WyJcdTAwMDAiXQ", "x"):
            assert (await client.get(DISTRICTS, params={"after": cursor})).status_code == 422
            assert (await client.get(CLIENTS, params={"after": cursor})).status_code == 422


async def test_a_client_is_made_read_edited_and_dropped(partners: Any) -> None:
    new = await made(partners)
    path = f"{CLIENTS}/{new['client_id']}"
    async with partners.client("Birch") as client:
        assert new["client_id"] in [c["client_id"] for c in (await client.get(CLIENTS)).json()["items"]]
        shown = await client.get(path)
        assert "client_secret" not in shown.json()
        assert len(shown.json()["secrets"]) == 1
        edited = await client.patch(path, json={"name": "Other", "active": False}, headers={"If-Match": '"1"'})
        assert (edited.json()["name"], edited.json()["active"]) == ("Other", False)
        assert await token(partners, new["client_id"], new["client_secret"]) == 401
        assert (await client.patch(path, json={"active": True}, headers=ANY)).json()["active"] is True
        assert await token(partners, new["client_id"], new["client_secret"]) == 200
        assert (await client.delete(path)).status_code == 428
        assert (await client.delete(path, headers=ANY)).status_code == 204
        assert (await client.get(path)).status_code == 404
    assert await token(partners, new["client_id"], new["client_secret"]) == 401


async def test_two_secrets_at_a_time_and_an_expired_one_is_not_taken(partners: Any) -> None:
    new = await made(partners)
    path = f"{CLIENTS}/{new['client_id']}"
    async with partners.client("Birch") as client:
        second = await client.post(f"{path}/secrets")
        assert second.status_code == 201
        assert (await client.post(f"{path}/secrets")).status_code == 409
        for secret in (new["client_secret"], second.json()["client_secret"]):
            assert await token(partners, new["client_id"], secret) == 200
        first_id = (await client.get(path)).json()["secrets"][0]["secret_id"]
        later = await client.post(f"{path}/secrets/{first_id}/expire", json={"after_seconds": 3600})
        assert await token(partners, new["client_id"], new["client_secret"]) == 200
        now = await client.post(f"{path}/secrets/{first_id}/expire", json={})
        assert now.json()["expires_at"] < later.json()["expires_at"]
        assert await token(partners, new["client_id"], new["client_secret"]) == 401
        assert await token(partners, new["client_id"], second.json()["client_secret"]) == 200
        assert (await client.post(f"{path}/secrets")).status_code == 201
        assert (await client.post(f"{path}/secrets/{uuid4()}/expire", json={})).status_code == 404
        assert (await client.post(f"{path}/secrets/{first_id}/expire", json={"after_seconds": -1})).status_code == 422


async def test_nobody_gives_what_they_do_not_have_by_any_way(partners: Any) -> None:
    strong = await made(partners, scopes=["changes.read", "competency.write"])
    path = f"{CLIENTS}/{strong['client_id']}"
    async with partners.client("Birch", "partners.manage") as weak:
        assert (await weak.post(CLIENTS, json={"name": "x", "scopes": ["competency.write"]})).status_code == 403
        assert (await weak.post(f"{path}/secrets")).status_code == 403
        more = {"scopes": ["changes.read", "competency.write", "rostering.write"]}
        assert (await weak.patch(path, json=more, headers=ANY)).status_code == 403
        less = await weak.patch(path, json={"scopes": ["changes.read"], "active": False}, headers=ANY)
        assert less.json()["scopes"] == ["changes.read"]
        assert (await weak.patch(path, json={"active": True}, headers=ANY)).status_code == 403
        assert (await weak.post(CLIENTS, json={"name": "x", "scopes": ["partners.manage"]})).status_code == 201
    async with partners.client("Birch") as administrator:
        for scopes in (["platform.manage"], ["password.change"], ["moon.read"], []):
            answer = await administrator.post(CLIENTS, json={"name": "x", "scopes": scopes})
            assert answer.status_code in (403, 422), scopes


async def test_another_districts_client_is_as_good_as_none(partners: Any) -> None:
    theirs = await made(partners, "Birch")
    path = f"{CLIENTS}/{theirs['client_id']}"
    absent = f"{CLIENTS}/{uuid4()}"
    calls: list[tuple[str, str, dict[str, Any]]] = [
        ("GET", "", {}), ("PATCH", "", {"name": "x"}), ("DELETE", "", {}), ("POST", "/secrets", {}),
        ("POST", f"/secrets/{uuid4()}/expire", {}),
    ]  # fmt: skip
    async with (
        partners.client("Cedar") as other,
        partners.running.client() as anonymous,
        partners.client("Birch", "partners.read") as unscoped,
    ):
        for method, more, body in calls:
            answer = await other.request(method, path + more, json=body, headers=ANY)
            none = await other.request(method, absent + more, json=body, headers=ANY)
            assert (answer.status_code, answer.json()["detail"]) == (404, none.json()["detail"])
            assert (await anonymous.request(method, path + more, json=body, headers=ANY)).status_code == 401
            assert (await unscoped.request(method, path + more, json=body, headers=ANY)).status_code == 403
        assert theirs["client_id"] not in str((await other.get(CLIENTS)).json())
        assert (await anonymous.get(CLIENTS)).status_code == 401
        assert (await unscoped.post(CLIENTS, json={"name": "x", "scopes": ["changes.read"]})).status_code == 403
