"""One of everything of competency's in a district, its own mark on each."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid5

import httpx

from competency.credentials.rules.envelope import opened
from demo import framework

if TYPE_CHECKING:
    from tests.conformance.district import District

OBSERVED_AT = "2026-11-01T10:00:00Z"


@dataclass
class CompetencySeeding:
    """Makes what competency keeps, through the public routes."""

    http: httpx.Client
    district: "District"
    host: "District"

    def post(self, path: str, body: Any = None, *, status: Iterable[int] = (200, 201, 202), **more: Any) -> Any:
        answer = self.http.post(path, json=body, **more)
        assert answer.status_code in status, f"{path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def add(self, kind: str, collection: str, body: Mapping[str, Any]) -> None:
        mark = self.district.mark
        named = {**body, "identifiers": [{"source": f"sis {mark}", "sourced_id": f"{mark}-{kind}"}]}
        self.district.ids[kind] = self.post(f"/rostering/v1/{collection}", named)["id"]

    def frameworks(self) -> None:
        """The demo framework, which both hold, and a small one of the district's own."""
        self.post("/competency/v1/frameworks/import", framework.package())
        own = own_framework(self.district.mark)
        made = self.post("/competency/v1/frameworks/import", own)
        self.district.ids["framework"] = made["framework_id"]
        self.district.ids["package"] = own["CFDocument"]["identifier"]
        self.district.ids["own_item"] = own["CFItems"][0]["identifier"]
        self.district.ids["item"] = framework.identifier(next(iter(framework.targets())).code)
        self.district.ids["edition"] = "1"
        for kind, (one,) in (own["CFDefinitions"] | {k: own[k] for k in ("CFAssociations", "CFRubrics")}).items():
            self.district.ids[kind] = one["identifier"]
        ends = {"origin_item_id": self.district.ids["own_item"], "destination_item_id": self.district.ids["item"]}
        match = self.post("/competency/v1/crosswalks", ends | {"match_type": "isRelatedTo"})
        self.district.ids["match"] = match["match_id"]
        self.criterion(f"/competency/v1/frameworks/{made['framework_id']}/items")
        self._import_in_the_background()
        adapted = self.post(f"/competency/v1/frameworks/{made['framework_id']}/adapt", {"creator": self.district.mark})
        self.district.ids["adaptation"] = adapted["framework_id"]

    def criterion(self, items: str) -> None:
        """Of an item with a child, which no evidence is about."""
        parent = self.post(items, {"full_statement": f"Parent {self.district.mark}"})["item_id"]
        self.post(items, {"full_statement": f"Child {self.district.mark}", "parent_id": parent})
        path = f"/competency/v1/items/{parent}/criterion"
        self.http.put(path, json={"rule": "all"}, headers={"If-Match": '"0"'}).raise_for_status()
        self.district.ids["own_parent"] = parent

    def _import_in_the_background(self) -> None:
        path = "/competency/v1/frameworks/import"
        made = self.post(path, own_framework(f"{self.district.mark} later"), headers={"Prefer": "respond-async"})
        self.district.ids["import"] = made["import_id"]
        deadline = time.monotonic() + 30
        while self.http.get(f"/competency/v1/imports/{made['import_id']}").json()["state"] != "done":
            assert time.monotonic() < deadline, "the package was not imported"
            time.sleep(0.2)

    def evidence(self) -> None:
        ids, mark = self.district.ids, self.district.mark
        for kind, item, score in (
            ("evidence", ids["item"], 4), ("own_evidence", ids["own_item"], 3), ("wrong_evidence", ids["own_item"], 2),
        ):  # fmt: skip
            piece = {
                "learner_id": ids["learner"], "item_id": item, "score": score, "observed_at": OBSERVED_AT,
                "source": f"task {mark}", "external_id": f"{mark}-{kind}",
            }  # fmt: skip
            ids[kind] = self.post("/competency/v1/evidence", piece)["evidence_id"]
        activity = {"activity_id": f"https://{mark}.example/quiz", "item_id": ids["own_item"]}
        ids["mapping"] = self.post("/competency/v1/xapi/activities", activity)["mapping_id"]

    def policies(self) -> None:
        """One in force for the district's own item: evidence counts as it did, and there is a recalculation."""
        policy = {"level": "item", "subject_id": self.district.ids["own_item"], "policy": {"method": "highest"}}
        made = self.post("/competency/v1/policies", policy)
        path = f"/competency/v1/policies/{made['policy_id']}"
        self.post(f"{path}/activate", {})
        deadline = time.monotonic() + 30
        while self.http.get(f"{path}/recalculation").json()["state"] != "done":
            assert time.monotonic() < deadline, "the results were not determined anew"
            time.sleep(0.2)
        self.district.ids["policy"] = made["policy_id"]

    def amendments(self, leader: str) -> None:
        """A request that waits for its decision, and one that was accepted by a leader with this token."""
        ids, mark = self.district.ids, self.district.mark
        for kind, evidence in (("amendment", "own_evidence"), ("amended", "wrong_evidence")):
            asked = {
                "contested": [{"evidence_id": ids[evidence]}], "wrong": f"of {mark}", "should_be": f"of {mark}",
                "on_behalf": {"asked_as": "parent", "received_on": datetime.now(UTC).date().isoformat()},
            }  # fmt: skip
            made = self.post(f"/competency/v1/learners/{ids['learner']}/amendments", asked)
            ids[kind] = made["amendment_id"]
        accepted = {
            "outcome": "accepted", "amended": [{"evidence_id": ids["wrong_evidence"]}], "reasons": f"of {mark}",
        }  # fmt: skip
        headers = {"Authorization": f"Bearer {leader}"}
        self.post(f"/competency/v1/amendments/{ids['amended']}/decision", accepted, headers=headers)

    def credentials(self) -> None:
        """A record of what the learner has mastered, the key that signed it and the list that will say if it holds."""
        made = self.post(f"/competency/v1/learners/{self.district.ids['learner']}/credentials", {"kind": "record"})
        said = opened(made["token"])
        self.district.ids |= {
            "credential": made["credential_id"],
            "key": said.header["kid"].rpartition("#")[2],
            "status_list": said.claims["credentialStatus"]["statusListCredential"].rpartition("/")[2],
        }

    def plans(self) -> None:
        ids, mark = self.district.ids, self.district.mark
        year = {"first_day": "2026-08-01", "last_day": "2027-06-30"}
        plan = year | {"goals": [{"words": f"Goal {mark}"}], "items": [{"item_id": ids["item"]}]}
        ids["plan"] = self.post(f"/competency/v1/learners/{ids['learner']}/plans", plan)["plan_id"]
        template = {"title": f"Template {mark}", "items": [{"item_id": ids["own_item"]}]}
        ids["template"] = self.post("/competency/v1/plan-templates", template)["template_id"]
        path = f"/competency/v1/plan-templates/{ids['template']}/cohorts"
        ids["cohort"] = self.post(path, year | {"learners": [ids["learner"]]})["cohort_id"]


