"""Small frameworks to compare: trees of named items."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from competency.frameworks.rules.framework import Association, Document, Framework, Item, Node, outline

WHEN = datetime(2026, 1, 2, tzinfo=UTC)
LATER = datetime(2027, 1, 2, tzinfo=UTC)
ROOT = UUID("5b1f0c8e-6a5e-4f0e-9a4e-2a5b7c1d9e10")
OWN = UUID("7c1f0c8e-6a5e-4f0e-9a4e-2a5b7c1d9e11")


def id_(name: str) -> UUID:
    return uuid5(ROOT, name)


def framework(tree: dict[str, str | None], **statements: str) -> Framework:
    """Items by name with the names of their parents, in the order of the siblings; None hangs on the document."""
    items = [
        Item(
            identifier=id_(name), last_change=WHEN, full_statement=statements.get(name, name), human_coding_scheme=name
        )
        for name in tree
    ]
    links = [
        Association(
            identifier=id_(f"link {name}"),
            last_change=WHEN,
            association_type="isChildOf",
            origin=Node(name, str(id_(name))),
            destination=Node("", str(id_(parent) if parent else ROOT)),
        )
        for name, parent in tree.items()
    ]
    document = Document(identifier=ROOT, last_change=WHEN, creator="host", title="t")
    return Framework(document=document, items=tuple(items), associations=tuple(links))


def names(items: Any) -> list[str]:
    return [item.human_coding_scheme for item in items]


def shape(about: Framework) -> list[tuple[str, str | None]]:
    codes = {item.identifier: item.human_coding_scheme or "" for item in about.items}
    return [(place.item.human_coding_scheme or "", codes.get(place.parent)) for place in outline(about)]  # type: ignore[arg-type]


BASE = framework({"A": None, "A1": "A", "A2": "A", "A3": "A", "B": None, "B1": "B"})


letters = [f"i{number}" for number in range(7)]


@st.composite
def trees(draw: st.DrawFn) -> Framework:
    """Any tree over some of seven names, in any order, some reworded; a parent comes before its children."""
    chosen = draw(st.lists(st.sampled_from(letters), unique=True, max_size=7))
    tree: dict[str, str | None] = {}
    for name in chosen:
        tree[name] = draw(st.sampled_from([None, *tree]))
    return framework(tree, **{name: draw(st.sampled_from([name, "other", "third"])) for name in chosen})


quiet = settings(deadline=None, max_examples=120, suppress_health_check=list(HealthCheck))
