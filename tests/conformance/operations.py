"""Every operation of the four services, as their OpenAPI documents list them, and what to send to each.

The documents are built from the code without starting anything, so that pytest can make a test of each operation;
`test_other_district` sees to it that a running platform serves the very same.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from unittest import mock
from uuid import uuid4

from shared.auth import KeyRing
from shared.cli import installed_services
from shared.service import build_api
from shared.settings import PlatformSettings
from tests.conformance.world import OBSERVED_AT, District, own_framework

NDJSON = "application/x-ndjson"
FORM = "application/x-www-form-urlencoded"
STREAM = "/dashboards/v1/stream"
_METHODS = ("get", "put", "post", "delete", "patch")
_NOWHERE = "postgresql://nobody@127.0.0.1:1/nowhere"

PUBLIC = {
    "GET /.well-known/jwks.json",
    "GET /.well-known/oauth-authorization-server",
    "POST /oauth/token",
    "POST /partners/v1/session",
    "GET /ims/case/v1p1/discovery/imscasev1p1_openapi3_v1p0.json",
    "POST /partners/v1/session/end",
    "GET /partners/v1/session/renew",
}
"""All that answers to anybody, beside the documents and the pages to sign in on. A new route is none of these until
somebody writes it here.
"""

KINDS = {
    "account_id": "account", "agreement_id": "agreement", "class_id": "class", "client_id": "client",
    "collection": "collection", "district_id": "district", "endpoint_id": "endpoint", "enrolment": "enrolment",
    "evidence_id": "evidence", "framework_id": "framework", "guardian": "guardian", "guardian_id": "guardian_person",
    "item_id": "own_item", "match_id": "match", "new": "edition", "old": "edition",
    "learner": "learner", "learner_id": "learner", "organisation": "organisation",
    "organisation_id": "organisation", "parent_id": "district_organisation", "person": "learner",
    "person_id": "learner", "policy_id": "policy", "position": "position", "secret_id": "secret", "term": "term",
    "subject_id": "own_item", "term_id": "term",
}  # fmt: skip
"""What each parameter is an id of."""

CASE_KINDS = {
    "CFPackages": "package", "CFDocuments": "package", "CFItems": "own_item", "CFItemAssociations": "own_item",
    "CFAssociations": "CFAssociations", "CFAssociationGroupings": "CFAssociationGroupings", "CFConcepts": "CFConcepts",
    "CFItemTypes": "CFItemTypes", "CFLicenses": "CFLicenses", "CFRubrics": "CFRubrics", "CFSubjects": "CFSubjects",
}  # fmt: skip
"""What each of CASE's addresses takes an identifier of."""

_PERSON = {"given_name": "Given {mark}", "family_name": "Family {mark}", "roles": ["learner"],
           "organisation_ids": ["{organisation}"]}  # fmt: skip
_CLASS = {"title": "Class {mark}", "organisation_id": "{organisation}", "term_id": "{term}"}
_SCHOOL = {"name": "School {mark}", "kind": "school", "parent_id": "{district_organisation}"}
_TERM = {"title": "Term {mark}", "starts_on": "2026-08-01", "ends_on": "2027-06-30"}
_ENROLMENT = {"person_id": "{learner}", "class_id": "{class}", "role": "learner"}
_GUARDIAN = {"learner_id": "{learner}", "guardian_id": "{guardian_person}", "relation": "aunt {mark}"}
_EVIDENCE = {"learner_id": "{learner}", "item_id": "{item}", "score": 3, "observed_at": OBSERVED_AT,
             "source": "task {mark}"}  # fmt: skip

