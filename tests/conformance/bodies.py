"""What to send to each operation, and as whom."""

from datetime import UTC, datetime
from typing import Any

from tests.conformance.coaching_seeding import MATCHING, TUESDAYS, action, charter, coach, indicator, milestone
from tests.conformance.competency_seeding import OBSERVED_AT, own_framework
from tests.conformance.library_bodies import BODIES_OF_RESOURCES
from tests.conformance.meeting_pieces import meeting, weekly_meeting
from tests.conformance.pilot_pieces import gate, pilot, wave_plan
from tests.conformance.readiness_seeding import assessment, call, instrument
from tests.conformance.workshops import workshop

_PERSON = {"given_name": "Given {mark}", "family_name": "Family {mark}", "roles": ["learner"],
           "organisation_ids": ["{organisation}"]}  # fmt: skip
_CLASS = {"title": "Class {mark}", "organisation_id": "{organisation}", "term_id": "{term}"}
_SCHOOL = {"name": "School {mark}", "kind": "school", "parent_id": "{district_organisation}"}
_TERM = {"title": "Term {mark}", "starts_on": "2026-08-01", "ends_on": "2027-06-30"}
_ENROLMENT = {"person_id": "{learner}", "class_id": "{class}", "role": "learner"}
_GUARDIAN = {"learner_id": "{learner}", "guardian_id": "{guardian_person}", "relation": "aunt {mark}"}
_EVIDENCE = {"learner_id": "{learner}", "item_id": "{item}", "score": 3, "observed_at": OBSERVED_AT,
             "source": "task {mark}"}  # fmt: skip

_WAVE = "/coaching/v1/pilots/{pilot_id}/waves/{wave}"
_ATTESTATIONS = "/coaching/v1/coaches/{coach_id}/attestations"
_WORKSHOP = "/coaching/v1/workshops/{workshop_id}"
_MY_WORKSHOP = "/coaching/v1/my-workshops/{workshop_id}"
_ENGAGEMENT = "/coaching/v1/engagements/{engagement_id}"
_INDICATOR = "/coaching/v1/goals/{goal_id}/indicators/{indicator_id}"
_MEETING = "/coaching/v1/meetings/{meeting_id}"
_MY_PLAYLIST = "/resources/v1/my-playlists/{playlist_id}"
_MY_MEETING = "/coaching/v1/my-meetings/{meeting_id}"
_NOTE = f"{_MEETING}/notes/{{note_id}}"
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

_RECORDED = {"started_at": OBSERVED_AT, "ended_at": "2026-11-01T10:45:00Z", "present": ["{member}", "{other_member}"]}

