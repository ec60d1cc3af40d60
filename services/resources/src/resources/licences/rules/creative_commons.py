"""The licences of Creative Commons in the versions that occur, without those adapted to the law of a country.

Their ids are those of the SPDX License List, which since its version 3.27 has one for the Public Domain Mark as well.

Source of the rights and demands: the texts of the licences, sections 3 and 4 (2.0 to 3.0), 2 and 3 (4.0). Source of
what an adaptation may carry: the same texts, where they speak of share alike; Creative Commons' list of compatible
licences (since October 2014 the Free Art License 1.3, and since October 2015 the GPL 3.0, both of BY-SA 4.0 only); and
the Free Software Foundation's list, by which of the BY licences only 4.0 goes under the GPL (taken so of all copyleft).
"""

from __future__ import annotations

from collections.abc import Iterator

from resources.licences.rules.licence import ALL_RIGHTS, Demand, Kind, Licence, Right
from resources.licences.rules.others import COPYLEFT

VERSIONS = ("2.0", "2.5", "3.0", "4.0")
"""From the oldest to the newest."""
ELEMENTS = ("BY", "BY-SA", "BY-NC", "BY-ND", "BY-NC-SA", "BY-NC-ND")
NEWEST = tuple(f"CC-{one}-{VERSIONS[-1]}" for one in ELEMENTS)
"""The ids that Creative Commons recommends for what is made today."""

_REACH = {"2.0": "Generic", "2.5": "Generic", "3.0": "Unported", "4.0": "International"}
_WORDS = {"BY": "Attribution", "SA": "ShareAlike", "NC": "NonCommercial", "ND": "NoDerivatives"}
_BY_SA_4_GOES_UNDER = ("GPL-3.0-only", "LAL-1.3")


def creative_commons() -> Iterator[Licence]:
    """Yields the licences, then the dedication and the mark."""
    for version in VERSIONS:
        for elements in ELEMENTS:
            yield _licence(elements, version)
    yield _of_the_public_domain(
        "CC0-1.0", Kind.DEDICATION, "CC0 1.0", "Creative Commons CC0 1.0 Universal", "publicdomain/zero/1.0"
    )
    yield _of_the_public_domain(
        "CC-PDM-1.0", Kind.MARK, "Public Domain Mark 1.0", "Public Domain Mark 1.0 Universal", "publicdomain/mark/1.0"
    )


def _licence(elements: str, version: str) -> Licence:
    words = elements.split("-")
    rights, demands = set(ALL_RIGHTS), {Demand.ATTRIBUTION}
    if "NC" in words:
        rights -= {Right.COMMERCIAL}
        demands |= {Demand.NON_COMMERCIAL}
    if "SA" in words:
        demands |= {Demand.SHARE_ALIKE}
    if "ND" in words:
        rights -= {Right.ADAPT}
        demands |= {Demand.NO_DERIVATIVES}
    else:
        demands |= {Demand.INDICATE_CHANGES}
    address = f"https://creativecommons.org/licenses/{elements.lower()}/{version}/"
    return Licence(
        licence_id=f"CC-{elements}-{version}",
        kind=Kind.LICENCE,
        version=version,
        name=f"CC {elements} {version}",
        title=f"Creative Commons {'-'.join(_WORDS[word] for word in words)} {version} {_REACH[version]}",
        deed_url=address,
        text_url=f"{address}legalcode",
        rights=frozenset(rights),
        partner_rights=frozenset(rights),
        demands=frozenset(demands),
        adaptations=_alike(elements, version) if "SA" in words else frozenset(),
        excluded=frozenset() if version == "4.0" else COPYLEFT,
    )


def _alike(elements: str, version: str) -> frozenset[str]:
    """The same elements in a later version; of BY-SA 4.0 what Creative Commons has declared compatible."""
    later = VERSIONS[VERSIONS.index(version) + 1 :]
    others = _BY_SA_4_GOES_UNDER if (elements, version) == ("BY-SA", "4.0") else ()
    return frozenset({*(f"CC-{elements}-{one}" for one in later), *others})


def _of_the_public_domain(licence_id: str, kind: Kind, name: str, title: str, path: str) -> Licence:
    address = f"https://creativecommons.org/{path}/"
    return Licence(
        licence_id=licence_id,
        kind=kind,
        version="1.0",
        name=name,
        title=title,
        deed_url=address,
        text_url=f"{address}legalcode" if kind is Kind.DEDICATION else address,
        rights=ALL_RIGHTS,
        partner_rights=ALL_RIGHTS,
        demands=frozenset(),
    )
