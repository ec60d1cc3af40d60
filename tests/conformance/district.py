"""A district with one of everything in it, made through the public routes, its own mark on each."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from demo.state import Client
from tests.conformance.competency_seeding import CompetencySeeding
from tests.conformance.meeting_pieces import meeting, weekly_meeting
from tests.conformance.pilot_pieces import gate, pilot, wave_plan


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
    "status_list",
    "offer",
    "offered_instrument",
    "version",
    "question",
    "result",
    "applied_call",
    "open_call",
}
"""Districts are listed to all, publish what verifies their credentials, offer instruments and open calls to all; the
parties of an agreement read it, and the items whose mastery it discloses.
"""


class Seeding(CompetencySeeding):
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

    def add(self, kind: str, collection: str, body: Mapping[str, Any]) -> None:
        mark = self.district.mark
        named = {**body, "identifiers": [{"source": f"sis {mark}", "sourced_id": f"{mark}-{kind}"}]}
        self.district.ids[kind] = self.post(f"/rostering/v1/{collection}", named)["id"]

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

    def coaches(self) -> None:
        """A student who coaches and a member of staff, of one household; the educator reads a concern about them."""
        ids, path, by = self.district.ids, "/coaching/v1", {"If-Match": "*"}
        ids["coach"] = self.post(f"{path}/coaches", coach(ids["other_learner"]))["coach_id"]
        ids["other_coach"] = self.post(f"{path}/coaches", coach(ids["guardian_person"]) | {"kind": "staff"})["coach_id"]
        identity = {"kind": "identity", "valid_from": "2026-09-01", "reference": f"of {self.district.mark}"}
        attested = self.post(f"{path}/coaches/{ids['coach']}/attestations", identity)
        ids["attestation"] = attested["attestation_id"]
        related = {"coach_ids": [ids["coach"], ids["other_coach"]], "kind": "household"}
        ids["relation"] = self.post(f"{path}/relations", related)["relation_id"]
        people = {"person_ids": [ids["educator"]]}
        self.http.put(f"{path}/safeguarding-people", json=people, headers=by).raise_for_status()
        concern = {"words": f"of {self.district.mark}", "coach_ids": [ids["coach"]]}
        ids["concern"] = self.post(f"{path}/my-concerns", concern)["concern_id"]

    def pilots(self) -> None:
        """One of which the first wave is open, with the educator in it."""
        ids = self.district.ids
        ids["pilot"] = self.post("/coaching/v1/pilots", pilot(self.district.mark))["pilot_id"]
        ids["wave"] = "1"
        wave, by = f"/coaching/v1/pilots/{ids['pilot']}/waves/1", {"If-Match": "*"}
        asked = {"person_id": ids["educator"], "school_id": ids["organisation"], "opt_in": "yes"}
        plan = wave_plan(self.district.mark, ids["organisation"])
        self.http.patch(wave, json=plan, headers=by).raise_for_status()
        self.http.put(f"{wave}/teachers", json={"teachers": [asked]}, headers=by).raise_for_status()
        self.http.put(f"{wave}/gate", json=gate(self.district.mark), headers=by).raise_for_status()
        for move in ("lock", "open"):
            self.post(f"{wave}/{move}", headers=by)
        self.post(f"{wave}/measurements", {"measure": "families", "value": 60, "n": 40})

    def goals(self) -> None:
        """A rallying cry, and a goal that is published and measured."""
        ids, path, by = self.district.ids, "/coaching/v1", {"If-Match": "*"}
        words = {"words": f"of {self.district.mark}"}
        self.http.put(f"{path}/rallying-cry", json=words, headers=by).raise_for_status()
        ids["goal"] = self.post(f"{path}/goals", {"kind": "engagement"} | words)["goal_id"]
        of_it = f"{path}/goals/{ids['goal']}"
        ids["indicator"] = self.post(f"{of_it}/indicators", indicator(self.district.mark))["indicator_id"]
        measured = {"measured_on": "2026-09-02", "value": 30} | words
        measurements = f"{of_it}/indicators/{ids['indicator']}/measurements"
        ids["measurement"] = self.post(measurements, measured)["measurement_id"]
        self.post(f"{of_it}/publish", headers=by)

    def instruments(self) -> None:
        """One with a draft beside two published versions, and one that is offered to every district."""
        ids, path = self.district.ids, "/readiness/v1/instruments"
        ids["instrument"] = self.post(path, instrument(self.district.mark))["instrument_id"]
        for _ in range(2):
            self._publish(f"{path}/{ids['instrument']}")
            self.post(f"{path}/{ids['instrument']}/draft")
        ids["version"] = "2"
        ids["offered_instrument"] = self.post(path, instrument("for all"))["instrument_id"]
        self._publish(f"{path}/{ids['offered_instrument']}")
        ids["offer"] = self.post(f"{path}/{ids['offered_instrument']}/versions/1/offer")["offer_id"]

    def assessments(self) -> None:
        """One that is open, two raters of it with links, and the learner, who signs in."""
        ids, path = self.district.ids, "/readiness/v1/assessments"
        ids["assessment"] = self.post(path, assessment(self.district.mark, ids["instrument"]))["assessment_id"]
        self.post(f"{path}/{ids['assessment']}/begin", headers={"If-Match": "*"})
        person = {"role": "leader", "kind": "person", "person_id": ids["learner"]}
        raters = {"invitations": [{"role": "leader"}, {"role": "leader"}, person]}
        other, made, own = self.post(f"{path}/{ids['assessment']}/invitations", raters)["invitations"]
        ids["invitation"], ids["own_invitation"] = other["invitation_id"], own["invitation_id"]
        ids["opened_invitation"], ids["invitation_secret"] = made["invitation_id"], made["secret"]
        ids["question"] = "one"

    def results(self) -> None:
        """An assessment that was closed: three leaders say no, which makes a gap."""
        ids, path = self.district.ids, "/readiness/v1/assessments"
        made = self.post(path, assessment(self.district.mark, ids["instrument"]))["assessment_id"]
        of_it = f"{path}/{made}"
        self.post(f"{of_it}/begin", headers={"If-Match": "*"})
        self.http.post(
            f"{of_it}/sheet", content="role,one\n" + "leader,no\n" * 3, headers={"Content-Type": "text/csv"}
        ).raise_for_status()
        self.post(f"{of_it}/end", headers={"If-Match": "*"})
        deadline = time.monotonic() + 60
        while not self.http.get(f"{of_it}/results").json()["items"]:
            assert time.monotonic() < deadline, "the assessment was not scored"
            time.sleep(0.2)
        review = {"reviewers": [self.subject, self.district.mark], "questions": ["one"]}
        self.http.put(f"{of_it}/review", json=review, headers={"If-Match": "*"}).raise_for_status()
        verified = {"value": False, "note": f"Seen by {self.district.mark}"}
        self.http.put(f"{of_it}/verifications/one", json=verified, headers={"If-Match": "*"}).raise_for_status()
        [gap] = self.http.get("/readiness/v1/gaps").json()["items"]
        ids |= {"closed_assessment": made, "result": "1", "gap": gap["gap_id"]}

    def calls(self) -> None:
        """Calls that the host has applied to and that this district's own systems review, one to be decided, one to be
        scored and one to be in conflict with; and an application to a call of the host's, beside another that is open.
        """
        ids, applications, by_host = self.district.ids, "/readiness/v1/applications", self.host.authorization
        for kind in ("applied_call", "open_call"):
            ids[kind] = self._begin_call(by_host)
        own = {"call_id": ids["applied_call"], "answers": {"why": f"of {self.district.mark}"}, "consented": True}
        ids["own_application"] = self.post(applications, own)["application_id"]
        for kind, applied in (
            ("reviewed_call", "reviewed_application"), ("disputed_call", "conflicting_application"),
            ("call", "application"),
        ):  # fmt: skip
            ids[kind] = self._begin_call({})
            theirs = self.post(applications, own | {"call_id": ids[kind]}, headers=by_host)["application_id"]
            self.post(f"{applications}/{theirs}/submit", headers={"If-Match": "*"} | by_host)
            ids[applied] = theirs
            path = f"/readiness/v1/calls/{ids[kind]}"
            ids["reviewer"] = self.post(f"{path}/reviewers", {"subject": self.subject})["reviewer_id"]
            self.post(f"{path}/end", headers={"If-Match": "*"})
            given = self.http.put(f"/readiness/v1/my-reviews/{theirs}/sheet", json={"levels": {"need": 2}})
            given.raise_for_status()
            self.post(f"{path}/rankings")

    @property
    def subject(self) -> str:
        """The client by which all of it is made."""
        return f"conformance of {self.district.client.district_id}"

    def _begin_call(self, by: Mapping[str, str]) -> str:
        made: str = self.post("/readiness/v1/calls", call("for all"), headers=by)["call_id"]
        self.post(f"/readiness/v1/calls/{made}/begin", headers={"If-Match": "*", **by})
        return made

    def _publish(self, instrument_path: str) -> None:
        draft = self.http.get(f"{instrument_path}/draft")
        self.post(f"{instrument_path}/draft/publish", headers={"If-Match": draft.headers["ETag"]})

    def engagements(self) -> None:
        """The host accepts a place at a call of this district's, and is its partner from then on."""
        ids, by_host, by = self.district.ids, self.host.authorization, {"If-Match": "*"}
        own = {"answers": {"why": f"of {self.district.mark}"}, "consented": True, "call_id": self._begin_call({})}
        applied = self.post("/readiness/v1/applications", own, headers=by_host)["application_id"]
        self.post(f"/readiness/v1/applications/{applied}/submit", headers=by | by_host)
        path = f"/readiness/v1/calls/{own['call_id']}"
        self.post(f"{path}/end", headers=by)
        self.post(f"{path}/rankings")
        decided = {"outcome": "chosen", "reasons": f"of {self.district.mark}", "departs": "Nobody has scored it."}
        revision = self.http.get(f"{path}/decisions/preview").headers["ETag"]
        self.http.put(
            f"{path}/applications/{applied}/decision", json=decided, headers={"If-Match": revision}
        ).raise_for_status()
        preview = self.http.get(f"{path}/decisions/preview")
        self.post(
            f"{path}/decisions/release", {"preview": preview.json()["preview"]},
            headers={"If-Match": preview.headers["ETag"]},
        )  # fmt: skip
        self.post(f"/readiness/v1/applications/{applied}/accept", headers=by | by_host)
        deadline = time.monotonic() + 60
        while not (found := self.http.get("/coaching/v1/engagements").json()["items"]):
            assert time.monotonic() < deadline, "no engagement was opened"
            time.sleep(0.2)
        ids["engagement"] = found[0]["engagement_id"]
        of_it = f"/coaching/v1/engagements/{ids['engagement']}"
        lead = {"person_id": ids["educator"], "role": "lead"}
        ids["member"] = self.post(f"{of_it}/members", lead)["member_id"]
        ids["milestone"] = self.post(f"{of_it}/milestones", milestone(self.district.mark))["milestone_id"]
        self.post(f"{of_it}/charter", charter(self.district.mark))

    def matchings(self) -> None:
        """The host, which is this district's partner, brings a gap; a coach is matched to it and proposed."""
        ids, by_host = self.district.ids, self.host.authorization
        skill, gap_id = self._gap_of_host()
        deadline = time.monotonic() + 60
        while gap_id not in {one["gap_id"] for one in self._seen("/coaching/v1/gaps?limit=500", by_host)}:
            assert time.monotonic() < deadline, "coaching was not told of the gap"
            time.sleep(0.2)
        need = {"engagement_id": ids["engagement"], "gap_id": gap_id, "level": 3, "languages": ["en"]}
        need |= {"time_zone": "America/Denver", "availability": TUESDAYS}
        ids["need"] = self.post("/coaching/v1/needs", need, headers=by_host)["need_id"]
        acting = action(self.district.mark, ids["engagement"], gap_id, ids["member"])
        made = self.post("/coaching/v1/actions", acting)
        ids["action"], ids["brought_gap"] = made["action_id"], gap_id
        able = coach(ids["coaching_person"]) | {"kind": "staff", "skills": [skill], "availability": TUESDAYS}
        ids["matched_coach"] = self.post("/coaching/v1/coaches", able)["coach_id"]
        path = f"/coaching/v1/coaches/{ids['matched_coach']}/attestations"
        for kind in ("clearance", "identity", "training"):
            attested = {"kind": kind, "valid_from": "2026-09-01", "valid_until": "2030-08-31"}
            self.post(path, attested | {"reference": f"of {self.district.mark}"})
        ids["matching"] = self.post("/coaching/v1/matchings", MATCHING)["matching_id"]
        matching = f"/coaching/v1/matchings/{ids['matching']}"
        while (found := self.http.get(matching).json())["state"] != "finished":
            assert time.monotonic() < deadline, f"the matching was not worked out: {found['state']}"
            time.sleep(0.2)
        self.post(f"{matching}/propose", headers={"If-Match": "*"})
        [match] = self._seen("/coaching/v1/matches")
        ids["coach_match"] = match["match_id"]

    def _gap_of_host(self) -> tuple[dict[str, Any], str]:
        """What the host's instrument asks, as a coach's skill, and the gap that an assessment of the host shows."""
        by_host, by = self.host.authorization, {"If-Match": "*"} | self.host.authorization
        path = "/readiness/v1/instruments"
        instrument_id = self.post(path, instrument("for all"), headers=by_host)["instrument_id"]
        for _ in range(2):
            draft = self.http.get(f"{path}/{instrument_id}/draft", headers=by_host).headers["ETag"]
            self.post(f"{path}/{instrument_id}/draft/publish", headers=by_host | {"If-Match": draft})
            self.post(f"{path}/{instrument_id}/draft", headers=by_host)
        before = {one["gap_id"] for one in self._seen("/readiness/v1/gaps?limit=500", by_host)}
        path = "/readiness/v1/assessments"
        made = self.post(path, assessment("for all", instrument_id), headers=by_host)["assessment_id"]
        self.post(f"{path}/{made}/begin", headers=by)
        self.http.post(
            f"{path}/{made}/sheet", content="role,one\n" + "leader,no\n" * 3,
            headers={"Content-Type": "text/csv"} | by_host,
        ).raise_for_status()  # fmt: skip
        self.post(f"{path}/{made}/end", headers=by)
        deadline = time.monotonic() + 60
        while not (found := {one["gap_id"] for one in self._seen("/readiness/v1/gaps?limit=500", by_host)} - before):
            assert time.monotonic() < deadline, "the host's assessment was not scored"
            time.sleep(0.2)
        skill = {"kind": "condition", "instrument_id": instrument_id, "key": "first", "level": 3}
        return skill, found.pop()

    def _seen(self, path: str, headers: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
        answer = self.http.get(path, headers=headers or {})
        answer.raise_for_status()
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    def meetings(self) -> None:
        """The educator and another of the team meet, once and every week."""
        ids, mark, path = self.district.ids, self.district.mark, "/coaching/v1"
        person = {"given_name": f"Given {mark}", "family_name": f"Family {mark} planner", "roles": ["educator"],
                  "organisation_ids": [ids["organisation"]]}  # fmt: skip
        self.add("planner", "people", person)
        planner = {"person_id": ids["planner"], "role": "leader"}
        ids["other_member"] = self.post(f"{path}/engagements/{ids['engagement']}/members", planner)["member_id"]
        ids["leading_member"] = ids["member"]
        both = ids["engagement"], ids["member"], ids["other_member"]
        ids["meeting"] = self.post(f"{path}/meetings", meeting(mark, *both, weeks=5))["meeting_id"]
        ids["series"] = self.post(f"{path}/meeting-series", weekly_meeting(mark, *both, weeks=10))["series_id"]

    def notes(self, educator: str) -> None:
        """One of the educator's, about the meeting, and a feed for their calendar."""
        ids = self.district.ids
        note = {"visibility": "team", "words": f"of {self.district.mark}"}
        by = {"Authorization": f"Bearer {educator}"}
        feed = self.post("/coaching/v1/my-calendar-feeds", {"label": f"of {self.district.mark}"}, headers=by)
        ids["feed"] = feed["feed_id"]
        ids["feed_secret"] = feed["address"].rpartition("/")[2].removesuffix(".ics")
        ids["note"] = self.post(f"/coaching/v1/meetings/{ids['meeting']}/notes", note, headers=by)["note_id"]

    def partners(self) -> None:
        ids, mark = self.district.ids, self.district.mark
        ids["district"] = self.district.client.district_id
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


def instrument(mark: str) -> dict[str, Any]:
    """One question, with the mark in all that it says."""
    said = {"en": f"of {mark}"}
    question = {"key": "one", "text": said, "form": {"kind": "yes_no"}, "roles": ["leader"]}
    return {
        "title": said, "languages": ["en"], "roles": [{"role": "leader", "minimum": 3}],
        "sections": [{"key": "first", "title": said, "questions": [question]}],
    }  # fmt: skip


def assessment(mark: str, instrument_id: str) -> dict[str, Any]:
    """Of the instrument's second version, for a hundred days."""
    today = datetime.now(UTC).date()
    return {
        "instrument_id": instrument_id, "instrument_version": 2, "title": f"Ready {mark}",
        "opens_on": str(today), "closes_on": str(today + timedelta(days=100)),
        "populations": [{"role": "leader", "population": 100_000, "picked_by": "everyone"}],
    }  # fmt: skip


TUESDAYS = [{"weekday": "tuesday", "starts": "14:00", "ends": "18:00"}]
MATCHING = {"starts_on": "2029-09-01", "ends_on": "2029-12-15"}


def coach(person_id: str) -> dict[str, Any]:
    """A student who coaches three hours a week."""
    return {
        "kind": "student", "person_id": person_id, "languages": ["en"], "time_zone": "America/Denver",
        "weekly_capacity": 3,
    }  # fmt: skip


def indicator(mark: str) -> dict[str, Any]:
    """Entered, from 20 to 80 per cent."""
    return {
        "words": f"of {mark}", "direction": "up", "unit": "per_cent", "source": "entered",
        "baseline": {"value": 20, "on": "2026-09-01"}, "target": 80, "due_on": "2031-06-30",
    }  # fmt: skip


def call(mark: str) -> dict[str, Any]:
    """Open from today on, with one prompt and one criterion."""
    today, said = datetime.now(UTC).date(), {"en": f"of {mark}"}
    criterion = {"key": "need", "title": said, "weight": 1, "levels": [said, said, said]}
    return {
        "title": said, "description": said, "capacity": 5, "reviewers": 2, "criteria": [criterion],
        "first_day": str(today), "last_day": str(today + timedelta(days=100)),
        "prompts": [{"key": "why", "text": said}],
        "partnership": {"starts_on": "2031-07-01", "expires_on": "2033-06-30"},
    }  # fmt: skip


def charter(mark: str) -> dict[str, Any]:
    """A version of how two districts work together."""
    return {
        "words": f"of {mark}", "recording": "none", "channel": "platform_only", "cadence": "weekly",
        "first_contact_days": 30,
    }  # fmt: skip


def action(mark: str, engagement: str, gap: str, owner: str) -> dict[str, Any]:
    return {
        "engagement_id": engagement, "gap_id": gap, "owner_member_id": owner, "words": f"of {mark}",
        "resource_title": f"of {mark}", "due_on": "2031-09-01",
    }  # fmt: skip


def milestone(mark: str) -> dict[str, Any]:
    return {"code": "calendar", "title": f"of {mark}", "due_on": "2031-09-01"}
