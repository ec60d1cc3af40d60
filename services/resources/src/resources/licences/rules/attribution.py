"""Who is to be credited for a part, as it was when it was taken.

A credit holds title, authors, source and licence ("TASL", as Creative Commons recommends) and what was changed. It is a
snapshot: it stays whole when its source or even the licence's entry in the catalogue is gone. An adaptation's credits
are its own and then those of all that it was made of, from the nearest to the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from resources.common.rules.problems import Problem
from resources.licences.rules.catalogue import licence_of
from resources.licences.rules.licence import Demand, Kind


@dataclass(frozen=True, slots=True)
class CitedLicence:
    """A licence as it was cited. `text_goes_along`: it wants its whole text with every copy."""

    licence_id: str
    kind: Kind
    name: str
    title: str
    url: str | None
    text_goes_along: bool


@dataclass(frozen=True, slots=True)
class Credit:
    """Credit for one work. `authors` are the names that they gave themselves; `source` is where it was found, an
    address. `changes` says what was changed of what it was made of; None: it is an original, or unaltered.
    """

    title: str | None
    authors: tuple[str, ...]
    source: str | None
    licence: CitedLicence
    changes: str | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """The credits of a part: its own, and of what it was made of, the nearest first. It is never without its own."""

    own: Credit
    lineage: tuple[Credit, ...] = ()

    @property
    def credits(self) -> tuple[Credit, ...]:
        return (self.own, *self.lineage)


def cite(licence_id: str | None) -> CitedLicence:
    """Returns a licence as it is cited today. Raises a KeyError where the catalogue has none of this id."""
    licence = licence_of(licence_id)
    return CitedLicence(
        licence_id=licence.licence_id,
        kind=licence.kind,
        name=licence.name,
        title=licence.title,
        url=licence.url,
        text_goes_along=Demand.LICENCE_TEXT in licence.demands,
    )


def adapted(upstream: tuple[Attribution, ...], own: Credit) -> Attribution:
    """Returns the attribution of a part that was made of parts with these. What several of them go back to is named
    once, at its first place.
    """
    return Attribution(own, tuple(dict.fromkeys(credit for one in upstream for credit in one.credits)))


def validate_attribution(attribution: Attribution, pointer: str = "") -> Iterator[Problem]:
    """Yields what a credit lacks that a licence demands: who is to be credited, where that can be read, and of an
    adaptation that it was changed.
    """
    own = attribution.own
    demanded = {demand for one in attribution.credits for demand in licence_of(one.licence.licence_id).demands}
    if Demand.ATTRIBUTION in licence_of(own.licence.licence_id).demands and not any(map(str.strip, own.authors)):
        yield Problem(f"{pointer}/authors", "This licence demands that somebody is credited: name an author or holder.")
    if own.source is not None and not own.source.startswith(("https://", "http://")):
        yield Problem(f"{pointer}/source", "A source is an address that begins with https:// or http://: write it out.")
    if attribution.lineage and Demand.INDICATE_CHANGES in demanded and not (own.changes or "").strip():
        yield Problem(
            f"{pointer}/changes", "What this was made of demands that changes are indicated: say what was changed."
        )
