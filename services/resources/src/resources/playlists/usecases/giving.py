"""Playlists are given to learners and classes, and taken back."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from resources.playlists.followers import ENTRIES_GIVEN, EntriesGiven
from resources.playlists.queries.gifts import add_gifts, delete_gifts, find_gifts
from resources.playlists.queries.playlists import PlaylistRecord
from resources.playlists.queries.visibility import VISIBILITY
from resources.playlists.rules.given import Gift, GivenBy
from resources.playlists.usecases.editing import require_current, require_playlist, save
from resources.playlists.usecases.seeing import visible_classes, visible_learners
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Invalid
from shared.roster.visibility import DISTRICT_ROLES


@dataclass(frozen=True, slots=True)
class SeenGifts:
    """To whom of those whom the caller may see a playlist is given."""

    playlist: PlaylistRecord
    learner_ids: list[UUID]
    class_ids: list[UUID]


async def see_gifts(session: Transaction, caller: Caller, playlist_id: UUID) -> SeenGifts:
    """Returns to whom a playlist is given. Raises a 404."""
    record = await require_playlist(session, playlist_id)
    given = await _given(session, caller, playlist_id)
    return SeenGifts(record, sorted(given[GivenBy.LEARNER]), sorted(given[GivenBy.CLASS]))


async def set_gifts(
    session: Transaction,
    caller: Caller,
    playlist_id: UUID,
    learner_ids: Sequence[UUID],
    class_ids: Sequence[UUID],
    expected: str,
    now: datetime,
) -> SeenGifts:
    """Gives a playlist to these, and takes it back from others whom the caller may see; whom they may not see keeps it.

    Raises a 422 that names whom the caller may not see.
    """
    before = await require_current(session, playlist_id, expected)
    given = await _given(session, caller, playlist_id)
    learners = await visible_learners(session, caller, learner_ids) | given[GivenBy.LEARNER]
    classes = await visible_classes(session, caller, class_ids) | given[GivenBy.CLASS]
    errors = [
        *_unseen("/learner_ids", "learner", learner_ids, learners),
        *_unseen("/class_ids", "class", class_ids, classes),
    ]
    if errors:
        raise Invalid("A playlist is given to whom you may see; see errors.", errors=errors)
    gifts: list[Gift] = []
    for given_by, wanted in ((GivenBy.LEARNER, set(learner_ids)), (GivenBy.CLASS, set(class_ids))):
        new, gone = wanted - given[given_by], given[given_by] - wanted
        await add_gifts(session, caller.district_id, playlist_id, given_by, new, at=now, by=caller.subject)
        await delete_gifts(session, playlist_id, given_by, gone)
        gifts += [Gift(playlist_id, given_by, to) for to in sorted(new)]
    told = EntriesGiven(caller.district_id, before.in_order(), gifts, caller.subject, now)
    await ENTRIES_GIVEN.notify(session, told)
    record = await save(session, caller, before, now)
    return SeenGifts(record, sorted(set(learner_ids)), sorted(set(class_ids)))


async def _given(session: Transaction, caller: Caller, playlist_id: UUID) -> dict[GivenBy, frozenset[UUID]]:
    """Returns the ids of those whom the caller may see that have the playlist, by kind."""
    gifts = await find_gifts(session, playlist_id)
    if caller.role in DISTRICT_ROLES:
        return _by_kind(gifts)
    learners = await VISIBILITY.learners(session, caller)
    classes = await VISIBILITY.classes_taught(session, caller)
    return _by_kind([gift for gift in gifts if gift.to in (classes if gift.by is GivenBy.CLASS else learners)])


def _by_kind(gifts: Collection[Gift]) -> dict[GivenBy, frozenset[UUID]]:
    return {kind: frozenset(gift.to for gift in gifts if gift.by is kind) for kind in GivenBy}


def _unseen(pointer: str, word: str, asked: Sequence[UUID], seen: Collection[UUID]) -> Iterator[dict[str, str]]:
    for place, one in enumerate(asked):
        if one not in seen:
            yield {
                "pointer": f"{pointer}/{place}",
                "detail": f"There is no such {word} that you may see: leave it out.",
            }
