"""One of everything of coaching's in a district, its own mark on each; the host is its partner."""

import time
from collections.abc import Mapping
from typing import Any

from tests.conformance.meeting_pieces import meeting, weekly_meeting
from tests.conformance.pilot_pieces import gate, pilot, wave_plan
from tests.conformance.readiness_seeding import ReadinessSeeding, assessment, instrument

TUESDAYS = [{"weekday": "tuesday", "starts": "14:00", "ends": "18:00"}]
MATCHING = {"starts_on": "2029-09-01", "ends_on": "2029-12-15"}


class CoachingSeeding(ReadinessSeeding):
    """Makes what coaching keeps, through the public routes."""

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
        deadline = time.monotonic() + 60
        while (planned := self.http.patch(wave, json=plan, headers=by)).status_code == 422:
            assert time.monotonic() < deadline, f"coaching was not told of the school: {planned.text}"
            time.sleep(0.2)
        planned.raise_for_status()
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
        ids["own_action"] = self.post("/coaching/v1/actions", acting)["action_id"]
        self.post(f"/coaching/v1/actions/{ids['own_action']}/agree", headers={"If-Match": '"1"'} | by_host)
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
        related = {"member_ids": [ids["member"], ids["other_member"]], "kind": "household"}
        of_it = f"{path}/engagements/{ids['engagement']}/relations"
        ids["member_relation"] = self.post(of_it, related)["relation_id"]
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
