"""What a service says about a place of a form, in words for the one who filled it in.

Why a value cannot be taken comes as a code, and is said in the reader's language. What a rule of the service's says in
words of its own nobody says better: it stays as it is, and is marked as English.
"""

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from markupsafe import Markup

from dashboards.common.pages.render import localisation
from dashboards.kit.localisation import Localisation
from dashboards.kit.refusals import message
from shared.values.calendar import DEFAULT_ZONE


class Said(str):
    """Words in the language that they are in, which a page marks where it shows them."""

    language: str

    def __new__(cls, words: str, language: str) -> "Said":
        made = super().__new__(cls, words)
        made.language = language
        return made

    def __html__(self) -> Markup:
        return Markup('<span lang="{}">{}</span>').format(self.language, str(self))


def refusals(request: Request, body: Any, errors: Any) -> dict[str, Said]:
    """What is wrong at which place, by JSON pointer, of the `body` that was sent."""
    l10n = localisation(request, DEFAULT_ZONE)
    said: dict[str, Said] = {}
    for one in errors if isinstance(errors, list) else []:
        pointer = str(one.get("pointer", ""))
        said.setdefault(pointer, _said(l10n, one, blank=_is_blank(body, pointer)))
    return said


def _said(l10n: Localisation, error: Mapping[str, Any], *, blank: bool) -> Said:
    words = message(str(error.get("code", "")), error.get("limits") or {}, blank=blank)
    limits = {name: l10n.number(most) if isinstance(most, int | float) else most for name, most in _limits(error)}
    try:
        return Said(l10n.gettext(words) % limits, l10n.language) if words else _as_it_is(error)
    except KeyError:
        return _as_it_is(error)


def _limits(error: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return list((error.get("limits") or {}).items())


def _as_it_is(error: Mapping[str, Any]) -> Said:
    return Said(str(error.get("detail", "")), "en")


def _is_blank(body: Any, pointer: str) -> bool:
    """Whether nothing was sent at this place: no words, nor any in one of some languages."""
    at = body
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(at, list) and name.isdigit() and int(name) < len(at):
            at = at[int(name)]
        else:
            at = at.get(name) if isinstance(at, dict) else None
    return at is None or at == {} or (isinstance(at, str) and not at.strip())
