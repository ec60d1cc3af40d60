"""What competency answers, as its own document of the API describes it; and competency itself away."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from httpx import Request, Response

from shared.http.peers import ServiceClient
from shared.outgoing.client import AsyncClient, MockTransport

Uid = Callable[[str], UUID]


@dataclass
class Competency:
    """Stands where competency does: by path what it answers; everything else is its 404. What happens `meanwhile` has
    happened before it answers.
    """

    uid: Uid
    answers: dict[str, Any] = field(default_factory=dict)
    refusals: dict[str, int] = field(default_factory=dict)
    heard: list[Request] = field(default_factory=list)
    away: bool = False
    meanwhile: Callable[[], Awaitable[None]] | None = None

    def peer(self) -> ServiceClient:
        client = AsyncClient(transport=MockTransport(self._answer), base_url="http://competency")
        return ServiceClient("http://competency", seconds=2, client=client)

    async def _answer(self, request: Request) -> Response:
        self.heard.append(request)
        if self.meanwhile:
            await self.meanwhile()
        path = request.url.path
        if self.away:
            return Response(503)
        if path in self.refusals:
            return Response(self.refusals[path], json={"detail": "No."})
        if path not in self.answers:
            return Response(404, json={"detail": "There is no such thing."})
        return Response(200, json=self.answers[path])

    def learner(self, name: str, rest: str) -> str:
        return f"/competency/v1/learners/{self.uid(name)}/{rest}"

    def framework(self, rest: str) -> str:
        return f"/competency/v1/frameworks/{self.uid('framework')}/{rest}"


def explanation(uid: Uid, **changed: Any) -> dict[str, Any]:
    """Ana's tens and ones: three pieces, of which the newest makes up 65 %, and one was declared void."""
    moment = "2026-11-0{}T10:00:00Z".format

    def piece(number: int, kind: str, score: float | None, share: float | None, reason: str | None) -> dict[str, Any]:
        return {
            "evidence_id": str(uid(f"piece-{number}")), "kind": kind, "score": score, "observed_at": moment(number),
            "recorded_at": moment(number), "share": share, "reason": reason, "because": "In English.",
        }  # fmt: skip

    return {
        "learner_id": str(uid("ana")),
        "item_id": str(uid("MA.NQ.2")),
        "result": {
            "score": 2.48, "mastered": False, "observed_at": moment(3), "deciding": str(uid("piece-3")), "pieces": 2,
        },
        "policy": {
            "policy_id": str(uid("policy")), "level": "framework", "version": 3, "method": "decaying_average",
            "parameter": 65, "mastery": 3, "scale_minimum": 1, "scale_maximum": 4,
            "kinds": ["performance_task", "teacher_judgement"], "self_and_peer": "supports", "window_days": None,
        },
        "as_of": {"now": moment(9), "observed": None, "known": None},
        "pieces": [
            piece(1, "teacher_judgement", 1.5, 0.35, None), piece(2, "test", 4, None, "voided"),
            piece(3, "performance_task", 3, 0.65, None),
        ],
        "steps": [
            {"what": "the mean of the 1 older scores", "formula": "(1.5) ÷ 1", "value": 1.5},
            {"what": "the newest score, and that mean", "formula": "3 × 0.65 + previous × 0.35", "value": 2.475},
            {"what": "to two places, halves up", "formula": "round(previous)", "value": 2.48},
        ],
        "prospect": {"gained_from": 3.29, "lost_up_to": None, "words": "In English."},
        "up_to_date": True,
        "level": None,
        "criterion": None,
        "children": [],
    } | changed  # fmt: skip


def history(uid: Uid) -> dict[str, Any]:
    def held(day: int, score: float | None, cause: str, *, mastered: bool = False) -> dict[str, Any]:
        at = f"2026-11-0{day}T10:00:00Z"
        return {
            "score": score, "mastered": mastered, "observed_at": at, "deciding": None, "pieces": 1, "known_at": at,
            "cause": cause, "policy_id": str(uid("policy")), "policy_version": 3,
            "criterion_version": None,
        }  # fmt: skip

    return {"items": [held(1, 1.5, "evidence"), held(2, 3.1, "evidence", mastered=True), held(3, 2.48, "voiding")]}


EDITIONS = [
    {"edition": 2, "imported_at": "2026-10-01T08:00:00Z", "items": 9, "defects": 3},
    {"edition": 1, "imported_at": "2026-08-01T08:00:00Z", "items": 9, "defects": 0},
]


def named(uid: Uid, code: str, statement: str) -> dict[str, Any]:
    return {"item_id": str(uid(code)), "statement": statement, "coding_scheme": code}