BODIES: dict[str, Any] = {
    "POST /coaching/v1/actions": action("{mark}", "{engagement}", "{brought_gap}", "{member}"),
    "PATCH /coaching/v1/actions/{action_id}": {"words": "of {mark}"},
    "POST /coaching/v1/actions/{action_id}/resource-used": {"on": datetime.now(UTC).date().isoformat()},
    "POST /coaching/v1/my-actions/{action_id}/resource-used": {"on": datetime.now(UTC).date().isoformat()},
    "POST /coaching/v1/actions/{action_id}/drop": {"reason": "not_needed", "words": "of {mark}"},
    "POST /coaching/v1/coaches": coach("{learner}"),
    "PATCH /coaching/v1/coaches/{coach_id}": {"weekly_capacity": 2},
    f"POST {_ATTESTATIONS}": {"kind": "identity", "valid_from": OBSERVED_AT[:10], "reference": "of {mark}"},
    f"POST {_ATTESTATIONS}/{{attestation_id}}/revoke": {"reference": "of {mark}"},
    "POST /coaching/v1/concerns/{concern_id}/close": {"outcome": "advice_given", "words": "of {mark}"},
    f"POST {_ENGAGEMENT}/phase": {"phase": "summer_training"},
    f"POST {_ENGAGEMENT}/first-contact": {"on": datetime.now(UTC).date().isoformat()},
    f"POST {_ENGAGEMENT}/end": {"end": "ended_early", "reason": "other", "words": "of {mark}"},
    f"POST {_ENGAGEMENT}/members": {"person_id": "{learner}", "role": "student"},
    f"POST {_ENGAGEMENT}/charter": charter("{mark}"),
    f"POST {_ENGAGEMENT}/charter/sign": {"number": 1, "document_hash": "0" * 64},
    f"POST {_ENGAGEMENT}/relations": {"member_ids": ["{member}", "{other_member}"], "kind": "household"},
    f"POST {_ENGAGEMENT}/milestones": milestone("{mark}"),
    f"PATCH {_ENGAGEMENT}/milestones/{{milestone_id}}": {"title": "of {mark}"},
    f"POST {_ENGAGEMENT}/milestones/{{milestone_id}}/reach": {"on": datetime.now(UTC).date().isoformat()},
    f"PUT {_ENGAGEMENT}/closure": {"last_meeting_on": "2033-06-01"},
    f"POST {_ENGAGEMENT}/handovers": {"from_member_id": "{member}", "readable": ["actions"], "words": "of {mark}"},
    "PUT /coaching/v1/rallying-cry": {"words": "of {mark} {fresh}"},
    "POST /coaching/v1/goals": {"kind": "workflow", "words": "of {mark}"},
    "PATCH /coaching/v1/goals/{goal_id}": {"words": "of {mark}"},
    "POST /coaching/v1/goals/{goal_id}/end": {"outcome": "closed", "words": "of {mark}"},
    "POST /coaching/v1/goals/{goal_id}/indicators": indicator("{mark}"),
    f"PATCH {_INDICATOR}": {"words": "of {mark}", "target": 70},
    f"POST {_INDICATOR}/measurements": {"measured_on": "2026-09-03", "value": 31, "words": "of {mark}"},
    f"POST {_INDICATOR}/measurements/{{measurement_id}}/correct": {"value": 32, "words": "of {mark}"},
    "POST /coaching/v1/needs": {
        "engagement_id": "{engagement}", "gap_id": "{gap}", "level": 3, "languages": ["en"],
        "time_zone": "America/Denver", "availability": TUESDAYS,
    },
    "POST /coaching/v1/matchings": MATCHING,
    "POST /coaching/v1/matches/{match_id}/decline": {"words": "of {mark}"},
    "POST /coaching/v1/matches/{match_id}/end": {"because": "planned_again", "words": "of {mark}"},
    "POST /coaching/v1/matches/{match_id}/first-contact": {"on": datetime.now(UTC).date().isoformat()},
    "POST /coaching/v1/meetings": meeting("{mark}", "{engagement}", "{member}", "{other_member}", weeks=9),
    f"PATCH {_MEETING}": {"agenda": "of {mark}"},
    f"POST {_MEETING}/move": {"starts_at": "2027-09-01T20:00:00Z", "ends_at": "2027-09-01T21:00:00Z"},
    f"POST {_MEETING}/cancel": {"because": "asked_for"},
    f"POST {_MEETING}/record": _RECORDED,
    "POST /coaching/v1/meeting-series": weekly_meeting(
        "{mark}", "{engagement}", "{member}", "{other_member}", weeks=20
    ),
    "POST /coaching/v1/meeting-series/{series_id}/cancel": {"starting": "2027-09-01T20:00:00Z"},
    f"POST {_MY_MEETING}/begin": {"present": ["{member}", "{other_member}"]},
    f"POST {_MY_MEETING}/presence": {"member_id": "{member}", "presence": "absent"},
    f"POST {_MY_MEETING}/record": _RECORDED,
    f"POST {_MEETING}/notes": {"visibility": "team", "words": "of {mark}"},
    f"PATCH {_NOTE}": {"words": "of {mark}"},
    f"POST {_NOTE}/concern": {"words": "of {mark}"},
    "POST /coaching/v1/my-calendar-feeds": {"label": "of {mark}"},
    "POST /coaching/v1/my-concerns": {"words": "of {mark}", "coach_ids": ["{coach}"]},
    "POST /coaching/v1/quorum-checks": {
        "starts_at": OBSERVED_AT, "ends_at": "2026-11-01T10:45:00Z", "participants": [{"coach_id": "{coach}"}],
    },
    "POST /coaching/v1/relations": {"coach_ids": ["{coach}", "{other_coach}"], "kind": "household"},
    "PUT /coaching/v1/safeguarding-people": {"person_ids": ["{educator}"]},
    "POST /coaching/v1/pilots": pilot("{mark}"),
    "PATCH /coaching/v1/pilots/{pilot_id}": {"title": "Pilot {mark}"},
    f"PATCH {_WAVE}": wave_plan("{mark}", "{organisation}"),
    f"POST {_WAVE}/decide": {"outcome": "adjust", "reasons": ["too_costly"], "words": "of {mark}"},
    f"PUT {_WAVE}/gate": gate("{mark}"),
    f"POST {_WAVE}/measurements": {"measure": "families", "value": 61, "n": 40},
    f"PUT {_WAVE}/teachers": {"teachers": [{"person_id": "{educator}", "school_id": "{organisation}"}]},
    f"PUT {_WAVE}/teachers/{{teacher_id}}": {"opt_in": "yes"},
    "POST /coaching/v1/workshops": workshop("{mark}"),
    **BODIES_OF_RESOURCES,
    f"PATCH {_WORKSHOP}": {"title": "Kickoff {mark}"},
    f"PATCH {_WORKSHOP}/sessions/{{session_id}}": {"description": "of {mark}"},
    f"PUT {_WORKSHOP}/state": {"state": "under_way"},
    f"POST {_WORKSHOP}/participants": {"person_ids": ["{learner}"]},
    f"POST {_WORKSHOP}/seatings": {"keep": "all"},
    f"POST {_WORKSHOP}/messages": {"words": "of {mark}"},
    f"PUT {_WORKSHOP}/sessions/{{session_id}}/presence": {"present": ["{participant}"]},
    f"PUT {_MY_WORKSHOP}/ranking": {"ranked": ["{workshop_session}"]},
    f"POST {_MY_WORKSHOP}/sessions/{{session_id}}/answer": {"answer": "decline"},
    f"POST {_MY_WORKSHOP}/swaps": {"slot": 1, "with_badges": [2]},
    f"POST {_MY_WORKSHOP}/swaps/{{swap_id}}/answer": {"answer": "decline"},
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
    "POST /readiness/v1/applications": {"call_id": "{open_call}", "answers": {"why": "of {mark}"}, "consented": True},
    "PATCH /readiness/v1/applications/{application_id}": {"answers": {"why": "of {mark}"}},
    "POST /readiness/v1/applications/{application_id}/appeals": {"words": "of {mark}"},
    "POST /readiness/v1/calls": call("{mark}"),
    "PATCH /readiness/v1/calls/{call_id}": {"capacity": 4},
    "POST /readiness/v1/calls/{call_id}/cancel": {"reason": "for all"},
    "PUT /readiness/v1/calls/{call_id}/applications/{application_id}/decision": {"outcome": "chosen"} | _REASONS,
    "POST /readiness/v1/calls/{call_id}/decisions/release": {"preview": "0" * 64},
    "POST /readiness/v1/calls/{call_id}/reviewers": {"subject": "{fresh}"},
    "PUT /readiness/v1/my-reviews/{application_id}/conflict": {"reason": "of {mark}"},
    "PUT /readiness/v1/my-reviews/{application_id}/sheet": {"levels": {"need": 3}},
    "POST /readiness/v1/assessments": assessment("{mark}", "{instrument}"),
    "PATCH /readiness/v1/assessments/{assessment_id}": {"title": "Ready {mark}"},
    "POST /readiness/v1/assessments/{assessment_id}/invitations": {"invitations": [{"role": "leader"}]},
    "POST /readiness/v1/assessments/{assessment_id}/paper": {
        "role": "leader", "answers": [{"question": "one", "value": True}],
    },
    "POST /readiness/v1/assessments/{assessment_id}/reopen": {
        "closes_on": str(datetime.now(UTC).date()), "reason": "of {mark}",
    },
    "PUT /readiness/v1/assessments/{assessment_id}/review": {
        "reviewers": ["conformance of {district}", "{mark}"], "questions": ["one"],
    },
    "PUT /readiness/v1/assessments/{assessment_id}/verifications/{question}": {"value": True, "note": "of {mark}"},
    "POST /readiness/v1/assessments/{assessment_id}/sheet": "role,one\nleader,yes\n",
    "PUT /readiness/v1/invitations/{invitation_id}/answers/{question}": {"sequence": 1, "value": True},
    "PUT /readiness/v1/my-invitations/{invitation_id}/answers/{question}": {"sequence": 1, "value": True},
    "POST /readiness/v1/instruments": instrument("{mark}"),
    "POST /readiness/v1/instruments/import-csv": "row,languages,text_en\ninstrument,en,Instrument {mark}\n",
    "PUT /readiness/v1/instruments/{instrument_id}/draft": instrument("{mark}"),
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

_OWN_INVITATION = "/readiness/v1/my-invitations/{invitation_id}"
OF_PEOPLE = {
    "POST /competency/v1/learners/{learner}/pace/by-hand": "educator",
    "POST /competency/v1/learners/{learner}/reviews": "learner",
    **{f"POST {_REVIEWS}/{move}": "educator" for move in ("take", "give-back", "return", "decide")},
    **{f"POST {_REVIEWS}/{move}": "learner" for move in ("ask-again", "withdraw")},
    **{f"POST {_AMENDMENT}/{act}": "leader" for act in ("review", "decision", "hearing/day", "hearing/decision")},
    **{f"{act} /coaching/v1/concerns{of}": "educator" for act, of in (
        ("GET", ""), ("GET", "/{concern_id}"), ("POST", "/{concern_id}/acknowledge"), ("POST", "/{concern_id}/close"),
        ("GET", "/{concern_id}/notes"),
    )},
    **{f"{act} {_MY_WORKSHOP}{of}": "educator" for act, of in (
        ("GET", ""), ("GET", "/messages"), ("GET", "/swaps"), ("POST", "/swaps"), ("POST", "/swaps/{swap_id}/answer"),
        ("PUT", "/ranking"), ("POST", "/slots/{slot}/give-back"), ("PUT", "/sessions/{session_id}/waiting"),
        ("DELETE", "/sessions/{session_id}/waiting"), ("POST", "/sessions/{session_id}/answer"), ("POST", "/withdraw"),
    )},
    **{f"{act} /coaching/v1/my-calendar-feeds": "educator" for act in ("GET", "POST")},
    "POST /coaching/v1/my-calendar-feeds/{feed_id}/revoke": "educator",
    "GET /coaching/v1/my-meetings": "educator",
    "GET /coaching/v1/my-children/meetings": "family",
    "GET /coaching/v1/my-actions/{action_id}": "educator",
    "POST /coaching/v1/my-actions/{action_id}/resource-used": "educator",
    f"GET {_MY_MEETING}": "educator",
    **{f"POST {_MY_MEETING}/{act}": "educator" for act in ("begin", "presence", "end", "cancel", "record")},
    f"GET {_MEETING}/note-visibilities": "educator",
    **{f"{act} {_MEETING}/notes": "educator" for act in ("GET", "POST")},
    **{f"{act} {_NOTE}": "educator" for act in ("GET", "PATCH")},
    f"GET {_NOTE}/versions": "educator",
    f"POST {_NOTE}/concern": "educator",
    **{f"GET {of}": "learner" for of in ("/resources/v1/my-playlists", _MY_PLAYLIST)},
    **{f"POST {_MY_PLAYLIST}/entries/{{entry_id}}/{act}": "learner" for act in ("open", "finish", "take-up-again")},
    **{f"{act} /resources/v1/items/{{item_id}}/versions/{{version}}/rating": "learner" for act in ("PUT", "DELETE")},
    f"GET {_OWN_INVITATION}": "learner",
    f"PUT {_OWN_INVITATION}/answers/{{question}}": "learner",
    f"POST {_OWN_INVITATION}/submit": "learner",
}  # fmt: skip
"""What only people do themselves, and in which role."""
