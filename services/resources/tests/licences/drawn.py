"""Parts of items, drawn for properties."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st

from resources.licences.rules.catalogue import CATALOGUE
from resources.licences.rules.deciding import Act
from resources.licences.rules.effective import Audience, Part

quick = settings(max_examples=60, derandomize=True)
AUDIENCES = st.sampled_from(Audience)
ACTS = st.sampled_from(Act)
LICENCE_IDS = st.sampled_from([*CATALOGUE])
COMMON = st.sampled_from(
    ["CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-SA-3.0", "CC-BY-NC-4.0", "CC-BY-ND-4.0", "CC0-1.0", "LAL-1.3"]
)
"""Few, so that several of them meet often."""
SET_OR_NOT = COMMON | LICENCE_IDS | st.none()


def parts(least: int = 1, linked: bool = True) -> st.SearchStrategy[list[Part]]:
    """Parts with a key of their own each."""
    drawn = st.tuples(SET_OR_NOT, st.booleans(), st.booleans() if linked else st.just(False))
    return st.lists(drawn, min_size=least, max_size=5).map(
        lambda several: [Part(str(place), *one) for place, one in enumerate(several)]
    )


def part(licence_id: str | None, key: str = "text", *, held: bool = False, linked: bool = False) -> Part:
    return Part(key, licence_id, held, linked)
