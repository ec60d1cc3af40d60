"""What districts of the network lay down about mastery: each goes its own way.

The host and the newcomer have laid down nothing: there the highest score counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from demo import framework
from demo.calls import Caller
from demo.records import District


@dataclass(frozen=True, slots=True)
class Policy:
    """How mastery is determined: of the district, of the framework, or of the one item with this code."""

    level: str
    method: str
    parameter: int | None = None
    code: str | None = None

    @property
    def subject_id(self) -> str | None:
        if self.level == "framework":
            return str(framework.package()["CFDocument"]["identifier"])
        return framework.identifier(self.code) if self.code else None


POLICIES: Mapping[str, Sequence[Policy]] = {
    "almond-crossing": [Policy("framework", "decaying_average", 65)],
    "egret-landing": [Policy("district", "standard_decaying_average", 70)],
    "quail-slough": [Policy("framework", "average"), Policy("item", "n_mastery", 2, "LL.CV.2")],
}
CHANGED: Mapping[str, Policy] = {"egret-landing": Policy("district", "latest")}
"""Laid down when the year so far had been recorded: what was mastered is determined anew."""

_TOPIC = {"rule": "at_least", "least": 2}
CRITERIA: Mapping[str, Mapping[str, dict[str, Any]]] = {
    "quail-slough": {
        "MA.NQ": {"rule": "weighted", "mastery": 1},
        **dict.fromkeys(("MA.PR", "MA.AL", "MA.GM", "MA.DC"), _TOPIC),
        "MA": {"rule": "at_least", "least": 2},
    }
}
"""A tree of one area: its topics come of their targets, and it comes of its topics."""


ZONE = "America/Los_Angeles"
"""All of the network lies in one valley of California: a day there begins when it does at its schools."""


async def set_policies(caller: Caller, district: District) -> None:
    """What holds from the first piece of evidence on."""
    await caller.edit("PUT", "/competency/v1/planning-rules", {"time_zone": ZONE})
    for policy in POLICIES.get(district.code, ()):
        await _put_in_force(caller, policy)
    for code, criterion in CRITERIA.get(district.code, {}).items():
        await caller.edit("PUT", f"/competency/v1/items/{framework.identifier(code)}/criterion", criterion)


async def change(caller: Caller, district: District) -> None:
    """What the district thought better of."""
    if policy := CHANGED.get(district.code):
        await _put_in_force(caller, policy)


async def _put_in_force(caller: Caller, policy: Policy) -> None:
    terms = {"method": policy.method, "parameter": policy.parameter}
    wanted = {"level": policy.level, "subject_id": policy.subject_id, "policy": terms}
    key = f"demo-{policy.level}-{policy.code}-{policy.method}"
    draft = await caller.post("/competency/v1/policies", wanted, key=key)
    await caller.post(f"/competency/v1/policies/{draft['policy_id']}/activate", {}, key=f"{key}-activate")
