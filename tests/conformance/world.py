"""Two districts full of things, every one with the district's own mark on it, and tokens of every kind for both.

A and B disclose mastery to each other by pseudonym, and each has an agreement with the host besides: so each has a
feed, a disclosure log and webhooks, and a mark of one that the other reads is a leak.
"""

import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
from joserfc import jwt
from joserfc.jwk import OKPKey

from partners.identity.rules.scopes import ADMINISTRATOR
from partners.identity.usecases import keys
from shared.values.ids import new_id
from tests.conformance.district import District, Seeding
from tests.conformance.workshops import seed_workshop
from tests.integration.platform import Platform, agree


@dataclass
class Issuer:
    """Signs tokens as the platform's own issuer does: those that it would never give out, too."""

    issuer: str
    key: OKPKey

    @classmethod
    async def of(cls, platform: Platform) -> "Issuer":
        database = platform.database("partners")
        try:
            async with database.transaction(None) as session:
                secret = platform.environment["PARTNERS_KEY_SECRET"]
                key = await keys.signing_key(session, secret, datetime.now(UTC))
        finally:
            await database.close()
        return cls(platform.environment["AUTH_ISSUER"], key)

    def token(self, district_id: str, *scopes: str, role: str = "system", seconds: float = 7200, **more: Any) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": "trellis", "sub": f"conformance of {district_id}", "iat": now - 3600,
            "exp": now + int(seconds), "jti": str(new_id()), "district_id": district_id, "scope": " ".join(scopes),
            "role": role, **more,
        }  # fmt: skip
        header = {"alg": keys.ALGORITHM, "kid": self.key.kid, "typ": "at+jwt"}
        return jwt.encode(header, claims, self.key, algorithms=[keys.ALGORITHM])


@dataclass
class World:
    base: str
    issuer: Issuer
    a: District
    b: District
    host: District

    def person(self, of: District, role: str) -> str:
        """A token of the district's learner, of the educator who teaches them, of their family, or of a leader."""
        services = ("coaching", "competency", "readiness")
        scopes = ("coaching.safeguard", "competency.read", "resources.read", *(f"{one}.take-part" for one in services))
        who = {"family": "guardian_person"}.get(role, role)
        more: dict[str, Any] = {"person_id": of.ids[who]} if who in of.ids else {}
        return self.issuer.token(of.client.district_id, *scopes, role=role, **more)

    def http(self, of: District | None = None) -> httpx.Client:
        headers = of.authorization if of else {}
        return httpx.Client(base_url=self.base, headers=headers, timeout=60, trust_env=False, verify=False)


async def build(platform: Platform, number: int) -> World:
    """The `number`th world of this platform; worlds know nothing of each other."""
    issuer = await Issuer.of(platform)
    assert platform.operator is not None
    made = []
    for mark, client in (
        (f"quillfeather{number}", await platform.register(f"Almond {number}")),
        (f"marrowstone{number}", await platform.register(f"Bluff {number}")),
        ("harbourlight", platform.operator),
    ):
        scopes = (*ADMINISTRATOR, *(["platform.manage"] if client is platform.operator else []))
        made.append(District(mark, client, issuer.token(client.district_id, *scopes)))
    a, b, host = made
    world = World(platform.base, issuer, a, b, host)
    async with platform.caller(a.client) as of_a, platform.caller(b.client) as of_b:
        there = await agree(of_a, of_b, a.client.district_id, b.client.district_id, "pseudonymous")
        back = await agree(of_b, of_a, b.client.district_id, a.client.district_id, "pseudonymous")
    a.ids["home"] = b.ids["home"] = world.base
    a.ids["shared_agreement"], b.ids["shared_agreement"] = there["agreement_id"], back["agreement_id"]
    for district in (a, b):
        _seed(world, district)
    await platform.settled()
    for district in (a, b):
        _require_feed(world, district)
    return world


def _seed(world: World, district: District) -> None:
    with world.http(district) as http:
        seeding = Seeding(http, district, world.host)
        seeding.all()
        seeding.amendments(world.person(district, "leader"))
        seeding.notes(world.person(district, "educator"))
        person = {"Authorization": f"Bearer {world.person(district, 'learner')}"}
        path = f"/competency/v1/learners/{district.ids['learner']}/reviews"
        asked = {"item_id": district.ids["own_item"], "words": f"Ready {district.mark}"}
        answer = http.post(path, json=asked, headers=person)
        assert answer.status_code == 201, answer.text
        district.ids["review"] = answer.json()["review_id"]
        educator = {"Authorization": f"Bearer {world.person(district, 'educator')}"}
        seed_workshop(http, district, educator, district.ids["guardian_person"])


def _require_feed(world: World, district: District) -> None:
    """The district has been told of its own changes and of its partner's, and its webhook of both; that is switched
    off now, so that deliveries stay as they are while tests compare.
    """
    path = f"/partners/v1/webhooks/{district.ids['endpoint']}"
    with world.http(district) as http:
        told = http.get("/partners/v1/changes", params={"limit": 1000}).json()["changes"]
        assert any(c.get("learner_id") == district.ids["learner"] for c in told), "no feed of its own"
        assert any(c["kind"] == "mastery.disclosed" for c in told), "nothing was disclosed by the partner"
        deadline = time.monotonic() + 30
        while not (found := http.get(f"{path}/deliveries").json()["items"]):
            assert time.monotonic() < deadline, "no delivery was queued"
            time.sleep(0.2)
        district.ids["position"] = str(found[0]["position"])
        http.post(f"{path}/disable").raise_for_status()


def absent(id_: str) -> str:
    """An id of the same shape, of nothing."""
    made = str(uuid4())
    return made[:14] + id_[14] + made[15:] if len(id_) == 36 else "987654321"


def without_request_id(answer: httpx.Response, *sent: str) -> tuple[int, dict[str, str], str]:
    """The answer without what must differ between two: the ids that were sent, and the request's own."""
    headers = {k: v for k, v in answer.headers.items() if k not in ("x-request-id", "date", "content-length")}
    text = answer.text
    if "json" in headers.get("content-type", ""):
        body = answer.json()
        if isinstance(body, dict):
            body.pop("request_id", None)
        text = json.dumps(body, sort_keys=True)
    for value in sent:
        text = text.replace(value, "(sent)")
    return answer.status_code, headers, text
