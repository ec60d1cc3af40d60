"""Every operation of the services, as their OpenAPI documents list them, and what to send to each.

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

from fastapi import FastAPI

from shared.auth.jwks import JwksCache
from shared.cli import installed_services
from shared.run.service import build_api
from shared.settings import PlatformSettings
from tests.conformance.bodies import BODIES
from tests.conformance.district import District

NDJSON = "application/x-ndjson"
SHEET = "text/csv"
TUS = "application/offset+octet-stream"
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
    "GET /readiness/v1/invitations/{invitation_id}",
    "PUT /readiness/v1/invitations/{invitation_id}/answers/{question}",
    "POST /readiness/v1/invitations/{invitation_id}/submit",
    "GET /coaching/v1/calendar-feeds/{secret}.ics",
    "GET /resources/v1/licences",
    "GET /resources/v1/licences/{licence_id}",
    "GET /resources/v1/open-directory",
    "GET /resources/v1/open-directory/{first_id}",
    "GET /resources/v1/open-found-items",
    "GET /resources/v1/open-found-items/counts",
    "GET /resources/v1/open-items",
    "GET /resources/v1/open-items/{item_id}",
    "GET /resources/v1/open-items/{item_id}/versions/{version}/parts/{part_key}/content",
    "GET /resources/v1/part-links/{link}",
}
"""All that answers to anybody, beside the documents and the pages to sign in on. A new route is none of these until
somebody writes it here.
"""

KINDS = {
    "account_id": "account", "action_id": "action", "adoption_id": "adoption",
    "agreement_id": "agreement", "amendment_id": "amendment", "assessment_id": "assessment",
    "attestation_id": "attestation", "coach_id": "coach", "concern_id": "concern", "relation_id": "relation",
    "application_id": "application", "call_id": "call", "reviewer_id": "reviewer",
    "comment_id": "library_comment", "report_id": "library_report",
    "class_id": "class", "pilot_id": "pilot", "wave": "wave", "teacher_id": "educator",
    "client_id": "client", "cohort_id": "cohort", "credential_id": "credential",
    "district_id": "district", "endpoint_id": "endpoint", "engagement_id": "engagement", "enrolment": "enrolment",
    "entry_id": "playlist_entry", "playlist_id": "playlist",
    "evidence_id": "evidence", "feed_id": "feed", "file_id": "file", "part_key": "part", "upload_id": "upload",
    "framework_id": "framework", "guardian": "guardian", "guardian_id": "guardian_person", "import_id": "import",
    "first_id": "open_item",
    "goal_id": "goal", "indicator_id": "indicator", "measurement_id": "measurement",
    "instrument_id": "instrument", "from_instrument_id": "instrument", "offer_id": "offer", "version": "version",
    "invitation_id": "invitation", "question": "question", "result": "result", "gap_id": "gap",
    "site_id": "organisation", "with": "closed_assessment",
    "item_id": "own_item", "key_id": "key", "learner": "learner", "learner_id": "learner",
    "licence_id": "licence", "link": "link", "list_id": "status_list",
    "mapping_id": "mapping", "match_id": "match", "matching_id": "matching", "meeting_id": "meeting",
    "member_id": "member", "milestone_id": "milestone", "need_id": "need",
    "new": "edition", "note_id": "note", "old": "edition", "organisation": "organisation",
    "organisation_id": "organisation", "owner_id": "district",
    "parent_id": "district_organisation", "person": "learner",
    "person_id": "learner", "plan_id": "plan", "policy_id": "policy", "position": "position", "review_id": "review",
    "search_id": "saved_search", "secret": "feed_secret", "secret_id": "secret", "series_id": "series",
    "statementId": "evidence", "subject_id": "own_item", "template_id": "template",
    "term": "term", "term_id": "term",
    "workshop_id": "workshop", "session_id": "workshop_session", "participant_id": "participant", "swap_id": "swap",
    "slot": "slot", "number": "seating",
}  # fmt: skip
"""What each parameter is an id of."""

CASE_KINDS = {
    "CFPackages": "package", "CFDocuments": "package", "CFItems": "own_item", "CFItemAssociations": "own_item",
    "CFAssociations": "CFAssociations", "CFAssociationGroupings": "CFAssociationGroupings", "CFConcepts": "CFConcepts",
    "CFItemTypes": "CFItemTypes", "CFLicenses": "CFLicenses", "CFRubrics": "CFRubrics", "CFSubjects": "CFSubjects",
}  # fmt: skip
"""What each of CASE's addresses takes an identifier of."""

