"""The two times that a view may be asked for; of what is written and never shown there is but one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Query

from shared.errors import invalid
from shared.http.fields import Moment

AsOf = Annotated[Moment | None, Query(description="what the learner had shown by then")]
KnownAt = Annotated[Moment | None, Query(description="as far as we knew then")]
NotShown = Annotated[str | None, Query(include_in_schema=False)]
Older = Annotated[Moment | None, Query(deprecated=True, description="the older name of it; only one of the two")]


@dataclass(frozen=True)
class Both:
    observed: datetime | None
    known: datetime | None


async def asked_for(
    as_of: AsOf = None, known_at: KnownAt = None, observed_as_of: Older = None, known_as_of: Older = None
) -> Both:
    """Each alone, or both; under the names they had before, too."""
    for name, value, older, other in (
        ("as_of", as_of, "observed_as_of", observed_as_of),
        ("known_at", known_at, "known_as_of", known_as_of),
    ):
        if value is not None and other is not None:
            raise invalid(f"/{name}", f"Ask for one time: {older} is the older name of {name}.")
    return Both(as_of or observed_as_of, known_at or known_as_of)


Times = Annotated[Both, Depends(asked_for)]


async def known_by(known_at: KnownAt = None, as_of: NotShown = None) -> datetime | None:
    """For what has no day of its own on which a learner showed it: who asks for that one is told, not misread."""
    if as_of is not None:
        raise invalid("/as_of", "This has one time, when we knew it. Ask for it as it stood by known_at.")
    return known_at


Known = Annotated[datetime | None, Depends(known_by)]
