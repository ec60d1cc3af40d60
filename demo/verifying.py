"""A district has a few answers verified: its leader names two reviewers, who write what the evidence shows, and why."""

from dataclasses import dataclass

from demo.assessing import READINESS
from demo.browsing import put, signed_in
from demo.calls import Caller
from demo.state import DemoState


@dataclass(frozen=True, slots=True)
class Finding:
    """What a reviewer finds of a question, by which file."""

    value: bool | int
    note: str
    file: str


BY_THE_EDUCATOR = {
    "curriculum.statements": Finding(
        2, "Science and mathematics have competencies in steps; the other subjects still have chapter lists.",
        "competencies-in-science.pdf",
    ),
    "assessment.evidence": Finding(
        3, "Guides for judging projects are shared by both middle schools. Samples are not judged together yet.",
        "guides-for-projects.pdf",
    ),
}  # fmt: skip
"""Whom one can sign in as."""
BY_THE_OTHER = {
    "leadership.board": Finding(
        True, "The minutes of the meeting in May say it, with five votes to none.", "minutes-of-may.pdf"
    )
}


async def verify(base: str, state: DemoState, district: str, caller: Caller, other: Caller, assessment_id: str) -> None:
    """Names the district's educator and one more, and has them verify; what they found before is written again."""
    educator, leader = (f"{role}@{district}.example" for role in ("educator", "leader"))
    ids = {one["user_name"]: one["account_id"] for one in await caller.all("/partners/v1/accounts")}
    path = f"{READINESS}/assessments/{assessment_id}"
    named = {
        "reviewers": [ids[educator], state.districts[other_reviewer(district)].client_id],
        "questions": [*BY_THE_EDUCATOR, *BY_THE_OTHER],
    }
    async with signed_in(base, state, leader) as browser:
        await put(browser, f"{path}/review", named)
    async with signed_in(base, state, educator) as browser:
        for question, found in BY_THE_EDUCATOR.items():
            await put(browser, f"{path}/verifications/{question}", body_of(found))
    for question, found in BY_THE_OTHER.items():
        await other.edit("PUT", f"{path}/verifications/{question}", body_of(found))


def other_reviewer(district: str) -> str:
    """Under which code the client of the second reviewer is kept."""
    return f"verifier/{district}"


def body_of(found: Finding) -> dict[str, object]:
    """What a reviewer found, as the routes take it."""
    seen = [{"kind": "file", "reference": found.file}]
    return {"value": found.value, "note": found.note, "evidence_seen": seen}
