"""What a licence is: the rights that it gives, and what it demands of whoever uses them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Right(StrEnum):
    """What a licence gives without anybody being asked."""

    SEE = "see"
    """See it where it is published."""
    COPY = "copy"
    """Keep a copy and pass it on, unaltered."""
    ADAPT = "adapt"
    """Change it and pass on what came of it."""
    COMMERCIAL = "commercial"
    """Use it for commercial advantage or payment."""


class Demand(StrEnum):
    """What a licence asks of whoever uses its rights."""

    ATTRIBUTION = "attribution"
    INDICATE_CHANGES = "indicate_changes"
    SHARE_ALIKE = "share_alike"
    NON_COMMERCIAL = "non_commercial"
    NO_DERIVATIVES = "no_derivatives"
    LICENCE_TEXT = "licence_text"
    """Its whole text goes along with every copy; the address alone will not do."""


class Kind(StrEnum):
    LICENCE = "licence"
    DEDICATION = "dedication"
    """The holder gives up all rights, as far as the law allows."""
    MARK = "mark"
    """It says that nobody holds rights any more. Nobody can put a work of their own under it."""
    UNLICENSED = "unlicensed"
    """The public has no licence at all."""


ALL_RIGHTS = frozenset(Right)


@dataclass(frozen=True, slots=True)
class Licence:
    """`licence_id` is the id of the SPDX License List, or one of our own three; `name` is the short form that people
    write. `deed_url` explains it to people where somebody does; `text_url` is the text that counts.

    `rights` are those of the public, `partner_rights` those of a district under an agreement with the holder's: at
    least the former. `adaptations` are, of a share-alike licence, those that an adaptation may carry besides itself.
    `excluded` are, of any other, those that an adaptation may not carry although they demand as much.
    """

    licence_id: str
    kind: Kind
    version: str | None
    name: str
    title: str
    deed_url: str | None
    text_url: str | None
    rights: frozenset[Right]
    demands: frozenset[Demand]
    partner_rights: frozenset[Right]
    adaptations: frozenset[str] = field(default=frozenset())
    excluded: frozenset[str] = field(default=frozenset())

    @property
    def url(self) -> str | None:
        """Where a reader is sent, and what schema.org and LRMI hold as `license`: the deed, where there is one."""
        return self.deed_url or self.text_url

    @property
    def irrevocable(self) -> bool:
        """Whether what was once taken under it stays under it, whatever its holder does. The licences of the public in
        the catalogue are of this kind as long as their terms are kept: Creative Commons' say so (3.0: 7 b; 4.0: 2 a 1
        and 6), others are taken in this sense.
        """
        return bool(self.rights)
