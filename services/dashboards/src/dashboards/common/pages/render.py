"""Templates into pages."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib import import_module, resources
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import quote
from uuid import UUID

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import BaseLoader, Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from dashboards.common.labels import Labels
from dashboards.common.pages.assets import Assets
from dashboards.common.pages.translations import (
    LANGUAGE_COOKIE,
    LANGUAGES,
    Choice,
    choose,
    locale,
    translations,
)
from dashboards.kit import refusals
from dashboards.kit.labels import grade as grade_in_words
from dashboards.kit.localisation import Localisation, Number, language_name, way_of_writing
from dashboards.kit.summary import with_summary
from shared.auth.callers import Caller
from shared.http.context import read_context
from shared.values.calendar import DEFAULT_ZONE

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_YEAR = 365 * 24 * 3600


@cache
def assets() -> Assets:
    return Assets()


def _templates() -> BaseLoader:
    """The templates of all subjects: `reviews/reviews.html` is in the folder `templates` of `dashboards.reviews`."""
    return FileSystemLoader(sorted(Path(str(resources.files("dashboards"))).glob("*/templates")))


def _labels() -> SimpleNamespace:
    """The labels of all subjects, by subject."""
    folders = sorted(file.parent.name for file in Path(str(resources.files("dashboards"))).glob("*/labels.py"))
    return SimpleNamespace(**{name: import_module(f"dashboards.{name}.labels") for name in folders})


@pass_context
def _label(context: Context, code: str, labels: Labels, **values: object) -> str:
    """A code in words; `values` are what its message takes."""
    return cast(str, context.call(context["gettext"], labels[code], **values))


@pass_context
def _choices(context: Context, labels: Labels) -> list[tuple[str, str]]:
    """All codes with their words, as a field lets one choose among them."""
    return [(code, _label(context, code, labels)) for code in labels.words]


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=_templates(),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    environment.policies["ext.i18n.trimmed"] = True
    environment.filters |= {
        "day": _day,
        "grade": _grade,
        "choices": _choices,
        "iso_day": _iso_day,
        "number": _number,
        "percent": _percent,
        "sum_of": _sum_of,
        "label": _label,
        "place_id": _place_id,
    }
    environment.globals |= {"share": _share, "asset": assets().path, "language": language, "short_id": short_id}
    environment.globals |= {"words_of_key": words_of_key, "refusals": refusals}
    environment.globals |= {"way_of_writing": way_of_writing, "language_name": language_name}
    environment.globals["labels"] = _labels()
    return environment


@pass_context
def _day(context: Context, value: date | datetime | None) -> str:
    return "" if value is None else _its_l10n(context, value).day(value)


@pass_context
def _iso_day(context: Context, value: date | datetime) -> str:
    """As `datetime` attributes have it."""
    return _its_l10n(context, value).iso_day(value)


def _its_l10n(context: Context, value: date | datetime) -> Localisation:
    """A moment's day is of the district's calendar: a page that shows one has to say in which `zone` that is."""
    if isinstance(value, datetime) and "zone" not in context:
        raise KeyError("zone")
    return _l10n(context)


def _l10n(context: Context) -> Localisation:
    return cast(Localisation, context["l10n"])


@pass_context
def _number(context: Context, value: Number) -> str:
    return _l10n(context).number(value)


@pass_context
def _percent(context: Context, value: Number) -> str:
    return _l10n(context).percent(value)


@pass_context
def _share(context: Context, part: int, whole: int) -> str:
    return _l10n(context).share(part, whole)


@pass_context
def _grade(context: Context, code: str) -> str:
    return grade_in_words(_l10n(context), code)


@pass_context
def _sum_of(context: Context, formula: str, previous: Decimal | None) -> str:
    """A formula of competency's as people write it: with what came before in its place, and our decimal mark."""
    l10n = _l10n(context)
    plain = formula.removeprefix("max(").removesuffix(")") if formula.startswith("max(") else formula
    if previous is not None:
        plain = plain.replace("previous", str(previous))
    return _NUMBER.sub(lambda found: l10n.number(Decimal(found[0])), plain)


def _place_id(key: str) -> str:
    """An element's id for a key that others chose: of letters and digits, and another one for each key."""
    return f"q-{key.encode().hex()}"


def words_of_key(key: str) -> str:
    """A key of an instrument, which is made to be read, as words: for where its instrument cannot be read."""
    words = key.replace("_", " ").replace("-", " ").replace(".", " ").strip()
    return words[:1].upper() + words[1:]


def short_id(value: UUID) -> str:
    """Enough of an id to tell learners without a name apart."""
    return value.hex[-6:]


def localisation(request: Request, zone: str, language: str | None = None) -> Localisation:
    """How the reader of this request, of a district in this zone, writes words, numbers and days; in this language of
    ours, where one is named.
    """
    chosen = _chosen(request, language).language
    return Localisation(chosen, zone, translations(chosen))


def _chosen(request: Request, language: str | None) -> Choice:
    return Choice(language, asked=False) if language in LANGUAGES else choose(request)


def page(
    request: Request,
    template: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    language: str | None = None,
) -> HTMLResponse:
    """Render a template in the reader's language, and remember a language that was asked for; or in the language that
    what the page shows is in. A page of somebody who is signed in is rendered by `dashboards.roster.dependencies.Page`,
    which knows their district's way of writing.
    """
    choice = _chosen(request, language)
    running = read_context(request)
    here = _path(request) + (f"?{query}" if (query := _query(request)) else "")
    body = (
        _environment(choice.language)
        .get_template(template)
        .render(
            {"l10n": localisation(request, DEFAULT_ZONE, language), **context},
            path=request.url.path,
            here=here,
            reader=_reader(context.get("caller")),
            other=_other(request, choice.language),
            documentation=running.settings.documentation_url,
            largest_form=running.platform.http.body_limit,
        )
    )
    mark = translations(choice.language).gettext("Error:")
    response = HTMLResponse(with_summary(body, mark), status, headers=dict(headers or {}))
    response.headers["Content-Language"] = choice.language
    response.headers["Vary"] = "Accept-Language, Cookie"
    if choice.asked:
        response.set_cookie(
            LANGUAGE_COOKIE, choice.language, max_age=_YEAR, path="/", samesite="lax", httponly=True,
            secure=request.url.scheme == "https",
        )  # fmt: skip
    return response


def _reader(caller: Caller | None) -> str | None:
    """Whose drafts a page keeps."""
    return None if caller is None else str(caller.person_id or caller.subject)


def _path(request: Request) -> str:
    """This page's own path as a link: `//host` and its like, which nobody but an error page is asked for, would lead
    elsewhere.
    """
    return "/" + quote(request.url.path.lstrip("/"))


def _query(request: Request) -> str:
    return "&".join(f"{quote(name)}={quote(value)}" for name, value in request.query_params.items() if name != "lang")


def _other(request: Request, language: str) -> dict[str, str]:
    """Where the same page is in the other language."""
    other = next(other for other in LANGUAGES if other != language)
    query = _query(request)
    return {
        "language": other,
        "name": locale(other).get_display_name(other) or other,
        "href": f"{_path(request)}?{query}{'&' if query else ''}lang={other}",
    }
