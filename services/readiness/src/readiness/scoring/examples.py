"""Examples of scoring: what Riverside's assessment came to."""

from readiness.assessments.examples import ASSESSMENT_ID, INSTRUMENT_ID, QUESTION, SHOWN_QUESTION

GAP_ID = "0198f0d1-8a10-7c55-9e21-4b7d20c9f513"
EARLIER_ID = "0198a1b2-61c0-7d11-8f02-93ab12cd5e70"
GROUP = "teacher"

SUMMARY = {
    "assessment_id": ASSESSMENT_ID,
    "result": 1,
    "closed_on": "2026-10-23",
    "scored_at": "2026-10-24T04:00:41Z",
    "score": 0.583333,
    "reached": "developing",
}
LEVEL = {"key": "developing", "by_score": "developing", "held_by": [QUESTION]}
GATE = {
    "condition": "learning_model",
    "question": QUESTION,
    "threshold": 0.6,
    "score": 0.583333,
    "status": "missed",
}
ASKED = {"role": "teacher", "population": 260, "invited": 251, "picked_by": "everyone"}
RESULT = SUMMARY | {
    "public_record": True,
    "instrument_id": INSTRUMENT_ID,
    "instrument_version": 1,
    "level": "district",
    "site_id": None,
    "target": "ready",
    "reaches": LEVEL,
    "confidence": "high",
    "gates": [GATE],
    "conditions": [
        {
            "condition": "learning_model",
            "weight": 1.0,
            "score": 0.583333,
            "reaches": LEVEL,
            "confidence": "high",
            "groups": [{"group": GROUP, "roles": ["teacher"], "weight": 1.0, "score": 0.583333, "confidence": "high"}],
        }
    ],
    "responses": [{"roles": [ASKED], "submitted": 164, "response": 0.653386, "coverage": 0.630769}],
    "agreement": [
        {
            "group": GROUP,
            "levels": 4,
            "questions": ["learning_model.shared", "learning_model.used", "learning_model.known"],
            "alpha": {"value": 0.412312, "not_defined_because": None},
            "alpha_low": 0.102113,
            "alpha_high": 0.722511,
            "interval_not_defined_because": None,
            "ac2": {"value": 0.684211, "not_defined_because": None},
        }
    ],
    "verified": [
        {
            "question": QUESTION,
            "self_rated": 0.583333,
            "verified": 0.333333,
            "verified_by": "reviewer.riverside",
            "verified_on": "2026-10-28",
        }
    ],
}
ANSWERS = {
    "question": QUESTION,
    "weight": 1.0,
    "share": 1.0,
    "because": None,
    "score": 0.583333,
    "stands": False,
    "lines": [
        {"answer": "1", "count": 40, "each": 0.0, "total": 0.0},
        {"answer": "4", "count": 56, "each": 1.0, "total": 56.0},
    ],
    "not_counted": {"dont_know": 3, "not_applicable": 0, "skipped": 2},
}
EXPLANATION = {
    "assessment_id": ASSESSMENT_ID,
    "result": 1,
    "depth": "released",
    "levels": [
        {"key": "emerging", "at_least": 0.0},
        {"key": "developing", "at_least": 0.4},
        {"key": "ready", "at_least": 0.65},
        {"key": "leading", "at_least": 0.85},
    ],
    "target": "ready",
    "score": 0.583333,
    "reaches": LEVEL,
    "conditions": [
        {
            "condition": "learning_model",
            "weight": 1.0,
            "share": 1.0,
            "because": None,
            "score": 0.583333,
            "reaches": LEVEL,
            "groups": [
                {
                    "group": GROUP,
                    "roles": ["teacher"],
                    "weight": 1.0,
                    "share": 1.0,
                    "because": None,
                    "score": 0.583333,
                    "questions": [ANSWERS],
                }
            ],
        }
    ],
    "gates": [
        GATE
        | {
            "groups": [
                {
                    "group": GROUP,
                    "roles": ["teacher"],
                    "weight": 1.0,
                    "share": 1.0,
                    "because": None,
                    "score": 0.583333,
                    "questions": [ANSWERS],
                }
            ]
        }
    ],
}
GAP = {
    "gap_id": GAP_ID,
    "instrument_id": INSTRUMENT_ID,
    "level": "district",
    "site_id": None,
    "kind": "gate_missed",
    "condition": "learning_model",
    "question": QUESTION,
    "severity": "critical",
    "state": "open",
    "opened": {"assessment_id": ASSESSMENT_ID, "result": 1, "on": "2026-10-23"},
    "seen": {"assessment_id": ASSESSMENT_ID, "result": 1, "on": None},
    "closed": None,
}
GAP_WITH_EVIDENCE = GAP | {
    "score": 0.583333,
    "wanted": 0.6,
    "distance": 0.016667,
    "evidence": [{"question": QUESTION, "group": GROUP, "score": 0.583333, "counted": 96}],
    "lifts": [],
    "closes_when": "The question's score over all roles reaches its threshold.",
}
EVIDENCE = {"kind": "link", "reference": "https://riverside.example/board/minutes-2026-09"}
REVIEW_TERMS = {"reviewers": ["0198f0d1-1111-7c55-9e21-4b7d20c9f513"], "questions": [QUESTION]}
REVIEW = REVIEW_TERMS | {"named_by": "sis.riverside", "named_on": "2026-10-24", "version": 1}
VERIFIED = {"value": 2, "note": "The minutes name the model; no school shows it.", "evidence_seen": [EVIDENCE]}
VERIFICATION = VERIFIED | {
    "question": QUESTION,
    "score": 0.333333,
    "verified_by": "reviewer.riverside",
    "verified_on": "2026-10-28",
    "version": 1,
}
OF_ASSESSMENT = {
    "assessment_id": ASSESSMENT_ID,
    "title": "Are we ready? Autumn 2026",
    "level": "district",
    "site_id": None,
}
TO_VERIFY = OF_ASSESSMENT | {"closed_on": "2026-10-23", "chosen": 4, "verified": 1}
VERIFICATION_SHEET = OF_ASSESSMENT | {
    "language": "en",
    "languages": ["en", "es"],
    "conditions": [
        {
            "key": "learning_model",
            "title": "Learning model",
            "questions": [
                SHOWN_QUESTION | {"scored": True, "self_rated": 0.583333, "evidence": 4, "verification": VERIFICATION}
            ],
        }
    ],
}
GIVEN_EVIDENCE = {"question": QUESTION} | EVIDENCE
COMMENT = {"question": "learning_model.why", "words": "We know the words, and not yet what to do.", "role": "teacher"}
DELTA = {"before": 0.45, "after": 0.583333, "change": 0.133333, "because": None}
COMPARISON = {
    "before": SUMMARY | {"assessment_id": EARLIER_ID, "closed_on": "2025-10-24", "score": 0.45},
    "after": SUMMARY,
    "comparable": True,
    "kept": 1.0,
    "why_not": None,
    "whole": DELTA,
    "conditions": [
        {
            "condition": "learning_model",
            "comparable": True,
            "kept": 1.0,
            "delta": DELTA,
            "groups": [{"group": GROUP, "roles": ["teacher"], "delta": DELTA, "questions": [QUESTION]}],
        }
    ],
    "questions": [
        {
            "question": QUESTION,
            "earlier": QUESTION,
            "groups": [{"group": GROUP, "roles": ["teacher"], "delta": DELTA}],
        }
    ],
    "only_before": [],
    "only_after": [],
}
EXPORT = "record,assessment_id,result,closed_on,part,condition,question,group,counted,score,reached,status\r\n"
