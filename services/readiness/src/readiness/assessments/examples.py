"""Examples of assessments: Riverside asks its district how ready it is."""

ASSESSMENT_ID = "0198f0c2-55a1-7d10-9b3e-2f60d8a1c474"
INSTRUMENT_ID = "0198f0c0-1c52-7a83-8d10-77e1b02c6f35"
INVITATION_ID = "6f0f9c1e-27c4-4b0e-9a51-d3b6f2a8e740"
PERSON_ID = "0198f0a2-3b77-7c90-8a14-52e9b1d7f603"
SECRET = "uX3nq0bq2m9Zk1r7Vw4T8sYcJ6hPdL5fGxAeNoQiKtM"  # noqa: S105 (of nobody)
QUESTION = "learning_model.shared"

ASKED_ROLES = [
    {"role": "leader", "population": 14, "picked_by": "everyone"},
    {"role": "teacher", "population": 260, "picked_by": "everyone"},
    {"role": "union", "population": 9, "picked_by": "role"},
]
REMINDERS = {"days_left": [7, 2], "days_apart": 2}
NEW_ASSESSMENT = {
    "instrument_id": INSTRUMENT_ID,
    "instrument_version": 1,
    "title": "Are we ready? Autumn 2026",
    "level": "district",
    "opens_on": "2026-10-05",
    "closes_on": "2026-10-23",
    "populations": ASKED_ROLES,
    "reminders": REMINDERS,
}
ASSESSMENT_CHANGE = {"closes_on": "2026-10-30"}
REOPENING = {"closes_on": "2026-11-06", "reason": "The families' letters went out two weeks late."}
ASSESSMENT = NEW_ASSESSMENT | {
    "assessment_id": ASSESSMENT_ID,
    "site_id": None,
    "time_zone": "America/New_York",
    "state": "open",
    "opened_at": "2026-10-05T04:00:31Z",
    "closed_at": None,
    "closed_on": None,
    "reopenings": [],
}
NEW_INVITATIONS = {
    "invitations": [
        {"role": "teacher", "kind": "link", "address": "rosa.diaz@riverside.example", "language": "es"},
        {"role": "leader", "kind": "person", "person_id": PERSON_ID},
    ]
}
INVITATION = {
    "invitation_id": INVITATION_ID,
    "role": "teacher",
    "kind": "link",
    "person_id": None,
    "address": "rosa.diaz@riverside.example",
    "language": "es",
    "consented": False,
    "revoked": False,
    "undelivered": None,
    "entered_as": None,
    "entered_by": None,
}
MADE_INVITATION = {
    "invitation_id": INVITATION_ID,
    "role": "teacher",
    "kind": "link",
    "person_id": None,
    "address": None,
    "secret": SECRET,
    "link": f"https://trellis.example/take-part/{INVITATION_ID}/{SECRET}",
}
MADE_INVITATIONS = {"invitations": [MADE_INVITATION]}
PARTICIPATION = {
    "assessment_id": ASSESSMENT_ID,
    "counted_on": "2026-10-12",
    "roles": [
        {"role": "leader", "population": 14, "invited": 14, "picked_by": "everyone", "band": "half_or_more"},
        {"role": "teacher", "population": 260, "invited": 251, "picked_by": "everyone", "band": "second_quarter"},
        {"role": "union", "population": 9, "invited": 9, "picked_by": "role", "band": None},
    ],
}
FORM = {
    "kind": "level",
    "levels": [
        {"value": 1, "text": "Each school has a model of its own."},
        {"value": 2, "text": "A model is written down, and few know it."},
        {"value": 3, "text": "Everybody can say what the model is."},
    ],
    "options": None,
    "unit": None,
    "accepts": None,
}
STORED = {"question": QUESTION, "sequence": 2, "said": "value", "value": 3, "evidence": None}
SHOWN_QUESTION = {
    "key": QUESTION,
    "text": "How far is the learning model shared?",
    "guidance": "What would a visitor be told?",
    "language": "en",
    "protected": False,
    "form": FORM,
}
QUESTIONNAIRE = {
    "invitation_id": INVITATION_ID,
    "title": "Are we ready? Autumn 2026",
    "description": "Ten conditions that carry the change.",
    "level": "district",
    "role": "teacher",
    "language": "en",
    "languages": ["en", "es"],
    "state": "open",
    "opens_on": "2026-10-05",
    "closes_on": "2026-10-23",
    "closed_on": None,
    "received_on": None,
    "who_sees": "You need not answer. Reviewers whom the district names read what you write, without your name.",
    "who_sees_language": "en",
    "notice": "Your union knows that you are asked.",
    "minimum": 8,
    "sections": [
        {
            "key": "learning_model",
            "title": "Learning model",
            "description": "",
            "questions": [SHOWN_QUESTION],
        }
    ],
    "answers": [STORED],
    "answered": 1,
    "asked": 1,
}
ANSWER = {"sequence": 2, "said": "value", "value": 3, "evidence": None}
SAVED = STORED | {"outcome": "stored", "next_sequence": 3}
RECEIVED = {"invitation_id": INVITATION_ID, "received_on": "2026-10-12"}
OWN_INVITATION = {
    "invitation_id": INVITATION_ID,
    "title": "Are we ready? Autumn 2026",
    "role": "leader",
    "language": "en",
    "state": "open",
    "opens_on": "2026-10-05",
    "closes_on": "2026-10-23",
    "closed_on": None,
    "received_on": None,
}
PAPER = {
    "role": "family",
    "language": "es",
    "answers": [{"question": QUESTION, "said": "value", "value": 2}],
}
ENTERED = {"assessment_id": ASSESSMENT_ID, "invitation_ids": [INVITATION_ID], "answers": 1}
PAPER_SHEET = f"role,language,{QUESTION}\nfamily,es,2\nfamily,en,dont_know\n"
