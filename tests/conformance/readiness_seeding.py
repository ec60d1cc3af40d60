"""One of everything of readiness' in a district, its own mark on each."""

import time
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.conformance.competency_seeding import CompetencySeeding


class ReadinessSeeding(CompetencySeeding):
    """Makes what readiness keeps, through the public routes."""

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


def instrument(mark: str) -> dict[str, Any]:
    """One question, with the mark in all that it says."""
    said = {"en": f"of {mark}"}
    question = {"key": "one", "text": said, "form": {"kind": "yes_no"}, "roles": ["leader"]}
    return {
        "title": said, "languages": ["en"], "roles": [{"role": "leader", "minimum": 3}],
        "sections": [{"key": "first", "title": said, "questions": [question]}],
    }  # fmt: skip


def begun_everywhere() -> date:
    """A day that has begun in every district, whatever calendar a README has it keep."""
    return datetime.now(UTC).date() - timedelta(days=1)


def assessment(mark: str, instrument_id: str) -> dict[str, Any]:
    """Of the instrument's second version, for a hundred days."""
    today = begun_everywhere()
    return {
        "instrument_id": instrument_id, "instrument_version": 2, "title": f"Ready {mark}",
        "opens_on": str(today), "closes_on": str(today + timedelta(days=100)),
        "populations": [{"role": "leader", "population": 100_000, "picked_by": "everyone"}],
    }  # fmt: skip


def call(mark: str) -> dict[str, Any]:
    """Open from today on, with one prompt and one criterion."""
    today, said = begun_everywhere(), {"en": f"of {mark}"}
    criterion = {"key": "need", "title": said, "weight": 1, "levels": [said, said, said]}
    return {
        "title": said, "description": said, "capacity": 5, "reviewers": 2, "criteria": [criterion],
        "first_day": str(today), "last_day": str(today + timedelta(days=100)),
        "prompts": [{"key": "why", "text": said}],
        "partnership": {"starts_on": "2031-07-01", "expires_on": "2033-06-30"},
    }  # fmt: skip
