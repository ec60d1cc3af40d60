"""Every operation of the services, as their OpenAPI documents list them, and what to send to each.

The documents are built from the code without starting anything, so that pytest can make a test of each operation;
`test_other_district` sees to it that a running platform serves the very same.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any
from unittest import mock
from uuid import uuid4

from fastapi import FastAPI

from shared.auth.jwks import KeyRing
from shared.cli import installed_services
from shared.run.service import build_api
from shared.settings import PlatformSettings
from tests.conformance.district import OBSERVED_AT, District, own_framework

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
    "GET /competency/v1/credentials/verify",
    "POST /competency/v1/credentials/verify",
    "GET /competency/v1/issuers/{district_id}/did.json",
    "GET /competency/v1/issuers/{district_id}/jwks.json",
    "GET /competency/v1/issuers/{district_id}/status/{list_id}",
}
"""All that answers to anybody, beside the documents and the pages to sign in on. A new route is none of these until
somebody writes it here.
"""

KINDS = {
    "account_id": "account", "agreement_id": "agreement", "amendment_id": "amendment", "class_id": "class",
    "client_id": "client", "cohort_id": "cohort", "credential_id": "credential",
    "district_id": "district", "endpoint_id": "endpoint", "enrolment": "enrolment", "evidence_id": "evidence",
    "framework_id": "framework", "guardian": "guardian", "guardian_id": "guardian_person", "import_id": "import",
    "item_id": "own_item", "key_id": "key", "learner": "learner", "learner_id": "learner", "list_id": "status_list",
    "mapping_id": "mapping", "match_id": "match", "new": "edition", "old": "edition", "organisation": "organisation",
    "organisation_id": "organisation", "parent_id": "district_organisation", "person": "learner",
    "person_id": "learner", "plan_id": "plan", "policy_id": "policy", "position": "position", "review_id": "review",
    "secret_id": "secret", "statementId": "evidence", "subject_id": "own_item", "template_id": "template",
    "term": "term", "term_id": "term",
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

_AMENDMENT = "/competency/v1/amendments/{amendment_id}"
_REASONS = {"reasons": "of {mark}"}

_YEAR = {"first_day": "2026-08-01", "last_day": "2027-06-30"}
_TEMPLATE = {
    "title": "Template {mark}",
    "items": [{"item_id": "{item}"}],
    "projects": [{"title": "Project {mark}"}],
}
_PLANS = "/competency/v1/learners/{learner}/plans"
_REVIEWS = "/competency/v1/reviews/{review_id}"
_STATEMENT = {"actor": {"account": {"homePage": "{home}", "name": "{learner}"}},
              "verb": {"id": "http://adlnet.gov/expapi/verbs/scored"}, "object": {"id": "urn:uuid:{item}"},
              "result": {"score": {"scaled": 0.5}}, "timestamp": OBSERVED_AT}  # fmt: skip

BODIES: dict[str, Any] = {
    "PUT /competency/v1/amendment-rules": {"decide_days": 45},
    "POST /competency/v1/learners/{learner}/amendments": {
        "contested": [{"item_id": "{item}"}], "wrong": "of {mark}", "should_be": "of {mark}",
        "on_behalf": {"asked_as": "parent", "received_on": datetime.now(UTC).date().isoformat()},
    },
    f"POST {_AMENDMENT}/decision": {"outcome": "refused"} | _REASONS,
    f"POST {_AMENDMENT}/hearing/day": {"hearing_on": "2031-01-01", "officer": "{guardian_person}"},
    f"POST {_AMENDMENT}/hearing/decision": {"outcome": "upheld", "summary": "of {mark}"} | _REASONS,
    f"POST {_AMENDMENT}/statement": {"statement": "of {mark}"},
    f"POST {_PLANS}": _YEAR | {"goals": [{"words": "Goal {mark}"}], "items": [{"item_id": "{item}"}]},
    f"PATCH {_PLANS}/{{plan_id}}": {"changes": [{"do": "add", "kind": "goal", "words": "Goal {mark}"}]},
    "POST /competency/v1/plan-templates": _TEMPLATE,
    "PUT /competency/v1/plan-templates/{template_id}": _TEMPLATE,
    "POST /competency/v1/plan-templates/{template_id}/cohorts": _YEAR | {"class_id": "{class}"},
    "POST /competency/v1/learners/{learner}/pace/by-hand": {"status": "on", "until": "2027-01-31", "words": "{mark}"},
    "PUT /competency/v1/planning-rules": {"reviews": {"asked": 5}},
    "POST /competency/v1/learners/{learner}/reviews": {"item_id": "{item}", "words": "Ready {mark}"},
    f"POST {_REVIEWS}/ask-again": {"words": "Again {mark}"},
    f"POST {_REVIEWS}/decide": {"evidence": [{"score": 3}], "words": "Seen {mark}"},
    f"POST {_REVIEWS}/return": {"words": "Not yet {mark}"},
    "POST /competency/v1/evidence": _EVIDENCE,
    "POST /competency/v1/evidence/batch": _EVIDENCE | {"external_id": "{fresh}"},
    "POST /competency/v1/evidence/csv": "item_id",
    "POST /competency/v1/xapi/activities": {"activity_id": "https://{mark}.example/{fresh}", "item_id": "{item}"},
    "POST /competency/v1/xapi/statements": _STATEMENT | {"id": "{fresh}"},
    "PUT /competency/v1/xapi/statements": _STATEMENT,
    "POST /competency/v1/evidence/{evidence_id}/void": {"reason": "entered twice, {mark}"},
    "POST /competency/v1/evidence/{evidence_id}/correct": {
        "score": 2, "observed_at": OBSERVED_AT, "source": "task {mark}", "reason": "another learner's, {mark}",
    },
    "POST /competency/v1/learners/{learner}/credentials": {"kind": "record"},
    "POST /competency/v1/learners/{learner}/credentials/{credential_id}/revoke": {"reason": "mistaken, {mark}"},
    "POST /competency/v1/issuer/keys": {"algorithm": "EdDSA"},
    "POST /competency/v1/credentials/verify": {"credential": "{mark}"},
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
    "PUT /competency/v1/frameworks/{framework_id}/items/{item_id}/prerequisites": {"items": []},
    "PUT /competency/v1/frameworks/{framework_id}/levels": {"levels": [{"label": "{mark}", "value": 1}]},
    "PUT /competency/v1/items/{item_id}/criterion": {"rule": "any"},
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
    **{
        f"POST /rostering/v1/{collection}/bulk": line | {"source": "sis {mark}", "sourced_id": "{mark}-{fresh}"}
        for collection, line in (
            ("classes", _CLASS), ("enrolments", _ENROLMENT), ("guardians", _GUARDIAN), ("organisations", _SCHOOL),
            ("people", _PERSON), ("terms", _TERM),
        )
    },
}  # fmt: skip
"""A body that each operation takes. `{kind}` stands for the id of that kind, `{fresh}` for what was never
sent before.
"""

OF_PEOPLE = {
    "POST /competency/v1/learners/{learner}/pace/by-hand": "educator",
    "POST /competency/v1/learners/{learner}/reviews": "learner",
    **{f"POST {_REVIEWS}/{move}": "educator" for move in ("take", "give-back", "return", "decide")},
    **{f"POST {_REVIEWS}/{move}": "learner" for move in ("ask-again", "withdraw")},
    **{f"POST {_AMENDMENT}/{act}": "leader" for act in ("review", "decision", "hearing/day", "hearing/decision")},
}
"""What only people do themselves, and in which role."""

_HEADERS = {"if-match": "*", "X-Experience-API-Version": "2.0.0"}
_ETAGS = {
    "POST /competency/v1/frameworks/{framework_id}/updates/accept": '"1"',
    "POST /partners/v1/agreements/{agreement_id}/sign": '"4"',  # drafted, signed twice, active
}
"""Where the words that were read must be named."""
_QUERIES = {"PUT /competency/v1/xapi/statements": f"?statementId={uuid4()}"}
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
        if name == "amendment_id" and self.service == "partners":
            return "amended"
        if name == "item_id" and self.path.startswith("/competency/v1/items/"):
            return "own_parent"
        return KINDS[name]

    def address(self, ids: Mapping[str, str]) -> str:
        """The path with these ids, by the names of its parameters."""
        return _PLACE.sub(lambda place: ids[place[1]], self.path)

    def request(self, district: District, host: str, ids: Mapping[str, str] | None = None) -> dict[str, Any]:
        """What to send as this district, to things of its own but for `ids`; for httpx's `request`."""
        own = {name: district.ids[self.kind(name)] for name in self.path_names}
        taken = {p["name"] for p in self.parameters("header")}
        headers = {name: value for name, value in _HEADERS.items() if name in taken}
        if self.label in _ETAGS:
            headers["if-match"] = _ETAGS[self.label]
        return {
            "method": self.method,
            "url": self.address(own | dict(ids or {})) + _QUERIES.get(self.label, ""),
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
def apps() -> dict[str, FastAPI]:
    """The app of each service, by the service's name; none is started."""
    made = {}
    settings = dict.fromkeys(("AUTH_LEARNER_ID_KEY", "PARTNERS_KEY_SECRET", "COMPETENCY_KEY_SECRET"), "0" * 64)
    with mock.patch.dict(os.environ, settings):
        for name, service in installed_services().items():
            os.environ |= {f"{name.upper()}_DATABASE_URL": _NOWHERE, f"{name.upper()}_WORKER_DATABASE_URL": _NOWHERE}
            made[name] = build_api(service, PlatformSettings(), KeyRing(""))
    return made


@cache
def documents() -> dict[str, dict[str, Any]]:
    """The OpenAPI document of each service, by the service's name."""
    return json.loads(json.dumps({name: app.openapi() for name, app in apps().items()}))


@cache
def operations() -> tuple[Operation, ...]:
    return tuple(_listed())


def _listed() -> Iterator[Operation]:
    for service, document in documents().items():
        for path, methods in document["paths"].items():
            for method in _METHODS:
                if method in methods:
                    yield Operation(service, method.upper(), path, methods[method])
