"""What a matching came to, as its board shows it: by partner, and within a partner by how severe a gap is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from dashboards.coaching.matching.answers import Match, Need, Pair, Uncovered

_SEVERITIES = ("critical", "serious", "moderate", "slight")


@dataclass(frozen=True, slots=True)
class Row:
    """A need: who covers it, or why nobody does."""

    need: Need
    pairs: Sequence[Pair] = ()
    uncovered: Uncovered | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """What a partner has brought."""

    partner_id: UUID
    rows: Sequence[Row]
    covered: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "covered", sum(bool(one.pairs) for one in self.rows))


def by_partner(
    needs: Mapping[UUID, Need], pairs: Sequence[Pair], uncovered: Sequence[Uncovered], *, whole: bool
) -> list[Group]:
    """The needs of a matching; while it is not worked out (`whole` is false), those that are open."""
    on: defaultdict[UUID, list[Pair]] = defaultdict(list)
    for pair in pairs:
        on[pair.need_id].append(pair)
    left = {one.need_id: one for one in uncovered}
    there = {*on, *left} if whole else {key for key, one in needs.items() if one.state == "open"}
    rows = [Row(needs[key], on.get(key, ()), left.get(key)) for key in there if key in needs]
    partners: defaultdict[UUID, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=_place):
        partners[row.need.partner_id].append(row)
    return [Group(partner, some) for partner, some in partners.items()]


def _place(row: Row) -> tuple[str, int, str, UUID]:
    severity = row.need.severity
    place = _SEVERITIES.index(severity) if severity in _SEVERITIES else len(_SEVERITIES)
    return str(row.need.partner_id), place, row.need.condition, row.need.need_id


def moved(before: Iterable[Pair], now: Iterable[Pair]) -> set[UUID]:
    """The coaches who lose a pair, or meet at another time, from one matching to the other."""
    kept = {_meeting(one) for one in now}
    return {one.coach_id for one in before if _meeting(one) not in kept}


def _meeting(pair: Pair) -> tuple[UUID, UUID, str, str]:
    return pair.coach_id, pair.need_id, pair.at.weekday, pair.at.starts


def standing(matches: Iterable[Match], matching_id: UUID) -> dict[tuple[UUID, UUID], Match]:
    """What came of each pair: the match that stands or is proposed, else the one of this matching that has ended."""
    found: dict[tuple[UUID, UUID], Match] = {}
    for one in matches:
        if one.state != "ended":
            found[one.coach_id, one.need_id] = one
        elif one.matching_id == matching_id:
            found.setdefault((one.coach_id, one.need_id), one)
    return found
