"""What somebody asks for, read as what is searched for."""

from resources.licences.rules.reading import find_licence
from resources.searches.rules.entries import condition_target, item_target
from resources.searches.rules.search import Asked, Filters, Search
from resources.searches.rules.words import Sought, primary, sought
from shared.errors import invalid
from shared.values.words import is_storable


def search_of(asked: Asked) -> Search:
    """Returns the search that is meant. Raises a 422 for what cannot be searched for."""
    filters = Filters(
        kind=asked.kind,
        language=primary(asked.language) if asked.language is not None else None,
        grade_band=asked.grade_band,
        licence=_licence(asked.licence),
        may_adapt=asked.may_adapt,
        owner_id=asked.owner_id,
        target=_target(asked),
    )
    return Search(_sought(asked.words), filters)


def _sought(words: str | None) -> Sought | None:
    """A form that was sent without words has them blank."""
    if words is None or not words.strip():
        return None
    if not is_storable(words):
        raise invalid("/words", "It holds U+0000, which no text has: leave it out.")
    found = sought(words)
    if found is None:
        raise invalid("/words", "There is no word in it: write letters or digits, or leave it out.")
    return found


def _licence(name: str | None) -> str | None:
    if name is None:
        return None
    meant = find_licence(name)
    if meant is None:
        raise invalid("/licence", "That is no licence, or several: name one of those at /resources/v1/licences.")
    return meant.licence_id


def _target(asked: Asked) -> str | None:
    if asked.condition is None:
        if asked.instrument_id is not None:
            raise invalid("/condition", "An instrument has many conditions: send the key of one, too.")
        return item_target(asked.framework_item) if asked.framework_item is not None else None
    if asked.framework_item is not None:
        raise invalid("/framework_item", "Search for what is aligned to an item or to a condition: send one of them.")
    return condition_target(asked.instrument_id, asked.condition)
