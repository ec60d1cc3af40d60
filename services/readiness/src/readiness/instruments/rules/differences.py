"""Two instruments side by side: what was added, removed, moved, reworded, rescored, and asked of others.

Serves for two versions of one instrument and for a clone beside its original. Parts are paired by their keys; a clone
that has given a question another key says so by `origins`, its key by the original's.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Literal, NamedTuple

from readiness.common.rules.decimals import stored
from readiness.instruments.rules.instrument import Instrument, Origin, Question, RoleTerms, Section
from readiness.instruments.rules.meaning import Fields, scale_of, visible, wording_of

Part = Literal["instrument", "role", "section", "question"]
How = Literal["added", "removed", "moved", "reworded", "rescored", "asked"]
Origins = Mapping[str, str]
SAME_KEYS: Origins = MappingProxyType({})


class FieldChange(NamedTuple):
    """A field with its value before and after; None where the part had none, or has none now."""

    field: str
    old: object
    new: object


@dataclass(frozen=True, slots=True)
class Change:
    """What is different in one part. `key` is the newer instrument's, of a removed part the older's. `reworded` is of
    words alone; `rescored` of anything that a score follows from, weights and minimums included; `asked` of roles.
    """

    part: Part
    key: str
    how: tuple[How, ...]
    fields: tuple[FieldChange, ...] = ()


class _Facets(NamedTuple):
    """A part's fields by what a change of them is called, and where it stands: below what, and as which there."""

    words: Fields
    scores: Fields
    asked: Fields
    parent: str
    position: int


def differences(old: Instrument, new: Instrument, origins: Origins = SAME_KEYS) -> tuple[Change, ...]:
    """Returns every difference: of the instrument itself, then of roles, sections and questions in the new order, each
    with what was removed behind it. A part that is the same in both is not named.
    """
    return (
        *_compared("instrument", _whole(old), _whole(new), {"": ""}),
        *_compared("role", _roles(old.roles), _roles(new.roles), {}),
        *_compared("section", _sections(old), _sections(new), {}),
        *_compared("question", _questions(old), _questions(new), origins),
    )


def paired(old: Container[str], new: Iterable[str], origins: Origins) -> dict[str, str]:
    """Returns the newer key of each part that both have, with the older; each older one is taken once, by the first."""
    first: dict[str, str] = {}
    for key in new:
        if (original := origins.get(key, key)) in old:
            first.setdefault(original, key)
    return {key: original for original, key in first.items()}


def clone(original: Instrument, origin: Origin) -> Instrument:
    """Returns the content of a new instrument to adapt, with its lineage: all keys are the original's."""
    return replace(original, origin=origin, editorial=frozenset())