BODIES: dict[str, Any] = {
    "POST /competency/v1/evidence": _EVIDENCE,
    "POST /competency/v1/evidence/batch": _EVIDENCE | {"external_id": "{fresh}"},
    "POST /competency/v1/evidence/{evidence_id}/void": {"reason": "entered twice, {mark}"},
    "POST /competency/v1/evidence/{evidence_id}/correct": {
        "score": 2, "observed_at": OBSERVED_AT, "source": "task {mark}", "reason": "another learner's, {mark}",
    },
    "POST /competency/v1/policies": {
        "level": "item", "subject_id": "{own_item}", "policy": {"method": "latest", "mastery": 3},
    },
    "POST /competency/v1/policies/{policy_id}/activate": {"effective_from": "2031-01-01T00:00:00Z"},
    "POST /competency/v1/crosswalks": {"origin_item_id": "{own_item}", "destination_item_id": "{item}",
                                       "match_type": "isPartOf"},
    "POST /competency/v1/frameworks": {"title": "Framework {fresh}", "creator": "{mark}"},
    "POST /competency/v1/frameworks/import": own_framework("conformance"),
    "POST /competency/v1/frameworks/import-csv": "statement",
    "POST /competency/v1/frameworks/pull": {"url": "https://127.0.0.1/{mark}"},
    "PATCH /competency/v1/frameworks/{framework_id}": {"notes": "of {mark}"},
    "POST /competency/v1/frameworks/{framework_id}/adapt": {"creator": "{mark}"},
    "POST /competency/v1/frameworks/{framework_id}/items": {"full_statement": "Statement {fresh}"},
    "PATCH /competency/v1/frameworks/{framework_id}/items/{item_id}": {"notes": "of {mark}"},
    "POST /competency/v1/frameworks/{framework_id}/items/{item_id}/move": {"parent_id": None},
    "POST /competency/v1/frameworks/{framework_id}/updates/accept": {"edition": 1, "items": []},
    "POST /oauth/token": {"grant_type": "client_credentials"},
    "POST /partners/v1/accounts": {"user_name": "leader-{fresh}", "role": "learner", "person_id": "{learner}"},
    "PATCH /partners/v1/accounts/{account_id}": {"role": "leader", "person_id": "{learner}"},
    "POST /partners/v1/agreements": {
        "discloser_id": "{district}", "recipient_id": "{host}", "purpose": "Coaching {mark}",
        "granularity": "aggregate", "starts_on": "2026-09-01", "expires_on": "2031-01-01",
    },
    "PATCH /partners/v1/agreements/{agreement_id}": {"purpose": "Coaching {mark}"},
    "POST /partners/v1/clients": {"name": "Client {mark}", "scopes": ["rostering.read"]},
    "PATCH /partners/v1/clients/{client_id}": {"name": "Client {mark}"},
    "POST /partners/v1/clients/{client_id}/secrets/{secret_id}/expire": {"after_seconds": 3600},
    "POST /partners/v1/districts": {"name": "District {fresh}"},
    "PATCH /partners/v1/districts/{district_id}": {"minimum_group": 10},
    "POST /partners/v1/session": {"user_name": "nobody", "password": "nothing"},
    "POST /partners/v1/session/password": {"current": "nothing", "new": "nothing"},
    "POST /partners/v1/webhooks": {"url": "http://127.0.0.1:9/{mark}"},
    "PATCH /partners/v1/webhooks/{endpoint_id}": {"kinds": ["mastery.changed"]},
    "POST /partners/v1/webhooks/{endpoint_id}/replay": {"after": 0},
    "POST /rostering/v1/classes": _CLASS,
    "PUT /rostering/v1/classes/{class_id}": _CLASS,
    "POST /rostering/v1/enrolments": _ENROLMENT,
    "PUT /rostering/v1/enrolments/{enrolment}": _ENROLMENT,
    "POST /rostering/v1/guardians": _GUARDIAN,
    "PUT /rostering/v1/guardians/{guardian}": _GUARDIAN,
    "POST /rostering/v1/organisations": _SCHOOL,
    "PUT /rostering/v1/organisations/{organisation}": _SCHOOL,
    "POST /rostering/v1/people": _PERSON,
    "PUT /rostering/v1/people/{person}": _PERSON,
    "POST /rostering/v1/terms": _TERM,
    "PUT /rostering/v1/terms/{term}": _TERM,
    "POST /rostering/v1/{collection}/bulk": _PERSON | {"source": "sis {mark}", "sourced_id": "{mark}-{fresh}"},
}  # fmt: skip
"""A body that each operation takes. `{kind}` stands for the id of that kind, `{fresh}` for what was never
sent before.
"""

