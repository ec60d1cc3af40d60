"""Reads the outline in which our framework is written, so that educators can edit it without a tool."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    AREA = "Area"
    TOPIC = "Measurement topic"
    TARGET = "Learning target"


@dataclass(frozen=True, slots=True)
class Item:
    code: str
    kind: Kind
    title: str
    statement: str
    parent: str | None
    level: int | None
    follows: tuple[str, ...]
    """Codes of the targets that a learner needs before this one."""


class OutlineError(ValueError):
    """A line that is neither area, topic nor target, or a reference to nothing."""


_LINE = re.compile(
    r"(?P<indent> *)(?P<mark>[A-Z]{2}|[1-9]) (?P<title>[^:\[\]]+?)"
    r"(?: \[after (?P<after>[^\]]+)\])?: (?P<statement>\S.*)"
)
_DEPTH = {0: Kind.AREA, 2: Kind.TOPIC, 4: Kind.TARGET}


def read_outline(text: str) -> tuple[Item, ...]:
    """The items in the order of the outline, each after its parent."""
    items: dict[str, Item] = {}
    above: dict[Kind, Item] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        item = _read_line(line, number, above)
        if item.code in items:
            raise OutlineError(f"line {number}: {item.code} occurs twice")
        items[item.code] = item
        above = {kind: it for kind, it in above.items() if _is_above(kind, item.kind)} | {item.kind: item}
    _check_references(items.values())
    return tuple(items.values())


def _read_line(line: str, number: int, above: dict[Kind, Item]) -> Item:
    found = _LINE.fullmatch(line.rstrip())
    kind = _DEPTH.get(len(found["indent"])) if found else None
    if found is None or kind is None or found["mark"].isdigit() != (kind is Kind.TARGET):
        raise OutlineError(f"line {number}: not an area, a topic or a target: {line.strip()[:60]}")
    parent = above.get({Kind.TOPIC: Kind.AREA, Kind.TARGET: Kind.TOPIC}.get(kind, kind))
    if kind is Kind.AREA:
        parent = None
    elif parent is None:
        raise OutlineError(f"line {number}: a {kind} that stands below nothing")
    return Item(
        code=f"{parent.code}.{found['mark']}" if parent else found["mark"],
        kind=kind,
        title=found["title"],
        statement=found["statement"],
        parent=parent.code if parent else None,
        level=int(found["mark"]) if kind is Kind.TARGET else None,
        follows=_needs(above.get(Kind.TARGET) if kind is Kind.TARGET else None, found["after"]),
    )


def _needs(target_above: Item | None, after: str | None) -> tuple[str, ...]:
    own_topic = (target_above.code,) if target_above else ()
    return own_topic + tuple(code.strip() for code in (after or "").split(",") if code.strip())


def _is_above(one: Kind, other: Kind) -> bool:
    order = list(_DEPTH.values())
    return order.index(one) < order.index(other)


def _check_references(items: Iterable[Item]) -> None:
    known = list(items)
    targets = {item.code for item in known if item.kind is Kind.TARGET}
    for item in known:
        missing = [code for code in item.follows if code not in targets]
        if missing:
            raise OutlineError(f"{item.code} follows {missing[0]}, which is no learning target")
