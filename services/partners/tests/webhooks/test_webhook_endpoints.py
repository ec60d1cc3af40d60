"""Endpoints as a district manages them: entered, tested, given new secrets, and by nobody else."""

from datetime import timedelta
from uuid import uuid4

import pytest
from standardwebhooks import Webhook

from partners.webhooks.usecases import endpoints
from services.partners.tests.webhooks.receiving import PATH, Desk, Receiver


async def test_while_a_secret_is_rotated_both_sign(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    rotated = (await desk.post("rotate-secret")).json()["secret"]
    assert rotated != desk.endpoint["secret"]
    await desk.tell(uuid4())
    await desk.rounds()
    (got,) = desk.receiver.received
    for secret in (desk.endpoint["secret"], rotated):
        Webhook(secret).verify(got.body, got.headers)
    monkeypatch.setattr(endpoints, "ROTATION", timedelta(0))
    newest = (await desk.post("rotate-secret")).json()["secret"]
    await desk.tell(uuid4())
    await desk.rounds()
    assert len(desk.receiver.received[-1].headers["webhook-signature"].split()) == 1
    Webhook(newest).verify(desk.receiver.received[-1].body, desk.receiver.received[-1].headers)


async def test_what_may_not_be_called_is_refused_when_it_is_entered(desk: Desk, receivers: list[Receiver]) -> None:
    refused = [
        receivers[2].url, "http://example.com/", "https://127.0.0.1/", "https://10.0.0.1/", "https://169.254.169.254/",
        "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://2130706433/", "https://a:b@example.com/",
        "https://localhost/", "ftp://example.com/", "https://example.com:22/",
    ]  # fmt: skip
    async with desk.partners.client("Birch") as client:
        for url in refused:
            answer = await client.post(PATH, json={"url": url})
            assert answer.status_code == 422, url
            changed = await client.patch(
                f"{PATH}/{desk.endpoint['endpoint_id']}", json={"url": url}, headers={"If-Match": "*"}
            )
            assert changed.status_code == 422, url
    assert receivers[2].connections == 0


async def test_a_test_is_sent_and_its_outcome_shown(desk: Desk) -> None:
    assert (await desk.post("test")).status_code == 202
    await desk.rounds()
    (got,) = desk.receiver.received
    assert Webhook(desk.endpoint["secret"]).verify(got.body, got.headers)["type"] == "test"
    (delivery,) = await desk.deliveries(state="done")
    assert (delivery["position"], delivery["outcome"]) == (0, "delivered")


async def test_each_route_refuses_whom_it_must(desk: Desk) -> None:
    path = f"{PATH}/{desk.endpoint['endpoint_id']}"
    calls = [
        ("GET", PATH, None), ("POST", PATH, {"url": desk.receiver.url}), ("GET", path, None),
        ("PATCH", path, {"kinds": ["mastery.changed"]}), ("DELETE", path, None), ("POST", f"{path}/enable", None),
        ("POST", f"{path}/disable", None), ("POST", f"{path}/rotate-secret", None),
        ("POST", f"{path}/replay", {"after": 0}), ("POST", f"{path}/test", None), ("GET", f"{path}/deliveries", None),
        ("POST", f"{path}/deliveries/1/skip", None),
    ]  # fmt: skip
    everything_else = ("partners.manage", "partners.read", "changes.read")
    async with (
        desk.partners.running.client() as anonymous,
        desk.partners.client("Birch", *everything_else) as unscoped,
        desk.partners.client("Cedar") as other,
    ):
        for method, url, body in calls:
            headers = {"If-Match": "*"}
            assert (await anonymous.request(method, url, json=body, headers=headers)).status_code == 401
            assert (await unscoped.request(method, url, json=body, headers=headers)).status_code == 403
            if url != PATH:
                assert (await other.request(method, url, json=body, headers=headers)).status_code == 404, url
        assert (await other.get(PATH)).json()["items"] == []
    async with desk.partners.client("Birch") as client:
        assert (await client.patch(path, json={"kinds": ["mastery.changed"]})).status_code == 428
        stale = await client.patch(path, json={"kinds": ["mastery.changed"]}, headers={"If-Match": '"9"'})
        assert stale.status_code == 412
        for wrong in ({"url": "x"}, {"url": desk.receiver.url, "kinds": []}, {"url": desk.receiver.url, "more": 1}):
            assert (await client.post(PATH, json=wrong)).status_code == 422
        assert (await client.get(f"{path}/deliveries", params={"state": "lost"})).status_code == 422
        edited = await client.patch(path, json={"kinds": ["mastery.changed"]}, headers={"If-Match": '"1"'})
        assert (edited.json()["kinds"], edited.headers["ETag"]) == (["mastery.changed"], '"2"')


async def test_a_repeated_request_makes_one_endpoint_and_keeps_no_secret(desk: Desk) -> None:
    async with desk.partners.client("Birch") as client:
        body, headers = {"url": desk.receiver.url}, {"Idempotency-Key": str(uuid4())}
        first = (await client.post(PATH, json=body, headers=headers)).json()
        second = (await client.post(PATH, json=body, headers=headers)).json()
    assert first["endpoint_id"] == second["endpoint_id"]
    assert first["secret"].startswith("whsec_")
    assert second["secret"] is None
