"""How what was adopted stands with those who publish it, and what its adopter may do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from resources.adoptions.queries.adoptions import Adoption, find_adoption, lock_adoption
from resources.adoptions.rules.refusals import Refusal
from resources.adoptions.rules.states import AdoptionAct, AdoptionState, move
from resources.adoptions.rules.upstream import (
    AdopterAct,
    Decision,
    Ground,
    Standing,
    UpstreamState,
    decide,
    state_of,
)
from resources.adoptions.rules.weighing import Judged, closed_parts, judge, ways
from resources.items.queries.items import lock_item
from resources.items.queries.published import PublishedRecord, find_newest, find_newest_of
from resources.items.rules.content import Content
from resources.items.rules.states import SHOWN
from resources.items.rules.states import Standing as Stands
from resources.items.usecases.reading import audience_of
from resources.licences.rules.adopting import Upstream
from resources.licences.rules.deciding import WAYS, Way
from resources.licences.rules.effective import Audience
from shared.db.query import Transaction
from shared.errors import Conflict, NotFound
from shared.http.editing import ensure_current

NO_ADOPTION = "There is no such adoption."


@dataclass(frozen=True, slots=True)
class Upward:
    """What an adopter sees of the item today: its newest version, None where it cannot be found, with what it says,
    None where that is not shown any more.
    """

    record: PublishedRecord | None
    content: Content | None
    audience: Audience

    @property
    def stands(self) -> Stands | None:
        return None if self.record is None else self.record.stands


@dataclass(frozen=True, slots=True)
class SeenAdoption:
    """An adoption, and how it stands."""

    adoption: Adoption
    upward: Upward
    standing: Standing
    held: Judged
    newest: Judged | None

    @property
    def upstream(self) -> UpstreamState:
        return state_of(self.standing)

    @property
    def decisions(self) -> Mapping[AdopterAct, Decision]:
        return {act: decide(self.standing, act) for act in AdopterAct}

    def ways(self, act: AdopterAct) -> tuple[Way, ...]:
        """What may lawfully be done instead of an act that is refused."""
        return ways(act, decide(self.standing, act).reason, self.held, self.newest)

    @property
    def closed(self) -> frozenset[UUID]:
        """The parts of the newest version that may not be adapted."""
        return frozenset() if self.upward.content is None else closed_parts(self.upward.audience, self.upward.content)


async def look_up(session: Transaction, district_id: UUID, item_id: UUID, owner_id: UUID) -> Upward:
    """Returns what a district sees of an item of another's."""
    audience = await audience_of(session, district_id, owner_id)
    return _upward(await find_newest(session, item_id), audience)


def _upward(record: PublishedRecord | None, audience: Audience) -> Upward:
    content = record.said() if record is not None and record.stands in SHOWN else None
    return Upward(record, content, audience)


async def see_adoption(session: Transaction, district_id: UUID, adoption: Adoption) -> SeenAdoption:
    """Returns how an adoption of the district's stands."""
    upward = await look_up(session, district_id, adoption.item_id, adoption.owner_id)
    return judge_adoption(adoption, upward)


async def see_adoptions(session: Transaction, district_id: UUID, adoptions: Sequence[Adoption]) -> list[SeenAdoption]:
    """Returns how each of some adoptions of the district's stands."""
    newest = await find_newest_of(session, [one.item_id for one in adoptions])
    audiences = {
        owner_id: await audience_of(session, district_id, owner_id) for owner_id in {one.owner_id for one in adoptions}
    }
    return [judge_adoption(one, _upward(newest.get(one.item_id), audiences[one.owner_id])) for one in adoptions]


def judge_adoption(adoption: Adoption, upward: Upward) -> SeenAdoption:
    """Returns how an adoption stands, by what its district sees of the item."""
    recalled = adoption.recalled or upward.stands is Stands.RECALLED
    held = judge(upward.audience, adoption.content, _upstream(recalled, upward))
    newest = None if upward.content is None else judge(upward.audience, upward.content, Upstream.OFFERED)
    standing = Standing(
        held=adoption.version,
        newest=None if upward.record is None else upward.record.version,
        held_licence=held.allowed,
        newest_licence=None if newest is None else newest.allowed,
        retired=upward.stands is Stands.RETIRED,
        taken_down=upward.stands is Stands.TAKEN_DOWN,
        recalled=recalled,
    )
    return SeenAdoption(adoption, upward, standing, held, newest)


async def require_adoption(session: Transaction, adoption_id: UUID) -> Adoption:
    """Returns an adoption of the session's district. Raises a 404."""
    found = await find_adoption(session, adoption_id)
    if found is None:
        raise NotFound(NO_ADOPTION)
    return found


async def require_current(session: Transaction, adoption_id: UUID, expected: str, into: UUID | None = None) -> Adoption:
    """Returns an adoption that nobody else changes until the commit, nor the own item that was made of it or that it
    goes `into`. Raises a 404, a 409 where another item was made of it meanwhile, and a 412 where it was changed since
    it was read.

    Everybody locks in one order, so that of two at once one waits for the other: own items, adoptions, the origins of
    parts, what is published, the quota, files.
    """
    own_item_id = (await require_adoption(session, adoption_id)).own_item_id
    for item_id in sorted({one for one in (own_item_id, into) if one is not None}):
        await lock_item(session, item_id)
    found = await lock_adoption(session, adoption_id)
    if found is None:
        raise NotFound(NO_ADOPTION)
    ensure_current(expected, found.revision)
    if found.own_item_id not in (own_item_id, None):
        raise Conflict("Another item was made of it meanwhile: read the adoption again.")
    return found


def moved(adoption: Adoption, act: AdoptionAct) -> AdoptionState:
    """Returns how an adoption stands after an act. Raises a 409 where it cannot be done as it stands."""
    to = move(adoption.state, act)
    if isinstance(to, Refusal):
        raise Conflict(to.detail)
    return to


def ensure_may(seen: SeenAdoption, act: AdopterAct, *, else_if: Ground | None = None) -> None:
    """Raises a 409 with what may lawfully be done instead, where an adopter may not do this, unless for this reason."""
    decision = decide(seen.standing, act)
    if not decision.allowed and decision.reason is not else_if:
        raise Conflict(" ".join([decision.detail, *(WAYS[one] for one in seen.ways(act))]))


def _upstream(recalled: bool, upward: Upward) -> Upstream:
    if recalled:
        return Upstream.NEVER_LICENSED
    return Upstream.OFFERED if upward.stands is Stands.OFFERED else Upstream.WITHDRAWN
