"""How many bytes a district may store, as arithmetic: reserved when an upload is created, settled when it is stored."""

from __future__ import annotations

from dataclasses import dataclass, replace

from resources.common.rules.problems import Problem
from resources.files.rules.file_types import in_words
from resources.files.rules.uploads import OnQuota


@dataclass(frozen=True, slots=True)
class Quota:
    """In bytes. `used` is of stored files, `reserved` of uploads that have not ended. Both are never negative.

    `most` may be lowered below what is used: nothing is lost then, and nothing new is taken.
    """

    most: int
    used: int = 0
    reserved: int = 0

    @property
    def free(self) -> int:
        return max(0, self.most - self.used - self.reserved)


def reserve(quota: Quota, size: int) -> Quota | Problem:
    """Returns the quota with room kept for an upload of this size, or why there is none."""
    if size <= 0:
        return Problem("/size", "The file is empty: send one that has something in it.")
    return _no_room("The file has", quota, size) or replace(quota, reserved=quota.reserved + size)


def add(quota: Quota, size: int) -> Quota | Problem:
    """Returns the quota once files of this size altogether, which lie in the store already, are the district's too; or
    why there is no room.
    """
    return _no_room("The files have", quota, size) or replace(quota, used=quota.used + size)


def end_upload(quota: Quota, effect: OnQuota, reserved: int, stored: int = 0) -> Quota:
    """Returns the quota after an upload took a step (`uploads.on_quota`) for which `reserved` bytes are held.

    `stored` is what is kept of it in the end: fewer where the place of taking was removed from a photograph. Raises
    ValueError where more would be released than is held, or stored than was reserved: then rows and sums disagree, and
    going on would hide it.
    """
    if effect == OnQuota.NOTHING:
        return quota
    if not 0 <= reserved <= quota.reserved or not 0 <= stored <= reserved:
        raise ValueError(f"{stored} of {reserved} bytes cannot be settled where {quota.reserved} are reserved.")
    kept = stored if effect == OnQuota.SETTLE else 0
    return replace(quota, used=quota.used + kept, reserved=quota.reserved - reserved)


def remove(quota: Quota, size: int) -> Quota:
    """Returns the quota after a stored file was removed. Raises ValueError where that much is not used."""
    if not 0 <= size <= quota.used:
        raise ValueError(f"{size} bytes cannot be removed where {quota.used} are used.")
    return replace(quota, used=quota.used - size)


def _no_room(what: str, quota: Quota, size: int) -> Problem | None:
    if size <= quota.free:
        return None
    detail = (
        f"{what} {in_words(size)}, and your district has room for {in_words(quota.free)} of its "
        f"{in_words(quota.most)}: remove what is not needed any more, or ask for more room."
    )
    return Problem("/size", detail)
