"""Examples of selection: Riverside calls for partners, and Lakeview applies."""

from typing import Any

CALL_ID = "0198f0c3-1a20-7b41-8f62-90d4e7a1b355"
HOST_ID = "0198f0a0-0c11-7d02-9a33-41b2c5d6e7f8"
APPLICANT_ID = "0198f0a0-2d44-7e15-8b66-52c3d6e7f809"
APPLICATION_ID = "0198f0c4-3b62-7c53-9074-a1e5f8b2c466"
OTHER_ID = "0198f0c4-4c73-7d64-8185-b2f609c3d577"
REVIEWER_ID = "0198f0c5-5d84-7e75-9296-c3071ad4e688"
APPEAL_ID = "0198f0c6-6e95-7f86-83a7-d4182be5f799"
SUBJECT = "0198f0a1-7fa6-7097-94b8-e5293cf60a11"
INSTRUMENT_ID = "0198f0c0-1c52-7a83-8d10-77e1b02c6f35"
ASSESSMENT_ID = "0198f0c2-55a1-7d10-9b3e-2f60d8a1c474"
SEED = "6f2d1c0b5a49788796a5b4c3d2e1f00f112233445566778899aabbccddeeff00"
COMMITMENT = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0"
PREVIEW_HASH = "9a8b7c6d5e4f30211203f4e5d6c7b8a99a8b7c6d5e4f30211203f4e5d6c7b8a9"

