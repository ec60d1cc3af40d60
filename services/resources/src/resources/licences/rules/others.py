"""Licences of software, data, fonts and documents that occur in school material, and our own three.

Sources: the texts of the licences; what goes under the GPL is from the Free Software Foundation's list, and the Open
Government Licence 3.0 says of itself that the Creative Commons Attribution License satisfies it. Where no steward calls
a share-alike licence compatible with another, it is not.
"""

from __future__ import annotations

from collections.abc import Iterator

from resources.licences.rules.licence import ALL_RIGHTS, Demand, Kind, Licence, Right

PRIVATE = "private"
"""Nobody has set a licence: only the district itself sees it."""
PARTNERSHIP = "partnership"
"""Districts under an agreement with the holder's see it and use it where it is; the public has no licence."""
ALL_RIGHTS_RESERVED = "all-rights-reserved"
"""Somebody holds the rights and gives none."""

_CREDIT = frozenset({Demand.ATTRIBUTION})
_NOTICE = _CREDIT | {Demand.LICENCE_TEXT}
_CHANGES = _NOTICE | {Demand.INDICATE_CHANGES}
_ALIKE = _CHANGES | {Demand.SHARE_ALIKE}
_NOTHING: frozenset[Demand] = frozenset()
_GPL_2 = frozenset({"GPL-2.0-only", "GPL-2.0-or-later"})
_GFDL = frozenset({"GFDL-1.2-only", "GFDL-1.2-or-later", "GFDL-1.3-only", "GFDL-1.3-or-later"})
_GNU = "https://www.gnu.org/licenses"
_GNU_OLD = f"{_GNU}/old-licenses"
_ODC = "https://opendatacommons.org/licenses"

COPYLEFT = frozenset({*_GPL_2, "GPL-3.0-only", "GPL-3.0-or-later", *_GFDL, "LAL-1.3"})
"""Share-alike licences of others that forbid further restrictions, so that not everything goes under them."""

_ROWS: tuple[tuple[str, str, str, str, frozenset[Demand]], ...] = (
    ("MIT", "", "MIT License", "https://opensource.org/license/mit", _NOTICE),
    ("ISC", "", "ISC License", "https://opensource.org/license/isc-license-txt", _NOTICE),
    ("BSD-2-Clause", "", 'BSD 2-Clause "Simplified" License', "https://opensource.org/license/bsd-2-clause", _NOTICE),
    ("BSD-3-Clause", "", 'BSD 3-Clause "New" License', "https://opensource.org/license/bsd-3-clause", _NOTICE),
    ("Apache-2.0", "2.0", "Apache License 2.0", "https://www.apache.org/licenses/LICENSE-2.0", _CHANGES),
    ("GPL-2.0-only", "2.0", "GNU General Public License 2.0 only", f"{_GNU_OLD}/gpl-2.0.html", _ALIKE),
    ("GPL-2.0-or-later", "2.0", "GNU General Public License 2.0 or later", f"{_GNU_OLD}/gpl-2.0.html", _ALIKE),
    ("GPL-3.0-only", "3.0", "GNU General Public License 3.0 only", f"{_GNU}/gpl-3.0.html", _ALIKE),
    ("GPL-3.0-or-later", "3.0", "GNU General Public License 3.0 or later", f"{_GNU}/gpl-3.0.html", _ALIKE),
    ("GFDL-1.2-only", "1.2", "GNU Free Documentation License 1.2 only", f"{_GNU_OLD}/fdl-1.2.html", _ALIKE),
    ("GFDL-1.2-or-later", "1.2", "GNU Free Documentation License 1.2 or later", f"{_GNU_OLD}/fdl-1.2.html", _ALIKE),
    ("GFDL-1.3-only", "1.3", "GNU Free Documentation License 1.3 only", f"{_GNU}/fdl-1.3.html", _ALIKE),
    ("GFDL-1.3-or-later", "1.3", "GNU Free Documentation License 1.3 or later", f"{_GNU}/fdl-1.3.html", _ALIKE),
    ("LAL-1.3", "1.3", "Free Art License 1.3", "https://artlibre.org/licence/lal/en/", _ALIKE),
    ("OFL-1.1", "1.1", "SIL Open Font License 1.1", "https://openfontlicense.org/open-font-license-official-text/",
     _NOTICE | {Demand.SHARE_ALIKE}),
    ("ODC-By-1.0", "1.0", "Open Data Commons Attribution License 1.0", f"{_ODC}/by/1-0/", _CREDIT),
    ("ODbL-1.0", "1.0", "Open Database License 1.0", f"{_ODC}/odbl/1-0/", _CREDIT | {Demand.SHARE_ALIKE}),
    ("OGL-UK-3.0", "3.0", "Open Government Licence 3.0 (United Kingdom)",
     "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/", _CREDIT),
    ("PDDL-1.0", "1.0", "Open Data Commons Public Domain Dedication 1.0", f"{_ODC}/pddl/1-0/", _NOTHING),
    ("Unlicense", "", "The Unlicense", "https://unlicense.org/", _NOTHING),
)  # fmt: skip
"""Id, version, title, address, demands. Each gives all rights to everybody."""

_GOES_UNDER: dict[str, tuple[str, ...]] = {
    "GPL-2.0-or-later": ("GPL-2.0-only", "GPL-3.0-only", "GPL-3.0-or-later"),
    "GPL-3.0-or-later": ("GPL-3.0-only",),
    "GFDL-1.2-or-later": ("GFDL-1.2-only", "GFDL-1.3-only", "GFDL-1.3-or-later"),
    "GFDL-1.3-or-later": ("GFDL-1.3-only",),
    "LAL-1.3": ("CC-BY-SA-4.0",),
}
_NOT_UNDER: dict[str, frozenset[str]] = {"Apache-2.0": _GPL_2 | _GFDL | {"LAL-1.3"}}


def others() -> Iterator[Licence]:
    """Yields the licences that others wrote."""
    for licence_id, version, title, url, demands in _ROWS:
        yield Licence(
            licence_id=licence_id,
            kind=Kind.LICENCE if demands else Kind.DEDICATION,
            version=version or None,
            name=licence_id,
            title=title,
            deed_url=None,
            text_url=url,
            rights=ALL_RIGHTS,
            partner_rights=ALL_RIGHTS,
            demands=demands,
            adaptations=frozenset(_GOES_UNDER.get(licence_id, ())),
            excluded=_NOT_UNDER.get(licence_id, frozenset()),
        )


def ours() -> Iterator[Licence]:
    """Yields what of this platform stands where a licence would."""
    yield _unlicensed(PRIVATE, "private", "No licence is set", frozenset())
    yield _unlicensed(PARTNERSHIP, "partnership", "For partner districts under an agreement", frozenset({Right.SEE}))
    yield _unlicensed(ALL_RIGHTS_RESERVED, "all rights reserved", "All rights reserved", frozenset())


def _unlicensed(licence_id: str, name: str, title: str, partner_rights: frozenset[Right]) -> Licence:
    return Licence(
        licence_id=licence_id,
        kind=Kind.UNLICENSED,
        version=None,
        name=name,
        title=title,
        deed_url=None,
        text_url=None,
        rights=frozenset(),
        partner_rights=partner_rights,
        demands=frozenset(),
    )
