"""Which licence somebody means by what they typed, or by an address in metadata.

Ids are read as SPDX has them, without regard to case; so are titles, addresses of deeds and texts, and the usual ways
to write a Creative Commons licence. Whatever leaves open which licence or version is meant is refused with those that
may be: nothing is guessed, for another version is another licence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from resources.common.rules.problems import Problem
from resources.licences.rules.catalogue import CATALOGUE
from resources.licences.rules.creative_commons import ELEMENTS, VERSIONS
from resources.licences.rules.licence import Licence

LONGEST = 200
"""More characters no name or address of a licence has."""
_SHORTEST = 3
"""Fewer letters say nothing of what begins with them."""
_MOST_NEAR = 4

_CC_ADDRESS = re.compile(
    r"creativecommons\.org/(licenses|publicdomain)/([a-z-]+)/([0-9]\.[0-9])(?:/(?:legalcode|deed)[a-z.-]*)?(/.*)?$"
)
"""What follows the version, its last group, names a country."""
_CC_NAME = re.compile(r"(?:cc-)?(by(?:-(?:sa|nc|nd))*)(?:-([0-9](?:\.[0-9])?))?$")
_SAME_WORDS = (
    ("creative-commons", "cc"),
    ("licence", "license"),
    ("share-alike", "sharealike"),
    ("non-commercial", "noncommercial"),
    ("no-derivatives", "noderivatives"),
)
_OTHER_NAMES = (
    ("CC0", "CC0-1.0"),
    ("CC Zero", "CC0-1.0"),
    ("CC Zero 1.0", "CC0-1.0"),
    ("Public Domain Mark", "CC-PDM-1.0"),
    ("public domain", "CC0-1.0"),
    ("public domain", "CC-PDM-1.0"),
    *(("Creative Commons", f"CC-{one}-4.0") for one in ELEMENTS),
)


def find_licence(text: str) -> Licence | None:
    """Returns the one licence of the catalogue that this names; None where there is none, or more than one may be."""
    meant = _meant(text)
    return CATALOGUE[meant[0]] if len(meant) == 1 else None


def validate_licence(pointer: str, text: str) -> Iterator[Problem]:
    """Yields why this names no licence, with the ids of those that may be meant."""
    meant = _meant(text)
    if len(meant) == 1:
        return
    name = _fold(text[:LONGEST])
    if meant or (meant := _versions(name)):
        yield Problem(pointer, f"This leaves open which licence or version is meant: name one of {', '.join(meant)}.")
    elif re.search(r"-(or|and|with)-(?!later)", name):
        yield Problem(pointer, "These are several licences: name one, or make a part for each.")
    elif near := _near(text[:LONGEST], name):
        yield Problem(pointer, f"There is no such licence here: name one, such as the near {', '.join(near)}.")
    else:
        yield Problem(
            pointer,
            "There is no such licence here: name one by its SPDX id, such as CC-BY-4.0, or name none, and it stays "
            "private.",
        )


def _meant(text: str) -> tuple[str, ...]:
    """The ids of all that go by exactly this name or address."""
    if len(text) > LONGEST:
        return ()
    address = _address(text)
    if address is not None:
        found = _CC_ADDRESS.match(address)
        return _BY_ADDRESS.get(address) or (_at_creative_commons(found) if found and not found[4] else ())
    name = _fold(text)
    return _BY_NAME.get(name) or _of_creative_commons(name)


def _fold(text: str) -> str:
    """The same for all ways to write a name: cc_by v4 and CC-BY-4."""
    name = re.sub(r"[\s_\-/,()]+", "-", text.casefold())
    name = re.sub(r"(?:-|(?<=[a-z]))v(?=[0-9])", "-", name)
    name = re.sub(r"(?<=[a-z])(?=[0-9])", "-", name)
    for written, same in _SAME_WORDS:
        name = name.replace(written, same)
    name = re.sub(r"-(international|unported|generic|universal)(?=-|$)", "", name.strip("-."))
    return name.removeprefix("the-").removesuffix("-license")


def _address(text: str) -> str | None:
    """An address without what makes no difference; None where the text is none."""
    found = re.match(r"\s*https?://(?:www\.)?(\S+?)/*\s*$", text.casefold())
    return found[1].removesuffix(".html") if found else None


def _at_creative_commons(found: re.Match[str]) -> tuple[str, ...]:
    where, what, version = found[1], found[2], found[3]
    if where == "publicdomain":
        return _BY_ADDRESS.get(f"creativecommons.org/{where}/{what}/{version}", ())
    return _of_creative_commons(f"{what}-{version}")


def _of_creative_commons(name: str) -> tuple[str, ...]:
    """The ids of what is named with a version, the elements in whatever order: a 2 may be 2.0 or 2.5."""
    found = _CC_NAME.match(name)
    if found is None or found[2] is None:
        return ()
    versions = [one for one in VERSIONS if one == found[2] or one.startswith(f"{found[2]}.")]
    return tuple(key for one in versions if (key := f"{_ordered(found[1])}-{one}") in CATALOGUE)


def _ordered(elements: str) -> str:
    known = sorted(elements.split("-"), key=("by", "nc", "sa", "nd").index)
    return "-".join(("CC", *(one.upper() for one in known)))


def _versions(name: str) -> tuple[str, ...]:
    """The ids of what is called this, and after it by a version, or says whether later versions count."""
    found = _CC_NAME.match(name)
    if found is not None:
        return tuple(key for one in reversed(VERSIONS) if (key := f"{_ordered(found[1])}-{one}") in CATALOGUE)
    longer = re.compile(rf"{re.escape(name)}(\.0)?-([0-9].*|only|or-later)")
    return tuple(dict.fromkeys(key for one, keys in _BY_NAME.items() if longer.fullmatch(one) for key in keys))


def _near(text: str, name: str) -> tuple[str, ...]:
    address = _address(text)
    if address is not None:
        found = _CC_ADDRESS.match(address)
        return _at_creative_commons(found) if found else ()
    begins = [one for one in _BY_NAME if len(name) >= _SHORTEST and one.startswith(f"{name}-")]
    close = begins or get_close_matches(name, _BY_NAME, n=3 * _MOST_NEAR, cutoff=0.72)
    return tuple(dict.fromkeys(key for one in close for key in _BY_NAME[one]))[:_MOST_NEAR]


def _gathered(pairs: Iterable[tuple[str | None, str]]) -> dict[str, tuple[str, ...]]:
    """By name or address the ids of all that share it: the text of some is that of several."""
    found: dict[str, list[str]] = {}
    for name, key in pairs:
        if name is not None and key not in found.setdefault(name, []):
            found[name].append(key)
    return {name: tuple(keys) for name, keys in found.items()}


_BY_NAME = _gathered(
    (_fold(name), key)
    for name, key in (
        *((name, key) for key, one in CATALOGUE.items() for name in (key, one.name, one.title)),
        *_OTHER_NAMES,
    )
)
_BY_ADDRESS = _gathered(
    (_address(url), key) for key, one in CATALOGUE.items() for url in (one.deed_url, one.text_url) if url is not None
)
