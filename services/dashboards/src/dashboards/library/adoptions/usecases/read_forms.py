"""What is typed and chosen in forms about adoptions, as resources takes it. What is wrong with it resources says."""

from collections.abc import Mapping
from typing import Any

from dashboards.kit.localisation import Localisation
from dashboards.library.adoptions.answers import Intent
from dashboards.library.adoptions.labels import AS_IT_STANDS, CHOICES
from dashboards.readiness.forms import Fields

AT = "at:"
"""Before the path of a place, the name of the field in which somebody chooses for it."""
_TAKES: dict[str, str] = {"take": "take", "following": "take", "decline": "decline", "pinned": "decline"}
_OFFERED: Mapping[str, tuple[str, ...]] = {
    "conflict": ("take", "decline", "following", "pinned"),
    "offered": ("take", "decline", "following", "pinned"),
    "taken": ("decline", "pinned", "asked"),
    "declined": ("take", "following", "pinned"),
    "pinned": ("take", "following", "asked"),
}
_WANTS: dict[str, Intent] = {"following": "following", "pinned": "pinned", "asked": "asked"}


def choices_of(fields: Fields) -> dict[str, str]:
    """Returns what is taken and declined, by the path of each place. Where nothing is chosen it stays as it stands."""
    return {path: _TAKES[how] for path, how in _chosen(fields).items() if how in _TAKES}


def intents_of(fields: Fields) -> dict[str, str]:
    """Returns what is wanted from now on, by the path of each place."""
    return {path: _WANTS[how] for path, how in _chosen(fields).items() if how in _WANTS}


def options(l10n: Localisation) -> Mapping[str, list[tuple[str, str]]]:
    """Returns what can be chosen at a place by what becomes of it there: first that it stays as it stands."""
    return {
        outcome: [("", l10n.gettext(AS_IT_STANDS[outcome])), *((one, l10n.gettext(CHOICES[one])) for one in offered)]
        for outcome, offered in _OFFERED.items()
    }


def paths_of(fields: Fields) -> list[str]:
    """Returns the places that are ticked."""
    return fields.chosen.get("path", [])


def decision_of(fields: Fields, act: str) -> dict[str, Any]:
    """Returns how an offer is decided: accepted at the places that are ticked, declined with a reason, or withdrawn."""
    words = {"words": fields.prose("words") or None}
    match act:
        case "accept":
            return words | {"paths": paths_of(fields)}
        case "decline":
            return words | {"reason": fields.words("reason")}
        case _:
            return words


def _chosen(fields: Fields) -> dict[str, str]:
    return {name.removeprefix(AT): how for name, how in fields.items() if name.startswith(AT)}
