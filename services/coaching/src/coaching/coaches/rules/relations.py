"""How coaches can be related to each other."""

from typing import Literal

RelationKind = Literal["spouse", "parent", "sibling", "household"]
