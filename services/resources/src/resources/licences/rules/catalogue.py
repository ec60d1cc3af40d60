"""The licences that a part may name. What is in it once stays in it: attributions and adoptions name it for ever."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from resources.licences.rules.creative_commons import creative_commons
from resources.licences.rules.licence import Licence
from resources.licences.rules.others import PRIVATE, others, ours

CATALOGUE: Mapping[str, Licence] = MappingProxyType(
    {one.licence_id: one for one in (*creative_commons(), *others(), *ours())}
)
"""By id, in the order in which they are offered for choice."""


def licence_of(licence_id: str | None) -> Licence:
    """Returns the licence of a part; unset means private. Raises a KeyError where there is none of this id: what
    somebody typed goes through `reading` first.
    """
    return CATALOGUE[PRIVATE if licence_id is None else licence_id]