def difference(uid: Uid) -> dict[str, Any]:
    changed = named(uid, "MA.NQ.1", "Counts and orders objects") | {
        "old_item_id": str(uid("MA.NQ.1")), "moved": True, "old_parent": None, "new_parent": str(uid("MA.NQ")),
        "fields": [{"field": "full_statement", "old": "Counts objects", "new": "Counts and orders objects"},
                   {"field": "education_level", "old": ["05"], "new": ["05", "06"]},
                   {"field": "notes", "old": "<b>old</b>", "new": None}],
    }  # fmt: skip
    return {
        "framework_id": str(uid("framework")), "old_edition": 1, "new_edition": 2,
        "document": [{"field": "title", "old": "Orchard", "new": "Orchard framework"}],
        "added": [named(uid, "MA.NQ.9", "Rounds numbers")], "removed": [named(uid, "MA.NQ.8", "Uses an abacus")],
        "changed": [changed], "same": 7, "associations_added": 0, "associations_removed": 1,
    }  # fmt: skip


def report(uid: Uid) -> dict[str, Any]:
    def defect(pointer: str, code: str | None, times: int) -> dict[str, Any]:
        return {"pointer": pointer, "found": "<null>", "done": "left out", "times": times, "code": code}

    return {
        "framework_id": str(uid("framework")), "edition": 2, "title": "Orchard framework",
        "imported_at": "2026-10-01T08:00:00Z", "by_code": {"null": 1200, "cycle": 1, "unlisted": 4},
        "defects": [
            defect("/CFItems/0/notes", "null", 1200), defect("/CFAssociations/3", "cycle", 1),
            defect("", "unlisted", 4),
        ],
    }  # fmt: skip


def lineage(uid: Uid) -> dict[str, Any]:
    def kin(fate: str, original: Any, own: Any, fields: Any = ()) -> dict[str, Any]:
        return {"fate": fate, "original": original, "own": own, "fields": list(fields), "moved": False}

    one, two = named(uid, "MA.NQ.1", "Counts objects"), named(uid, "MA.NQ.2", "Explains tens and ones")
    said = {"field": "full_statement", "old": "Counts things", "new": "Counts objects"}
    return {
        "framework_id": str(uid("framework")), "original_id": str(uid("original")),
        "original_title": "The host's framework", "original_edition": 1, "newest_edition": 3, "kept": 0.5,
        "counts": {"same": 1, "changed": 1, "added": 1, "dropped": 0},
        "items": [kin("changed", one, one, [said]), kin("same", two, two),
                  kin("added", None, named(uid, "X.1", "Our own"))],
    }  # fmt: skip


def pace(status: str, **changed: Any) -> dict[str, Any]:
    nobody = "00000000-0000-4000-8000-000000000000"
    return {
        "plan_id": nobody, "learner_id": nobody, "as_of": "2026-11-10", "since": None, "reckoned": status,
        "status": status, "basis": "dates", "shortfall": 1, "early": 0, "total": 12, "achieved": 4, "due": 5,
        "due_mastered": 4, "per_week": 0.5, "needed_per_week": 1, "hand": None, "line": None, "words": "In English.",
    } | changed  # fmt: skip


def paced_by_hand(uid: Uid) -> dict[str, Any]:
    """Behind, as the teacher has set it; with a line through the months of a year."""
    weeks = [
        {"ends_on": f"2026-{month:02}-28", "planned": month, "achieved": month - 1 if month < 6 else None}
        for month in range(1, 13)
    ]
    hand = {
        "status": "behind", "set_by": str(uid("teacher")), "set_on": "2026-11-01", "until": "2026-12-01",
        "words": "<i>soon</i>",
    }  # fmt: skip
    return pace("behind", basis="hand", hand=hand, line={"by": "dates", "left_out": 0, "weeks": weeks})


def blocked(uid: Uid) -> dict[str, Any]:
    """The sounds in a word wait for the pattern."""
    item = named(uid, "LI.WK.1", "Hears the sounds in a word") | {
        "framework_id": str(uid("framework")), "position": 8, "state": "blocked",
        "blocked_by": [named(uid, "MA.AL.1", "Continues a pattern")],
    }  # fmt: skip
    return {"items": [item], "next": None}


def case_item(uid: Uid) -> dict[str, Any]:
    def end(name: str, title: str) -> dict[str, Any]:
        return {"title": title, "identifier": str(uid(name)), "uri": f"http://x/{name}", "targetType": "CASE"}

    def link(kind: str, origin: Any, destination: Any) -> dict[str, Any]:
        return {
            "identifier": str(uid(f"{kind}{origin}")), "associationType": kind, "uri": "http://x",
            "originNodeURI": origin, "destinationNodeURI": destination, "lastChangeDateTime": "2026-08-01T08:00:00Z",
        }  # fmt: skip

    one, two = end("MA.NQ.1", "Counts objects"), end("MA.NQ.2", "Explains tens and ones")
    return {
        "CFItem": {
            "identifier": str(uid("MA.NQ.1")), "uri": "http://x/1", "fullStatement": "Counts objects, up to 1,000.",
            "educationLevel": ["05"], "conceptKeywords": ["counting"], "notes": "With <b>real</b> things.",
            "lastChangeDateTime": "2026-08-01T08:00:00Z",
        },
        "CFAssociations": [link("precedes", one, two), link("isChildOf", one, end("MA.NQ", "Number")),
                           link("isRelatedTo", end("elsewhere", "Somebody else's item"), one)],
    }  # fmt: skip