def own_framework(mark: str) -> dict[str, Any]:
    """One document, one item, both with the mark in their titles."""

    def node(kind: str) -> dict[str, str]:
        identifier = str(uuid5(framework.NAMESPACE, f"{mark}/{kind}"))
        return {
            "identifier": identifier, "uri": f"https://case.example/{kind}/{identifier}",
            "lastChangeDateTime": "2026-07-01T00:00:00Z",
        }  # fmt: skip

    document = node("CFDocuments") | {"title": f"Framework {mark}", "creator": mark, "caseVersion": "1.1"}
    link = {key: document[key] for key in ("identifier", "uri", "title")}
    item = node("CFItems") | {"fullStatement": f"Statement {mark}", "CFItemType": "Learning Target",
                              "CFDocumentURI": link}  # fmt: skip
    child = node("CFAssociations") | {
        "associationType": "isChildOf", "originNodeURI": {k: item[k] for k in ("identifier", "uri")} | {"title": "i"},
        "destinationNodeURI": link, "CFDocumentURI": link,
    }  # fmt: skip
    said = {"title": mark, "description": mark}
    coded = {kind: [node(kind) | said | {"hierarchyCode": "1"}] for kind in ("CFConcepts", "CFSubjects", "CFItemTypes")}
    return {
        "CFDocument": document, "CFItems": [item], "CFAssociations": [child],
        "CFDefinitions": coded | {
            "CFLicenses": [node("CFLicenses") | {"title": mark, "licenseText": mark}],
            "CFAssociationGroupings": [node("CFAssociationGroupings") | said],
        },
        "CFRubrics": [node("CFRubrics") | said],
    }  # fmt: skip
