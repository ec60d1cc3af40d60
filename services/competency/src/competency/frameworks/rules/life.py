"""The life of a framework: draft, adopted, deprecated.

A draft is worked on in place. Once adopted, learners are measured by it, so it never goes back to being a draft: an
edit makes a new edition. A deprecated framework keeps its evidence and mastery, takes no new evidence, and can be
adopted again.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

StateName = Literal["draft", "adopted", "deprecated"]
"""The values of `FrameworkState`, as they are stored and given out."""


class FrameworkState(StrEnum):
    DRAFT = "draft"
    ADOPTED = "adopted"
    DEPRECATED = "deprecated"


MOVES: Mapping[FrameworkState, frozenset[FrameworkState]] = MappingProxyType(
    {
        FrameworkState.DRAFT: frozenset({FrameworkState.ADOPTED, FrameworkState.DEPRECATED}),
        FrameworkState.ADOPTED: frozenset({FrameworkState.DEPRECATED}),
        FrameworkState.DEPRECATED: frozenset({FrameworkState.ADOPTED}),
    }
)


def validate_state_change(state: FrameworkState, to: FrameworkState, active_items: int) -> str | None:
    """Returns why the framework cannot come into that state, and what to do instead; None where it can."""
    if state is to:
        return f"the framework is {to} already"
    if to is FrameworkState.DRAFT:
        return "a framework that has left its draft never becomes one again; edit it, which makes a new edition"
    if to not in MOVES[state]:
        return f"a framework cannot go from {state} to {to}"
    if to is FrameworkState.ADOPTED and not active_items:
        return "a framework without items cannot be adopted; add or import its items first"
    return None


def validate_edit(state: FrameworkState) -> str | None:
    """Returns why the framework cannot be edited now; None where it can."""
    if state is FrameworkState.DEPRECATED:
        return "the framework is deprecated; adopt it again before editing it"
    return None


def validate_item_count(items_before: int, items_now: int) -> str | None:
    """Returns why a file with so few items cannot be the next edition; None where it can. A file that leaves items out
    retires them, but one without any says nothing of them: CASE requires at least one in a package.
    """
    if items_before and not items_now:
        return (
            f"there are no items, and the framework has {items_before}, all of which would be retired. "
            "To end the framework, deprecate it; to end items, retire them"
        )
    return None


def validate_evidence(state: FrameworkState, *, item_active: bool) -> str | None:
    """Returns why no new evidence can be recorded on the item; None where it can. Existing evidence stays."""
    if state is FrameworkState.DRAFT:
        return "the framework is a draft; adopt it before recording evidence on its items"
    if state is FrameworkState.DEPRECATED:
        return "the framework is deprecated; record on the framework that replaces it, or adopt this one again"
    if not item_active:
        return "the item is retired; record on the item that replaces it"
    return None


def validate_deletion(state: FrameworkState, *, evidence: bool) -> str | None:
    """Returns why the item cannot be deleted but only retired; None where it can be deleted."""
    if evidence:
        return "learners have evidence on the item; retire it, and its record stays whole"
    if state is not FrameworkState.DRAFT:
        return "the item has been published; retire it"
    return None
