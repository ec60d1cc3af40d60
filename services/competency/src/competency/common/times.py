"""The times for which a request asks: two of what learners showed, one of what is only ever recorded."""

from datetime import datetime
from typing import Annotated

from fastapi import Depends, Query

from competency.common.as_of import AsOf
from shared.errors import invalid
from shared.http.fields import Moment

ShownBy = Annotated[Moment | None, Query(description="what the learner had shown by then")]
KnownAt = Annotated[Moment | None, Query(description="as far as we knew then")]
NotShown = Annotated[str | None, Query(include_in_schema=False)]
Older = Annotated[Moment | None, Query(deprecated=True, description="the older name of it; only one of the two")]


async def times_asked_for(
    as_of: ShownBy = None, known_at: KnownAt = None, observed_as_of: Older = None, known_as_of: Older = None
) -> AsOf:
    """Returns the times of a request: either alone, or both; by their older names, too."""
    for name, value, older, other in (
        ("as_of", as_of, "observed_as_of", observed_as_of),
        ("known_at", known_at, "known_as_of", known_as_of),
    ):
        if value is not None and other is not None:
            raise invalid(f"/{name}", f"Ask for one time: {older} is the older name of {name}.")
    return AsOf(as_of or observed_as_of, known_at or known_as_of)


Times = Annotated[AsOf, Depends(times_asked_for)]


async def known_by(known_at: KnownAt = None, as_of: NotShown = None) -> datetime | None:
    """Returns the time at which something was known. It has no day on which a learner showed it: whoever asks for one
    is refused, so that nobody misreads the answer.
    """
    if as_of is not None:
        raise invalid("/as_of", "This has one time, when we knew it. Ask for it as it stood by known_at.")
    return known_at


Known = Annotated[datetime | None, Depends(known_by)]
