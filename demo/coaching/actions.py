"""What the two districts of an engagement do about a gap: proposed, agreed, used, done, given up, come to a stop."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Literal

from demo.calls import Caller
from demo.coaching.teams import Engagement
from demo.policies import ZONE
from shared.values.calendar import day_of
from shared.values.clock import utc_now

ACTIONS = "/coaching/v1/actions"
Reached = Literal["proposed", "agreed", "used", "confirmed", "done", "dropped", "left"]
PLANS: Sequence[Sequence[Reached]] = (
    ("done", "left", "proposed"),
    ("used",),
    ("confirmed", "agreed", "used", "dropped"),
    ("agreed", "used", "left"),
    ("agreed", "proposed"),
)
"""How far actions are in each engagement, in the order of the partners and of their needs."""
_STEPS = ("Name who tries it first", "Try it for two weeks", "Say what it changed, and for whom")
_DROP = {"reason": "replaced", "words": "The union and we found a simpler way, which is in the new contract."}
WORDS: Mapping[str, tuple[str, str]] = {
    "curriculum": ("Two grades write one unit backwards from what learners are to be able to do.",
                   "Planning backwards from competencies"),
    "instruction": ("Three teachers group learners anew each week, by what they have shown.",
                    "Groups that change: a guide for the first month"),
    "assessment": ("Every learner may show a target again; the team agrees on what counts as shown.",
                   "Ways to show it again"),
    "environments": ("Learners choose where they work on two afternoons, and say what helped.",
                     "A walk through three rooms"),
    "supports": ("Every learner has one adult who asks how it goes, each week.",
                 "The adult who asks: a script for advisories"),
    "development": ("Teachers visit each other once a month, and write down one thing to try.",
                    "Visiting a colleague's room"),
    "leadership": ("The board hears from three learners, before it hears from us.",
                   "A board meeting that learners open"),
    "technology": ("Records of evidence are kept in one place in every school.",
                   "One record: what to write, and when"),
    "data": ("Teams look at one chart a month and say what they will change.",
             "Reading a run chart together"),
    "partnerships": ("Families see what their child has mastered, and what comes next.",
                     "Student-led conferences: the first evening"),
}  # fmt: skip


async def act_on_gaps(
    engagement: Engagement,
    needs: Sequence[Mapping[str, Any]],
    reached: Sequence[Reached],
    today: date,
    meeting_id: str | None,
) -> None:
    """Brings one action to each of these states, each about a gap of its own, agreed in this meeting; what is there
    already stays.
    """
    there = {one["gap_id"] for one in await engagement.host.all(f"{ACTIONS}?engagement_id={engagement.engagement_id}")}
    partner = engagement.partner
    for place, (need, state) in enumerate(zip(needs, reached, strict=False)):
        if need["gap_id"] not in there and need["state"] == "open":
            owner = partner.educators[-1] if state == "left" else partner.staying[place % len(partner.staying)]
            action = _action(engagement, need, owner, today + timedelta(days=21 + 7 * place))
            await _bring_to(engagement, state, action | ({"meeting_id": meeting_id} if state != "proposed" else {}))


def _action(engagement: Engagement, need: Mapping[str, Any], owner: str, due_on: date) -> dict[str, Any]:
    words, resource = WORDS[need["condition"]]
    return {
        "engagement_id": engagement.engagement_id,
        "gap_id": need["gap_id"],
        "words": words,
        "steps": list(_STEPS),
        "resource_title": resource,
        "due_on": due_on.isoformat(),
        "owner_member_id": engagement.members[owner],
    }


async def _bring_to(engagement: Engagement, state: Reached, body: Mapping[str, Any]) -> None:
    """The partner proposes what the host is still to agree to; else the host does, and the partner agrees."""
    host, partner = engagement.host, engagement.partner.caller
    first, second = (partner, host) if state == "proposed" else (host, partner)
    path = f"{ACTIONS}/{(await first.post(ACTIONS, body))['action_id']}"
    if state == "proposed":
        return
    await second.edit_as_read("POST", path, f"{path}/agree")
    if state in ("used", "confirmed", "done"):
        await _use(partner, path)
    for caller in {"confirmed": (partner,), "done": (partner, host)}.get(state, ()):
        await caller.edit("POST", f"{path}/confirm")
    if state == "dropped":
        await partner.edit("POST", f"{path}/drop", _DROP)
    if state == "left":
        await partner.edit("POST", f"{engagement.path}/members/{body['owner_member_id']}/leave")


async def _use(partner: Caller, path: str) -> None:
    await partner.edit("POST", f"{path}/resource-used", {"on": day_of(utc_now(), ZONE).isoformat()})
