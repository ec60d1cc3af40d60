"""Licences in plain words, in the reader's language."""

from collections.abc import Iterable, Mapping

from dashboards.kit.localisation import Localisation
from dashboards.library.answers import Licence
from dashboards.library.labels import LICENCE_DEMANDS, LICENCE_NAMES, LICENCE_RIGHTS, UNLICENSED

OFFERED_FIRST = (
    "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "CC-BY-ND-4.0", "CC-BY-NC-ND-4.0", "CC0-1.0",
    "partnership", "all-rights-reserved",
)  # fmt: skip
"""What people choose from for a work of their own; the others are for what others have made."""
PRIVATE = "private"
"""What stands for no licence: nobody chooses it."""


def meaning(l10n: Localisation, licence: Licence) -> str:
    """Returns what a licence comes to, in one sentence."""
    if licence.licence_id in UNLICENSED.words:
        return l10n.gettext(UNLICENSED[licence.licence_id])
    rights = ", ".join(l10n.gettext(LICENCE_RIGHTS[one]) for one in licence.rights)
    demands = ", ".join(l10n.gettext(LICENCE_DEMANDS[one]) for one in licence.demands)
    if not demands:
        return l10n.gettext("With it %(rights)s, and nothing is asked for that.", rights=rights)
    return l10n.gettext("With it %(rights)s: %(demands)s.", rights=rights, demands=demands)


def called(l10n: Localisation, licence: Licence) -> str:
    """Returns how a licence is called; what is none is called so in the reader's language."""
    named = LICENCE_NAMES.words.get(licence.licence_id)
    return licence.name if named is None else l10n.gettext(named)


def choices(l10n: Localisation, licences: Mapping[str, Licence], standing: Iterable[str]) -> list[tuple[str, str]]:
    """Returns ids with their words, those for works of one's own first; and what stands that is none of them."""
    known = {key: one for key, one in licences.items() if key != PRIVATE}
    first = [key for key in OFFERED_FIRST if key in known]
    rest = sorted(known.keys() - set(first), key=lambda key: known[key].title.casefold())
    open_ones = sorted(set(standing) - known.keys() - {"", PRIVATE})
    return [
        *((key, f"{called(l10n, known[key])}. {meaning(l10n, known[key])}") for key in first),
        *((key, known[key].title) for key in rest),
        *((one, one) for one in open_ones),
    ]
