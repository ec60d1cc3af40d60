"""The words of the pages, in every language we speak: gettext catalogues, compiled in memory at start.

`python -m dashboards.common.pages.translations` brings the catalogues up to what the templates and labels say; then
translate what is empty.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from babel.support import NullTranslations, Translations
from fastapi import Request

LANGUAGES = ("en", "es")
WEIGHT = re.compile(r"[01](\.[0-9]{0,3})?")
"""How much something is wanted (RFC 9110, 12.4.2)."""
LANGUAGE_COOKIE = "trellis_language"
_PACKAGE = Path(str(resources.files("dashboards")))


@dataclass(frozen=True)
class Choice:
    """The reader's language; `asked` where this request asked for it, so that it is remembered."""

    language: str
    asked: bool


def choose(request: Request) -> Choice:
    """From `?lang=`, else the cookie, else what the browser accepts, else English."""
    asked = request.query_params.get("lang", "")
    if asked in LANGUAGES:
        return Choice(asked, asked=True)
    kept = request.cookies.get(LANGUAGE_COOKIE, "")
    if kept in LANGUAGES:
        return Choice(kept, asked=False)
    return Choice(_accepted(request.headers.get("accept-language", "")), asked=False)


def _accepted(header: str) -> str:
    wanted: list[tuple[float, int, str]] = []
    for place, part in enumerate(header[:500].split(",")):
        tag, _, parameters = part.strip().partition(";")
        weight = parameters.strip().removeprefix("q=") or "1"
        wanted.append((-float(weight) if WEIGHT.fullmatch(weight) else 0.0, place, tag.split("-")[0].lower()))
    return next((language for weight, _, language in sorted(wanted) if weight and language in LANGUAGES), LANGUAGES[0])


@cache
def translations(language: str) -> NullTranslations:
    compiled = BytesIO()
    write_mo(compiled, catalogue(language))
    compiled.seek(0)
    return Translations(compiled)


@cache
def locale(language: str) -> Locale:
    return Locale.parse(language)


def catalogue(language: str) -> Catalog:
    with _path(language).open("rb") as file:
        return read_po(file, locale=language)


def messages() -> Catalog:
    """Every message of the service's templates and code."""
    found = Catalog(project="Trellis dashboards", charset="utf-8", fuzzy=False)
    methods = [("**.py", "python"), ("**.html", "jinja2")]
    for name, line, message, comments, context in extract_from_dir(
        _PACKAGE, methods, options_map={"**.html": {"trimmed": "true", "silent": "false"}}
    ):
        found.add(message, None, [(name, line)], auto_comments=comments, context=context)
    return found


def _path(language: str) -> Path:
    return _PACKAGE / "common" / "locales" / language / "LC_MESSAGES" / "messages.po"


def update() -> None:
    """Write every language's catalogue anew from the templates, keeping what is translated."""
    for language in LANGUAGES:
        template = messages()  # anew: an update shares its messages with the catalogue
        path = _path(language)
        known = catalogue(language) if path.exists() else Catalog(locale=language, fuzzy=False)
        known.fuzzy = False
        known.update(template, no_fuzzy_matching=True, update_creation_date=False)
        known.obsolete.clear()
        if language == LANGUAGES[0]:
            for message in known:
                if message.id and not any(message.string or ()):
                    message.string = message.id
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, known, width=120, no_location=True, sort_output=True, omit_header=False)


if __name__ == "__main__":
    update()