_HEADERS = {
    "if-match": "*", "X-Experience-API-Version": "2.0.0", "Invitation-Secret": "{invitation_secret}",
    "tus-resumable": "1.0.0", "upload-length": "100", "upload-offset": "0", "upload-metadata": "filename YS5wZGY=",
    "x-http-method-override": "PATCH",
}  # fmt: skip
_ETAGS = {
    "POST /coaching/v1/actions/{action_id}/agree": '"1"',
    "POST /competency/v1/frameworks/{framework_id}/updates/accept": '"1"',
    "POST /partners/v1/agreements/{agreement_id}/sign": '"4"',  # drafted, signed twice, active
    "POST /readiness/v1/instruments/{instrument_id}/draft/publish": '"5"',  # published twice, begun twice
    "POST /resources/v1/own-items/{item_id}/draft/publish": '"7"',  # published twice, begun twice
    "PUT /readiness/v1/calls/{call_id}/applications/{application_id}/decision": '"1"',  # a list was made
    "POST /readiness/v1/calls/{call_id}/decisions/release": '"1"',
}
"""Where the words that were read must be named."""
_QUERIES = {
    "PUT /competency/v1/xapi/statements": f"?statementId={uuid4()}",
    "GET /readiness/v1/assessments/{assessment_id}/comparison": "?with={closed_assessment}",
}
_PARTS_OF_CLOSED = ("results", "review", "verifications", "evidence", "comments", "reopen")
_OF_CLOSED = (
    "/readiness/v1/my-verifications/",
    *(f"/readiness/v1/assessments/{{assessment_id}}/{one}" for one in _PARTS_OF_CLOSED),
)
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
        if name == "relation_id" and self.path.startswith("/coaching/v1/engagements/"):
            return "member_relation"
        if name == "action_id" and self.path.startswith("/coaching/v1/my-actions/"):
            return "own_action"
        if name == "match_id" and self.service == "coaching":
            return "coach_match"
        if name == "assessment_id" and self.path.startswith(_OF_CLOSED):
            return "closed_assessment"
        if name == "amendment_id" and self.service == "partners":
            return "amended"
        if name == "application_id" and self.path.startswith("/readiness/v1/applications/"):
            return "own_application"
        if name == "application_id" and self.path.startswith("/readiness/v1/my-reviews/"):
            return "conflicting_application" if self.path.endswith("/conflict") else "reviewed_application"
        if name == "call_id" and self.path.startswith(("/readiness/v1/open-calls/", "/readiness/v1/reviewed-calls/")):
            return self.path.split("/")[3].removesuffix("s").replace("-", "_")
        if name == "invitation_id" and self.path.startswith("/readiness/v1/my-invitations/"):
            return "own_invitation"
        if name == "invitation_id" and self.path.startswith("/readiness/v1/invitations/"):
            return "opened_invitation"
        if name == "offer_id" and self.service == "resources":
            return "library_offer"
        if name == "item_id" and self.service == "resources":
            return "open_item" if self.path.startswith("/resources/v1/open-items/") else "library_item"
        if name == "part_key" and self.path.startswith("/resources/v1/open-items/"):
            return "open_part"
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
        headers = {name: fill(value, district.ids) for name, value in _HEADERS.items() if name in taken}
        if self.label in _ETAGS:
            headers["if-match"] = _ETAGS[self.label]
        return {
            "method": self.method,
            "url": self.address(own | dict(ids or {})) + fill(_QUERIES.get(self.label, ""), district.ids),
            **self.body(BODIES.get(self.label), district, host, headers),
        }

    def body(self, template: Any, district: District, host: str, headers: dict[str, str]) -> dict[str, Any]:
        if self.takes is None:
            return {"headers": headers}
        filled = fill(template, district.ids | {"mark": district.mark, "host": host, "fresh": str(uuid4())})
        if self.takes == FORM:
            return {"headers": headers, "data": filled}
        return {"headers": headers | {"Content-Type": self.takes}, "content": self.encode(filled)}

    def encode(self, filled: Any) -> bytes:
        """The body as it is sent: a sheet and a file's bytes are text as it stands, anything else JSON."""
        return (
            filled.encode() if self.takes in (SHEET, TUS) and isinstance(filled, str) else json.dumps(filled).encode()
        )

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
    made: dict[str, FastAPI] = {}
    settings = dict.fromkeys(("AUTH_LEARNER_ID_KEY", "PARTNERS_KEY_SECRET", "COMPETENCY_KEY_SECRET"), "0" * 64)
    with mock.patch.dict(os.environ, settings):
        for name, service in installed_services().items():
            os.environ |= {f"{name.upper()}_DATABASE_URL": _NOWHERE, f"{name.upper()}_WORKER_DATABASE_URL": _NOWHERE}
            made[name] = build_api(service, PlatformSettings(), JwksCache(""))
    return made


@cache
def documents() -> dict[str, dict[str, Any]]:
    """The OpenAPI document of each service, by the service's name."""
    found: dict[str, dict[str, Any]] = json.loads(json.dumps({name: app.openapi() for name, app in apps().items()}))
    return found


@cache
def operations() -> tuple[Operation, ...]:
    return tuple(_listed())


def _listed() -> Iterator[Operation]:
    for service, document in documents().items():
        for path, methods in document["paths"].items():
            for method in _METHODS:
                if method in methods:
                    yield Operation(service, method.upper(), path, methods[method])
