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

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import BaseLoader, Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from dashboards.common.labels import Labels
from dashboards.common.pages.assets import Assets
from dashboards.common.pages.translations import (
    LANGUAGE_COOKIE,
    LANGUAGES,
    choose,
    locale,
    translations,
)
from dashboards.kit.labels import grade as grade_in_words
from dashboards.kit.localisation import Localisation, half_up
from shared.http.context import read_context
from shared.values.calendar import DEFAULT_ZONE, day_of

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_THOUSANDTH, _PERCENT = Decimal("0.001"), Decimal("0.01")
"""The last places that pages show, of numbers and of shares."""
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
    where = locale(language)

    @pass_context
    def day(context: Context, value: date | datetime | None) -> str:
        return "" if value is None else format_date(_its_day(context, value), "medium", locale=where)

    def number(value: int | Decimal) -> str:
        return format_decimal(half_up(value, _THOUSANDTH), locale=where)

    def percent(value: float | Decimal) -> str:
        return format_percent(half_up(value, _PERCENT), locale=where)

    def share(part: int, whole: int) -> str:
        return percent(Decimal(part) / whole if whole else 0)

    def grade(code: str) -> str:
        return grade_in_words(Localisation(language, DEFAULT_ZONE, translations(language)), code)

    def sum_of(formula: str, previous: Decimal | None) -> str:
        """A formula of competency's as people write it: with what came before in its place, and our decimal mark."""
        plain = formula.removeprefix("max(").removesuffix(")") if formula.startswith("max(") else formula
        if previous is not None:
            plain = plain.replace("previous", str(previous))
        return _NUMBER.sub(lambda found: number(Decimal(found[0])), plain)

    environment.filters |= {
        "day": day,
        "grade": grade,
        "iso_day": _iso_day,
        "number": number,
        "percent": percent,
        "sum_of": sum_of,
        "label": _label,
    }
    environment.globals |= {"share": share, "asset": assets().path, "language": language, "short_id": _short_id}
    environment.globals["labels"] = _labels()
    return environment


def _its_day(context: Context, value: date | datetime) -> date:
    """A moment's day is of the district's calendar: a page that shows one says in which `zone` that is."""
    return day_of(value, context["zone"]) if isinstance(value, datetime) else value


@pass_context
def _iso_day(context: Context, value: date | datetime) -> str:
    """As `datetime` attributes have it."""
    return _its_day(context, value).isoformat()


def _short_id(value: UUID) -> str:
    """Enough of an id to tell learners without a name apart."""
    return value.hex[-6:]


def localisation(request: Request, zone: str) -> Localisation:
    """How the reader of this request, of a district in this zone, writes words, numbers and days."""
    language = choose(request).language
    return Localisation(language, zone, translations(language))


def page(
    request: Request,
    template: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """Render a template in the reader's language, and remember a language that was asked for."""
    choice = choose(request)
    here = _path(request) + (f"?{query}" if (query := _query(request)) else "")
    body = (
        _environment(choice.language)
        .get_template(template)
        .render(
            context,
            path=request.url.path,
            here=here,
            other=_other(request, choice.language),
            documentation=read_context(request).settings.documentation_url,
        )
    )
    response = HTMLResponse(body, status, headers=dict(headers or {}))
    response.headers["Content-Language"] = choice.language
    response.headers["Vary"] = "Accept-Language, Cookie"
    if choice.asked:
        response.set_cookie(
            LANGUAGE_COOKIE, choice.language, max_age=_YEAR, path="/", samesite="lax", httponly=True,
            secure=request.url.scheme == "https",
        )  # fmt: skip
    return response


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