CRITERION = {
    "key": "need",
    "title": {"en": "Need"},
    "weight": 2.0,
    "levels": [
        {"en": "Nothing says why the district needs a partner."},
        {"en": "The need is said, and not shown."},
        {"en": "The need is shown with figures of the district's own."},
    ],
}
PROMPT = {"key": "why_now", "text": {"en": "Why does your district begin now?"}, "required": True}
SHARING = {
    "direction": "to_host",
    "granularity": "pseudonymous",
    "basis": "school_official",
    "elements": ["mastery"],
}
TERMS: dict[str, Any] = {
    "title": {"en": "Partners for 2027", "es": "Distritos asociados para 2027"},
    "description": {"en": "Five districts adopt our learning model with us."},
    "capacity": 5,
    "first_day": "2027-01-11",
    "last_day": "2027-02-12",
    "reviewers": 3,
    "most_applications": 40,
    "prompts": [PROMPT],
    "criteria": [CRITERION],
    "ties": {"band": 0.01, "criteria": ["need"]},
    "partnership": {"starts_on": "2027-07-01", "expires_on": "2029-06-30", "sharing": [SHARING]},
    "instrument": {"instrument_id": INSTRUMENT_ID, "version": 1},
}
CHANGE = {"capacity": 6}
CALL = {
    "call_id": CALL_ID,
    "state": "open",
    "terms": TERMS,
    "time_zone": "America/New_York",
    "commitment": COMMITMENT,
    "decided_on": None,
    "cancelled_because": None,
}
OPEN_CALL = {
    "call_id": CALL_ID,
    "host_id": HOST_ID,
    "state": "open",
    "terms": TERMS,
    "time_zone": "America/New_York",
    "commitment": COMMITMENT,
    "announced_on": "2027-01-04",
    "cancelled_because": None,
}
CANCELLATION = {"reason": "The grant that pays for coaching was not renewed."}
NEW_APPLICATION = {
    "call_id": CALL_ID,
    "answers": {"why_now": "Our board has voted for it in spring."},
    "assessment_id": ASSESSMENT_ID,
    "consented": True,
}
APPLICATION_CHANGE = {"answers": {"why_now": "Our board has voted for it twice."}}
SUMMARY = {
    "instrument_id": INSTRUMENT_ID,
    "instrument_version": 1,
    "result": 1,
    "closed_on": "2026-10-24",
    "score": 0.64,
    "reached": "ready",
    "conditions": [{"condition": "learning_model", "title": {"en": "The model"}, "score": 0.71, "reached": "ready"}],
}
APPLICATION = {
    "application_id": APPLICATION_ID,
    "call_id": CALL_ID,
    "host_id": HOST_ID,
    "state": "submitted",
    "answers": {"why_now": "Our board has voted for it twice."},
    "assessment_id": ASSESSMENT_ID,
    "result": 1,
    "summary": SUMMARY,
    "consented": True,
    "submitted_on": "2027-02-03",
    "standing": None,
}
RECEIVED = {
    "application_id": APPLICATION_ID,
    "call_id": CALL_ID,
    "applicant_id": APPLICANT_ID,
    "state": "submitted",
    "answers": {"why_now": "Our board has voted for it twice."},
    "summary": SUMMARY,
    "submitted_on": "2027-02-03",
    "standing": None,
}
NEW_APPEAL = {"words": "The figures of our second school were not read."}
APPEAL = {"appeal_id": APPEAL_ID, "application_id": APPLICATION_ID, "noted_on": "2027-03-12"} | NEW_APPEAL
OWN_DECISION = {
    "application_id": APPLICATION_ID,
    "outcome": "reserve",
    "reasons": "The need is shown well; the plan for the first year is thin.",
    "standing": "reserve",
    "standing_on": "2027-03-10",
    "reserve_place": 2,
    "appeals": [APPEAL],
}
NEW_REVIEWER = {"subject": SUBJECT}
REVIEWER = {"reviewer_id": REVIEWER_ID, "call_id": CALL_ID, "subject": SUBJECT, "sheets": 11, "conflicts": 1}
REVIEW_LISTED = {
    "application_id": APPLICATION_ID,
    "call_id": CALL_ID,
    "applicant_id": APPLICANT_ID,
    "scored": False,
}
SHEET = {"levels": {"need": 3}, "notes": "Figures of both schools."}
SHEET_SHOWN = {
    "application_id": APPLICATION_ID,
    "reviewer_id": REVIEWER_ID,
    "levels": {"need": 3},
    "notes": "Figures of both schools.",
    "given_on": "2027-02-20",
}
REVIEW = {
    "application_id": APPLICATION_ID,
    "call_id": CALL_ID,
    "applicant_id": APPLICANT_ID,
    "title": TERMS["title"],
    "prompts": [PROMPT],
    "criteria": [CRITERION],
    "answers": {"why_now": "Our board has voted for it twice."},
    "summary": SUMMARY,
    "sheet": SHEET_SHOWN,
    "others": [],
}
NEW_CONFLICT = {"reason": "I advised this district last year."}
CONFLICT = {
    "application_id": OTHER_ID,
    "reviewer_id": REVIEWER_ID,
    "reason": "I advised this district last year.",
    "declared_on": "2027-02-15",
    "late": False,
}
REVIEWED_CALL = {
    "call_id": CALL_ID,
    "title": TERMS["title"],
    "state": "reviewing",
    "applications": 11,
    "scored": 11,
    "mean": 0.58,
    "places": [{"place": 1, "application_id": APPLICATION_ID, "score": 0.833333}],
}
COEFFICIENT = {"value": 0.71, "because": None}
RANKING: dict[str, Any] = {
    "call_id": CALL_ID,
    "number": 1,
    "because": "asked",
    "replaced_because": None,
    "made_at": "2027-03-01T15:00:00Z",
    "seed": SEED,
    "capacity": 5,
    "places": [
        {
            "place": 1,
            "application_id": APPLICATION_ID,
            "score": 0.833333,
            "criteria": {"need": 0.833333},
            "tie": 1,
            "by": None,
            "reviewers": 3,
        }
    ],
    "unranked": [OTHER_ID],
    "agreement": [{"criterion": "need", "krippendorff_alpha": COEFFICIENT, "gwet_ac2": COEFFICIENT}],
}
RANKING_LISTED = {
    "number": 1,
    "because": "asked",
    "replaced_because": "conflict_declared",
    "made_at": "2027-03-01T15:00:00Z",
}
SENSITIVITY = {
    "call_id": CALL_ID,
    "number": 2,
    "break_evens": [
        {
            "criterion": "need",
            "direction": "less",
            "share_now": 0.5,
            "share": 0.4,
            "included": False,
            "weight": 1.333333,
            "leaves": [APPLICATION_ID],
            "enters": [OTHER_ID],
        }
    ],
    "reviewers": [{"reviewer_id": REVIEWER_ID, "leaves": [], "enters": [], "unscored": []}],
    "firmness": [
        {
            "application_id": APPLICATION_ID,
            "chosen": True,
            "margin": 0.0125,
            "change": 0.1,
            "criterion": "need",
            "reviewers": [],
            "hold": "firm",
        }
    ],
}
DECISION_GIVEN = {
    "outcome": "reserve",
    "reasons": "The need is shown well; the plan for the first year is thin.",
    "reserve_place": 2,
    "departs": None,
}
DECISION = DECISION_GIVEN | {"application_id": APPLICATION_ID, "standing": None}
DECISIONS = {"call_id": CALL_ID, "revision": 13, "released": False, "decisions": [DECISION]}
PREVIEW = {"call_id": CALL_ID, "revision": 13, "preview": PREVIEW_HASH, "problems": []}
RELEASE = {"preview": PREVIEW_HASH}
RECORD = {
    "classification": "public record",
    "call_id": CALL_ID,
    "state": "decided",
    "decided_on": "2027-03-10",
    "terms": TERMS,
    "commitment": COMMITMENT,
    "seed": SEED,
    "applications": [
        {
            "application_id": APPLICATION_ID,
            "applicant_id": APPLICANT_ID,
            "state": "submitted",
            "submitted_on": "2027-02-03",
            "summary": SUMMARY,
            "decision": DECISION | {"standing": "reserve"},
            "appeals": [APPEAL],
        }
    ],
    "sheets": [SHEET_SHOWN],
    "conflicts": [CONFLICT],
    "rankings": [RANKING],
}
