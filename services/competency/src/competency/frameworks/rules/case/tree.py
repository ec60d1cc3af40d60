"""The trees and chains that associations draw: in a circle of `isChildOf`, nobody could walk from a heading to its
competencies; in one of `precedes`, nobody could ever begin.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from competency.common.cycles import closing
from competency.frameworks.rules.framework import Association


def closing_associations(associations: Sequence[Association], association_type: str = "isChildOf") -> Mapping[int, str]:
    """Returns the positions of the associations of this type that close a cycle, each with the path it closes.

    Without them no cycle is left. Walks every association once, in listing order.
    """
    drawn = [
        (position, (association.origin.identifier, association.destination.identifier))
        for position, association in enumerate(associations)
        if association.association_type == association_type
    ]
    found = closing([ends for _, ends in drawn])
    return {drawn[place][0]: str(cycle) for place, cycle in found.items()}