def review(uid: Uid, name: str, learner: str, item: str, state: str, moves: list[str], **more: Any) -> dict[str, Any]:
    at = "2026-11-10T10:00:00Z"
    return {
        "review_id": str(uid(name)), "learner_id": str(uid(learner)), "item_id": str(uid(item)), "state": state,
        "words": "I can show it with <b>blocks</b>.", "artefacts": [], "asked_at": at, "since": at,
        "taken_by": None, "answer": None, "evidence": [], "age_days": 4, "here_days": 0, "late": False,
        "moves": moves,
    } | more  # fmt: skip


def returned(uid: Uid, **more: Any) -> dict[str, Any]:
    """What Ana asked of tens and ones, returned with the teacher's words."""
    at = "2026-11-12T10:00:00Z"
    asked = review(
        uid, "returned", "ana", "MA.NQ.2", "returned", ["ask_again", "withdraw"], since=at,
        taken_by=str(uid("teacher")), answer="Show me <i>hundreds</i> too.",
    )  # fmt: skip
    return {"items": [asked | more], "next": None, "waiting": 0, "late": 0, "taken": 0}


def reviews(uid: Uid) -> dict[str, Any]:
    """Ana waits, Ben has been taken by the teacher."""
    film = {"url": "https://films.example/ana", "sha256": "0" * 64, "title": "My film"}
    return {
        "items": [
            review(uid, "first", "ana", "MA.NQ.2", "asked", ["take"], artefacts=[film], late=True),
            review(uid, "second", "ben", "MA.AL.1", "taken", ["give_back", "return", "decide"]),
        ],
        "next": None, "waiting": 1, "late": 1, "taken": 1,
    }  # fmt: skip


def amendment(uid: Uid, name: str = "asked", state: str = "requested", **changed: Any) -> dict[str, Any]:
    """A parent's request about Ana's third piece, with 45 days to decide it."""
    rights = {"requested": ["withdraw"], "refused": ["hearing", "statement"], "hearing": ["withdraw", "statement"]}
    clock = {"owed": "decision", "due_on": "2026-12-20", "days_left": 45, "overdue": False}
    return {
        "amendment_id": str(uid(name)), "learner_id": str(uid("ana")), "asked_by": str(uid("parent")),
        "asked_as": "parent", "ground": "inaccurate",
        "contested": [{"item_id": str(uid("MA.NQ.2")), "evidence_id": str(uid("piece-3"))}],
        "wrong": "That was <b>her brother's</b> work.", "should_be": "She reached 2.", "received_on": "2026-11-05",
        "state": state, "clock": clock if state == "requested" else None, "amended": [], "decided_by": None,
        "decided_on": None, "reasons": None, "hearing": None, "statement": None, "stated_on": None,
        "rights": [{"right": right, "words": "In English."} for right in rights.get(state, [])],
    } | changed  # fmt: skip


def evidence(uid: Uid) -> dict[str, Any]:
    """The pieces of Ana's tens and ones: the first, and the third, which is contested; the second is void."""

    def piece(number: int, score: float, **more: Any) -> dict[str, Any]:
        at = f"2026-11-0{number}T10:00:00Z"
        return {
            "evidence_id": str(uid(f"piece-{number}")), "learner_id": str(uid("ana")), "item_id": str(uid("MA.NQ.2")),
            "score": score, "observed_at": at, "recorded_at": at, "source": "exhibition", "external_id": None,
            "kind": "performance_task", "sender": "system:sis",
        } | more  # fmt: skip

    void = {"voided_at": "2026-11-06T10:00:00Z", "void_reason": "x"}
    return {"items": [piece(1, 1.5), piece(2, 4, **void), piece(3, 3, observer=str(uid("teacher")))], "next": None}


def verdict(*, good: bool) -> dict[str, Any]:
    def check(name: str, outcome: str, problem: str | None = None) -> dict[str, Any]:
        return {"name": name, "outcome": outcome, "problem": problem, "words": "In English."}

    shown = {
        "id": "urn:uuid:1", "kind": "badge", "name": "Tens and ones", "issuer": "did:web:trellis.test",
        "issuer_name": "Orchard Valley", "valid_from": "2026-11-01T10:00:00Z", "valid_until": None,
        "achievements": [{"name": "Explains tens and ones", "description": None, "criteria": None, "code": "MA.NQ.2",
                          "framework": None, "level": "Mastered", "score": "3.5", "awarded_at": None}],
    }  # fmt: skip
    after = [check("status", "passed")]
    if not good:
        after = [check("status", "failed", "revoked"), check("badges", "not_checked")]
    return {
        "good": good, "words": "In English.", "problems": [] if good else ["revoked"],
        "checks": [check("form", "passed"), check("signature", "passed"), *after],
        "credential": shown if good else None, "about_recipient": None,
    }  # fmt: skip