_OF_ADAPTATIONS = tuple(f"/competency/v1/frameworks/{{framework_id}}/{one}" for one in ("lineage", "updates"))
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Operation:
    """One method of one path."""

    service: str
    method: str
    path: str
    document: Mapping[str, Any]

    @property
    def label(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def public(self) -> bool:
        return self.label in PUBLIC

    @property
    def takes(self) -> str | None:
        """The media type of its body, where it has one."""
        return next(iter(self.document.get("requestBody", {}).get("content", {})), None)

    def parameters(self, place: str) -> list[Mapping[str, Any]]:
        return [p for p in self.document.get("parameters", []) if p["in"] == place]

    @property
    def path_names(self) -> list[str]:
        return _PLACE.findall(self.path)

    def kind(self, name: str) -> str:
        if name == "sourcedId":
            return CASE_KINDS[self.path.split("/")[4]]
        if name == "framework_id" and self.path.startswith(_OF_ADAPTATIONS):
            return "adaptation"
        return KINDS[name]

    def address(self, ids: Mapping[str, str]) -> str:
        """The path with these ids, by the names of its parameters."""
        return _PLACE.sub(lambda place: ids[place[1]], self.path)

    def request(self, district: District, host: str, ids: Mapping[str, str] | None = None) -> dict[str, Any]:
        """What to send as this district, to things of its own but for `ids`; for httpx's `request`."""
        own = {name: district.ids[self.kind(name)] for name in self.path_names}
        headers = {"If-Match": "*"} if any(p["name"] == "if-match" for p in self.parameters("header")) else {}
        return {
            "method": self.method,
            "url": self.address(own | dict(ids or {})),
            **self.body(BODIES.get(self.label), district, host, headers),
        }

    def body(self, template: Any, district: District, host: str, headers: dict[str, str]) -> dict[str, Any]:
        if self.takes is None:
            return {"headers": headers}
        filled = fill(template, district.ids | {"mark": district.mark, "host": host, "fresh": str(uuid4())})
        if self.takes == FORM:
            return {"headers": headers, "data": filled}
        return {"headers": headers | {"Content-Type": self.takes}, "content": json.dumps(filled).encode()}

    def __repr__(self) -> str:
        return self.label


def fill(template: Any, values: Mapping[str, str]) -> Any:
    if isinstance(template, str):
        return _PLACE.sub(lambda place: values[place[1]], template)
    if isinstance(template, Mapping):
        return {key: fill(value, values) for key, value in template.items()}
    return [fill(value, values) for value in template] if isinstance(template, list) else template


@cache
def documents() -> dict[str, dict[str, Any]]:
    """The OpenAPI document of each service, by the service's name."""
    made = {}
    settings = {"AUTH_LEARNER_ID_KEY": "0" * 64, "PARTNERS_KEY_SECRET": "0" * 64}
    with mock.patch.dict(os.environ, settings):
        for name, service in installed_services().items():
            os.environ |= {f"{name.upper()}_DATABASE_URL": _NOWHERE, f"{name.upper()}_WORKER_DATABASE_URL": _NOWHERE}
            made[name] = build_api(service, PlatformSettings(), KeyRing("")).openapi()
    return json.loads(json.dumps(made))


@cache
def operations() -> tuple[Operation, ...]:
    return tuple(_listed())


def _listed() -> Iterator[Operation]:
    for service, document in documents().items():
        for path, methods in document["paths"].items():
            for method in _METHODS:
                if method in methods:
                    yield Operation(service, method.upper(), path, methods[method])
