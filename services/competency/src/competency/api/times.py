"""The two times that every view of mastery may be asked for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Query

from shared.errors import invalid
from shared.fields import Moment

AsOf = Annotated[Moment | None, Query(description="what the learner had shown by then")]
KnownAt = Annotated[Moment | None, Query(description="as far as we knew then")]
Older = Annotated[Moment | None, Query(deprecated=True)]


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
