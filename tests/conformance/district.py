"""A district with one of everything in it, made through the public routes, its own mark on each."""

from dataclasses import dataclass, field
from typing import Any

from demo.state import Client
from tests.conformance.library_seeding import LibrarySeeding


@dataclass
class District:
    """A district: its marks are in names, titles, words and sources; `ids` are by kind, all of things that exist."""

    mark: str
    client: Client
    token: str
    ids: dict[str, str] = field(default_factory=dict)

    @property
    def authorization(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def marks(self) -> list[str]:
        """What no other district may ever read: the mark, and every id but those that parties know of each other and
        numbers, which are everybody's.
        """
        return [self.mark, *(i for kind, i in self.ids.items() if kind not in KNOWN_TO_PARTIES and not i.isdigit())]


KNOWN_TO_PARTIES = {
    "home",
    "district",
    "shared_agreement",
    "item",
    "own_item",
    "position",
    "edition",
    "key",
    "licence",
    "link",
    "status_list",
    "offer",
    "offered_instrument",
    "version",
    "question",
    "result",
    "applied_call",
    "open_call",
    "open_item",
    "open_part",
    "adapted_item",
    "adoptable",
}
"""Licences are everybody's. Districts are listed to all, publish what verifies their credentials, offer instruments,
open items and open calls to all; the parties of an agreement read it, and the items whose mastery it discloses.
"""


class Seeding(LibrarySeeding):
    """Makes one of everything in a district, through the public routes."""

    def all(self) -> None:
        self.partners()
        self.roster()
        self.frameworks()
        self.evidence()
        self.policies()
        self.credentials()
        self.plans()
        self.coaches()
        self.pilots()
        self.goals()
        self.instruments()
        self.assessments()
        self.results()
        self.calls()
        self.engagements()
        self.matchings()
        self.meetings()
        self.library()

    def roster(self) -> None:
        mark, ids = self.district.mark, self.district.ids
        self.add("district_organisation", "organisations", {"name": f"Schools of {mark}", "kind": "district"})
        self.add(
            "organisation", "organisations",
            {"name": f"School {mark}", "kind": "school", "parent_id": ids["district_organisation"]},
        )  # fmt: skip
        term = {"title": f"Autumn {mark}", "starts_on": "2026-08-01", "ends_on": "2031-06-30"}
        self.add("term", "terms", term)
        self.add(
            "class", "classes",
            {"title": f"Class {mark}", "organisation_id": ids["organisation"], "term_id": ids["term"]},
        )  # fmt: skip
        for kind, role in (
            ("learner", "learner"), ("other_learner", "learner"), ("guardian_person", "guardian"),
            ("educator", "educator"), ("coaching_person", "educator"),
        ):  # fmt: skip
            person = {
                "given_name": f"Given {mark}", "family_name": f"Family {mark} {kind}", "roles": [role],
                "organisation_ids": [ids["organisation"]],
            }  # fmt: skip
            self.add(kind, "people", person)
        self.add(
            "enrolment", "enrolments",
            {"person_id": ids["learner"], "class_id": ids["class"], "role": "learner"},
        )  # fmt: skip
        self.add(
            "educator_enrolment", "enrolments",
            {"person_id": ids["educator"], "class_id": ids["class"], "role": "educator"},
        )  # fmt: skip
        self.add(
            "guardian", "guardians",
            {"learner_id": ids["learner"], "guardian_id": ids["guardian_person"], "relation": f"aunt {mark}"},
        )  # fmt: skip

    def partners(self) -> None:
        ids, mark = self.district.ids, self.district.mark
        ids["district"] = self.district.client.district_id
        ids["licence"] = "CC-BY-4.0"
        made = self.post("/partners/v1/clients", {"name": f"Client {mark}", "scopes": ["rostering.read"]})
        ids["client"] = made["client_id"]
        client = self.http.get(f"/partners/v1/clients/{ids['client']}").json()
        ids["secret"] = client["secrets"][0]["secret_id"]
        account = {"user_name": f"leader@{mark}", "role": "leader"}
        ids["account"] = self.post("/partners/v1/accounts", account)["account_id"]
        endpoint = {"url": f"http://127.0.0.1:9/{mark}", "kinds": ["mastery.changed", "mastery.disclosed"]}
        ids["endpoint"] = self.post("/partners/v1/webhooks", endpoint)["endpoint_id"]
        ids["agreement"] = self.post("/partners/v1/agreements", self.agreement())["agreement_id"]

    def agreement(self) -> dict[str, Any]:
        return {
            "discloser_id": self.district.client.district_id, "recipient_id": self.host.client.district_id,
            "purpose": f"Coaching for {self.district.mark}", "granularity": "aggregate",
            "starts_on": "2026-09-01", "expires_on": "2031-01-01",
        }  # fmt: skip
