"""What a published item is found by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from resources.items.rules.content import AlignedTo, Alignment, Content, PartKind
from resources.items.rules.publishing import GRADE_BANDS, terms_of
from resources.licences.rules.deciding import Act, may
from resources.licences.rules.effective import Audience
from resources.searches.rules.words import Stemmer, folded, primary, spelled, stemmable, stemmer_of

FORM = 2
"""How words are made of an item. Whoever changes that counts it up: the job then makes those of all items anew."""

MOST_LETTERS = 100_000
"""So much of an item is searched: PostgreSQL holds a megabyte of words in a row."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What an item is found and counted by. `targets` are what it is aligned to itself, as `item_target` and
    `condition_target` write them; the items of a framework above those come from the framework.
    """

    kind: str
    language: str
    grade_bands: tuple[str, ...]
    licences: tuple[str, ...]
    adaptable_by: tuple[str, ...]
    targets: tuple[str, ...]
    stemmer: Stemmer
    title: str
    description: str
    rest: str
    spelled: str


def entry_of(content: Content) -> Entry:
    """Returns what a published content is found by."""
    stemmer, terms = stemmer_of(content.language), terms_of(content)
    title, description = folded(content.title), folded(content.description)
    rest = " ".join(folded(one) for one in _rest(content))[: MOST_LETTERS - len(title) - len(description)]
    return Entry(
        kind=content.kind,
        language=primary(content.language),
        grade_bands=GRADE_BANDS if content.grade_band is None else (content.grade_band,),
        licences=terms.licence_ids,
        adaptable_by=tuple(one for one in Audience if may(one, Act.ADAPT, terms).allowed),
        targets=tuple(sorted(set(chain.from_iterable(targets_of(one) for one in content.alignments)))),
        stemmer=stemmer,
        title=stemmable(title, stemmer),
        description=stemmable(description, stemmer),
        rest=stemmable(rest, stemmer),
        spelled=spelled(f"{title} {description}"),
    )


def targets_of(alignment: Alignment) -> tuple[str, ...]:
    """Returns what an alignment is found by. A condition is found by its key alone, too: districts assess themselves by
    copies of an instrument, which have ids of their own and the same keys.
    """
    if alignment.to is AlignedTo.CONDITION:
        return condition_target(alignment.edition_id, alignment.target), condition_target(None, alignment.target)
    return (item_target(alignment.target),)


def item_target(item_id: str | UUID) -> str:
    """Returns an item of a framework as an entry has it: its id is the same in every edition."""
    return f"item/{item_id}".lower()


def condition_target(instrument_id: UUID | None, condition: str) -> str:
    """Returns a condition of an instrument, or of any that has this key, as an entry has it."""
    return f"condition/{condition}" if instrument_id is None else f"condition/{instrument_id}/{condition}"


def _rest(content: Content) -> Iterator[str]:
    for part in content.parts:
        yield part.title
        if part.body.kind is PartKind.TEXT:
            yield part.body.source
