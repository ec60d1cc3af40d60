"""Which scopes there are, and what each role of a person may do.

A person's scopes are bounded by whose they are: `competency.read` and `dashboards.read` give a learner, a family and an
educator the records of their own learners only, and so does `competency.take-part`, which is what people do themselves:
plans, reviews, requests. `readiness.take-part` is answering an assessment, and `readiness.review` checking the evidence
of answers and scoring applications, for whoever was named to do so. `coaching.take-part` is raising a concern, and
`coaching.safeguard` reading those of the district, for whoever was named to do so. `resources.read` is reading the
library, `resources.write` making items of it, `resources.curate` deciding what is published, for whoever was named to
do so, and `resources.manage` naming them.
"""

from collections.abc import Iterable

ADMINISTRATOR = frozenset(
    {
        "changes.read",
        "coaching.read",
        "coaching.safeguard",
        "coaching.take-part",
        "coaching.write",
        "competency.read",
        "competency.take-part",
        "competency.write",
        "dashboards.read",
        "partners.manage",
        "partners.read",
        "readiness.read",
        "readiness.review",
        "readiness.take-part",
        "readiness.write",
        "resources.curate",
        "resources.manage",
        "resources.read",
        "resources.write",
        "rostering.read",
        "rostering.write",
        "webhooks.manage",
    }
)
"""Everything a district may let its systems do."""

PLATFORM_MANAGE = "platform.manage"
"""Registering districts: only the client that bootstrap makes has it."""

KNOWN = ADMINISTRATOR | {PLATFORM_MANAGE}

PASSWORD_CHANGE = "password.change"  # noqa: S105 (a scope, no secret)
"""Changing one's own password: for people only, and all a person may do whose password was shown to an operator."""

_PERSON = frozenset(
    {
        "coaching.take-part",
        "competency.read",
        "competency.take-part",
        "dashboards.read",
        "readiness.take-part",
        "resources.read",
    }
)
_EDUCATOR = _PERSON | {"coaching.safeguard", "readiness.review", "resources.curate", "resources.write"}
_LEADER = _EDUCATOR | {
    "coaching.read",
    "coaching.write",
    "partners.read",
    "readiness.read",
    "readiness.write",
    "resources.manage",
}

OF_ROLE = {
    "learner": _PERSON,
    "family": _PERSON,
    "educator": _EDUCATOR,
    "leader": _LEADER,
    "operator": _LEADER | {"changes.read", "partners.manage", "rostering.read", "webhooks.manage"},
}


def unknown(scopes: Iterable[str]) -> list[str]:
    """Returns those that do not exist."""
    return sorted(set(scopes) - KNOWN)


def beyond(scopes: Iterable[str], held: Iterable[str]) -> list[str]:
    """Returns those that somebody who holds only `held` may not pass on."""
    return sorted(set(scopes) - set(held))
