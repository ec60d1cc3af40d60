"""What is said in coaching is never read to evaluate a person.

Whoever must fear to be judged by it says nothing. So what people write in coaching (notes, actions, handovers, agendas)
is opened by scopes of coaching alone, which no role of evaluation has, and is asked for by the thing that it is about
(an engagement, a gap, a meeting), never by the person: nothing gathers what one person has said or done.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

SCOPES = frozenset({"coaching.read", "coaching.write", "coaching.take-part", "coaching.safeguard"})
"""The only scopes that open what is written in coaching. Whoever keeps people safe reads what a concern is about: to
protect, which is no evaluation.
"""

BY_PERSON = frozenset(
    {
        "author", "coach", "coach_id", "member_id", "owner", "owner_member_id", "person", "person_id", "subject",
        "written_by",
    }
)  # fmt: skip
"""What nobody may gather content by."""


def evaluation_problems(scopes: Collection[str], narrowed_by: Collection[str]) -> Iterator[str]:
    """Yields how an operation that reads content could serve to evaluate a person: by its scopes, or by what its list
    may be narrowed by.
    """
    for scope in sorted(set(scopes) - SCOPES):
        yield f"the scope {scope} opens it: only {', '.join(sorted(SCOPES))} may"
    if not scopes:
        yield "no scope is demanded"
    for name in sorted(BY_PERSON & set(narrowed_by)):
        yield f"it gathers by {name}: ask by engagement, gap or meeting"
