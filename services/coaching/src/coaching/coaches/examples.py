"""Examples of coaches: Riverside's students and staff coach its partners."""

COACH_ID = "0198f0d1-0b5e-7c42-9f0a-3d1be6a7c901"
OTHER_COACH_ID = "0198f0d1-44a0-7e11-8c3b-90f2d5b7e402"
PERSON_ID = "6e0f9c1e-27c4-8b0e-9a51-d3b6f2a8e740"
ATTESTATION_ID = "0198f0d2-7c1d-7f20-b6a4-5e8c0d9a1b33"
RELATION_ID = "0198f0d3-1f77-7a05-a9d8-c4be1f602d58"
CONCERN_ID = "0198f0d4-9d02-7b6c-8e13-7a5f3c2b0d94"
INSTRUMENT_ID = "0198f0c0-1c52-7a83-8d10-77e1b02c6f35"
ITEM_ID = "0198f0b7-5d2e-7c61-a3f8-19d0c5e4b276"

AVAILABILITY = [{"weekday": "tuesday", "starts": "15:30", "ends": "17:00"}]
SKILLS = [
    {"kind": "condition", "instrument_id": INSTRUMENT_ID, "key": "learning_model", "level": 3},
    {"kind": "item", "item_id": ITEM_ID, "level": 4},
]
NEW_COACH = {
    "kind": "student",
    "person_id": PERSON_ID,
    "skills": SKILLS,
    "languages": ["en", "es-MX"],
    "time_zone": "America/Denver",
    "availability": AVAILABILITY,
    "weekly_capacity": 3,
    "allowed_times": {"starts": "08:00", "ends": "19:00"},
}
COACH_CHANGE = {"weekly_capacity": 2, "availability": AVAILABILITY}
STANDING = {"state": "suspended", "reasons": ["guardian_consent_expired"], "on": "2026-11-02", "until": None}
COACH = NEW_COACH | {"coach_id": COACH_ID, "joined_on": "2026-09-01", "left_on": None, "standing": STANDING}
NEW_ATTESTATION = {
    "kind": "age_band",
    "band": "minor",
    "valid_from": "2026-09-01",
    "valid_until": "2027-03-13",
    "reference": "ENR-2026-0417",
}
ATTESTATION = NEW_ATTESTATION | {
    "attestation_id": ATTESTATION_ID,
    "coach_id": COACH_ID,
    "attested_at": "2026-09-01T16:20:00Z",
    "attested_by": "0198f0a2-3b77-7c90-8a14-52e9b1d7f603",
    "revocation": None,
}
REVOCATION = {"revoked_on": "2026-11-02", "reference": "HR-88-1"}
NEW_RELATION = {"coach_ids": [COACH_ID, OTHER_COACH_ID], "kind": "sibling"}
RELATION = NEW_RELATION | {
    "relation_id": RELATION_ID,
    "declared_at": "2026-09-02T15:00:00Z",
    "withdrawn_at": None,
}
MEETING = {
    "starts_at": "2026-11-03T22:30:00Z",
    "ends_at": "2026-11-03T23:15:00Z",
    "participants": [
        {
            "coach_id": COACH_ID,
            "other_meetings": [{"starts_at": "2026-11-04T22:30:00Z", "ends_at": "2026-11-04T23:15:00Z"}],
        },
        {"coach_id": OTHER_COACH_ID, "presence": "present"},
        {"guest": "student"},
    ],
}
QUORUM = {
    "may_meet": False,
    "problems": [
        {
            "code": "suspended",
            "pointers": ["/participants/0"],
            "detail": "This coach is suspended: have what is demanded of them attested, or name somebody else.",
        }
    ],
}
SAFEGUARDING_PEOPLE = {"person_ids": [PERSON_ID]}
SAFEGUARDING_SHOWN = SAFEGUARDING_PEOPLE | {"named_at": "2026-08-20T14:00:00Z"}
NEW_CONCERN = {"words": "A coach wrote to a student outside the channel.", "coach_ids": [COACH_ID]}
RECEIVED_CONCERN = {
    "concern_id": CONCERN_ID,
    "state": "received",
    "raised_at": "2026-11-02T18:05:00Z",
    "acknowledged_at": None,
    "closed_at": None,
}
RAISED_CONCERN = RECEIVED_CONCERN | {"readers": 2}
CLOSING = {"outcome": "measures_taken", "words": "Spoken with both; the channel is the only way from now on."}
CONCERN = (
    RECEIVED_CONCERN
    | NEW_CONCERN
    | {
        "raised_by": "0198f0a2-3b77-7c90-8a14-52e9b1d7f603",
        "raised_by_person_id": "0198f0a2-4c11-7d02-9b6e-1f7a2c5d8e90",
        "acknowledged_by": None,
        "closed_by": None,
        "outcome": None,
        "outcome_words": None,
    }
)