class Fate(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    DROPPED = "dropped"


class Kinship(NamedTuple):
    """What became of one question; `original` is None for an added one, `own` for a dropped one."""

    fate: Fate
    original: str | None
    own: str | None
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Lineage:
    """Every question of both instruments, once: the clone's in its order, then the dropped ones."""

    questions: tuple[Kinship, ...]
    counts: Mapping[Fate, int]

    @property
    def kept(self) -> Decimal:
        """The share of all questions, from 0 to 1, that are the same in both; 1 where there are none at all."""
        total = sum(self.counts.values())
        return stored(Fraction(self.counts[Fate.SAME], total)) if total else Decimal(1)


def lineage(original: Instrument, own: Instrument, origins: Origins = SAME_KEYS) -> Lineage:
    """Returns how far a clone has moved from this version of its original."""
    changes = {change.key: change for change in differences(original, own, origins) if change.part == "question"}
    before = {question.key for _, question in original.placed_questions()}
    pairs = paired(before, [question.key for _, question in own.placed_questions()], origins)
    kin: list[Kinship] = []
    for _, question in own.placed_questions():
        key, change = pairs.get(question.key), changes.get(question.key)
        if key is None:
            kin.append(Kinship(Fate.ADDED, None, question.key))
        else:
            kin.append(Kinship(Fate.SAME if change is None else Fate.CHANGED, key, question.key, change))
    taken = {one.original for one in kin}
    kin += [Kinship(Fate.DROPPED, one.key, None) for _, one in original.placed_questions() if one.key not in taken]
    return Lineage(tuple(kin), {fate: sum(one.fate is fate for one in kin) for fate in Fate})


def _compared(
    part: Part, old: Mapping[str, _Facets], new: Mapping[str, _Facets], origins: Origins
) -> tuple[Change, ...]:
    pairs = paired(old, new, origins)
    moved = _moved(old, new, pairs)
    found: list[Change] = []
    for key, after in new.items():
        if key not in pairs:
            found.append(Change(part, key, ("added",)))
            continue
        before = old[pairs[key]]
        kinds: tuple[tuple[How, tuple[FieldChange, ...]], ...] = (
            ("moved", _changed({"section": before.parent}, {"section": after.parent})),
            ("reworded", _changed(before.words, after.words)),
            ("rescored", _changed(before.scores, after.scores)),
            ("asked", _changed(before.asked, after.asked)),
        )
        how = tuple(name for name, fields in kinds if fields or (name == "moved" and key in moved))
        if how:
            found.append(Change(part, key, how, tuple(field for _, fields in kinds for field in fields)))
    kept = set(pairs.values())
    return (*found, *(Change(part, key, ("removed",)) for key in old if key not in kept))


def _changed(old: Fields, new: Fields) -> tuple[FieldChange, ...]:
    names = {**old, **new}
    return tuple(FieldChange(name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name))


def _moved(old: Mapping[str, _Facets], new: Mapping[str, _Facets], pairs: Origins) -> set[str]:
    """Returns the keys in another place among those that stayed under the same parent.

    An insertion moves nobody: only those out of the longest order that both share have moved.
    """
    stayed: dict[str, list[tuple[int, str]]] = {}
    for key, original in pairs.items():
        if old[original].parent == new[key].parent:
            stayed.setdefault(new[key].parent, []).append((old[original].position, key))
    moved: set[str] = set()
    for siblings in stayed.values():
        in_order = _longest_rising([position for position, _ in siblings])
        moved |= {key for position, key in siblings if position not in in_order}
    return moved


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """Returns the members of a longest rising subsequence of distinct numbers (patience sorting)."""
    tops: list[int] = []
    below: dict[int, int | None] = {}
    for number in numbers:
        pile = bisect_left(tops, number)
        below[number] = tops[pile - 1] if pile else None
        tops[pile : pile + 1] = [number]
    chain: set[int] = set()
    last: int | None = tops[-1] if tops else None
    while last is not None:
        chain.add(last)
        last = below[last]
    return chain


def _whole(instrument: Instrument) -> dict[str, _Facets]:
    words = {
        "title": visible(instrument.title),
        "description": visible(instrument.description),
        "languages": instrument.languages,
    }
    return {"": _Facets(words, {}, {}, "", 0)}


def _roles(roles: Sequence[RoleTerms]) -> dict[str, _Facets]:
    # The order of the roles says nothing, so none of them moves.
    return {
        terms.role: _Facets(
            {"notice": visible(terms.notice)}, {"minimum": terms.minimum, "weight": terms.weight}, {}, terms.role, 0
        )
        for terms in roles
    }


def _sections(instrument: Instrument) -> dict[str, _Facets]:
    return {section.key: _facets_of_section(section, place) for place, section in enumerate(instrument.sections)}


def _facets_of_section(section: Section, place: int) -> _Facets:
    words = {"title": visible(section.title), "description": visible(section.description)}
    return _Facets(words, {"weight": section.weight}, {}, "", place)


def _questions(instrument: Instrument) -> dict[str, _Facets]:
    return {
        question.key: _facets_of_question(section, question, place)
        for place, (section, question) in enumerate(instrument.placed_questions())
    }


def _facets_of_question(section: Section, question: Question, place: int) -> _Facets:
    protection = question.protection
    words = {**wording_of(question), "notice": visible(protection.notice) if protection else None}
    scores = {**scale_of(question), "weight": question.weight}
    asked = {"roles": tuple(sorted(question.roles)), "protected": protection.topic if protection else None}
    return _Facets(words, scores, asked, section.key, place)
