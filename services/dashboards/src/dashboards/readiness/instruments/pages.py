"""Instruments: one's own and those that districts offer; versions are read, compared, taken over and offered."""

import json
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from dashboards.common.client import RemoteResult
from dashboards.common.pages.route import PageRoute
from dashboards.readiness.client import Outcome, Readiness
from dashboards.readiness.forms import Fields, Sending, TypedFields, keyed
from dashboards.readiness.instruments import client as shelves
from dashboards.readiness.instruments.answers import OfferedVersion, SheetReport, Version
from dashboards.readiness.instruments.client import LIST, OFFERED, InstrumentWithVersions, Shelf, SideBySide
from dashboards.readiness.instruments.words import language_for, said, spoken, titles_of
from dashboards.roster.dependencies import Page, PageOfCaller
from shared.auth.dependencies import needs

router = APIRouter(prefix="/instruments", route_class=PageRoute, include_in_schema=False)

After = Annotated[str, Query(max_length=400)]
Number = Annotated[str, Path(pattern=r"^[1-9][0-9]{0,8}$")]
Older = Annotated[str, Query(alias="from", pattern=r"^([1-9][0-9]{0,8})?$")]


async def _shelf(client: Readiness, after: After = "", after_offered: After = "") -> Shelf:
    return await shelves.shelf(client, after, after_offered)


async def _instrument(client: Readiness, instrument_id: UUID) -> InstrumentWithVersions:
    return await shelves.with_versions(client, instrument_id)


async def _version(client: Readiness, instrument_id: UUID, version: Number) -> RemoteResult[Version]:
    return await shelves.version(client, instrument_id, int(version))


async def _side_by_side(
    client: Readiness, instrument_id: UUID, version: Number, older: Older = "", of: UUID | None = None
) -> SideBySide:
    return await shelves.side_by_side(client, instrument_id, int(version), older, of)


async def _offered(client: Readiness, offer_id: UUID) -> RemoteResult[OfferedVersion]:
    return await shelves.offered(client, offer_id)


async def _create(client: Readiness, fields: TypedFields) -> Sending:
    languages = list(dict.fromkeys(fields.words("languages").replace(",", " ").split()))
    title = {languages[0]: fields.words("title")} if languages and fields.words("title") else {}
    content = {"title": title, "languages": languages, "sections": [], "roles": []}
    return Sending(fields, await shelves.create(client, fields, content))


async def _import(client: Readiness, fields: TypedFields) -> Sending:
    """A file whose first letter is a brace is JSON, as the export writes it; every other one a sheet."""
    content = fields.files.get("file", b"")
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"{":
        return Sending(fields, await shelves.import_sheet(client, fields, content))
    try:
        said_by_file = json.loads(content.decode("utf-8-sig"))
    except ValueError as error:
        return Sending(fields, Outcome(422, {"detail": f"The file is no JSON: {error}"}))
    return Sending(fields, await shelves.create(client, fields, said_by_file))


async def _act_on_version(client: Readiness, fields: TypedFields, instrument_id: UUID, version: Number) -> Sending:
    path = f"{LIST}/{instrument_id}/versions/{version}"
    acts = {"offer": ("POST", "/offer"), "withdraw": ("DELETE", "/offer"), "clone": ("POST", "/clone")}
    method, part = acts.get(fields.get("do", ""), ("POST", "/retire"))
    return Sending(fields, await shelves.act(client, fields, path + part, method))


async def _take_over(client: Readiness, fields: TypedFields, offer_id: UUID) -> Sending:
    how = "adopt" if fields.get("do") == "adopt" else "clone"
    return Sending(fields, await shelves.act(client, fields, f"{OFFERED}/{offer_id}/{how}"))


async def _begin(client: Readiness, fields: TypedFields, instrument_id: UUID) -> Sending:
    return Sending(fields, await client.send("POST", f"{LIST}/{instrument_id}/draft", headers=keyed(fields)))


@router.get("", response_class=Response)
async def instruments(found: Annotated[Shelf, Depends(_shelf)], page: Page) -> Response:
    return _shown(page, "readiness/instruments.html", Sending(), shelf=found)


@router.get("/new", response_class=Response, dependencies=[needs("readiness.write")])
async def new_instrument(page: Page) -> Response:
    return _shown(page, "readiness/new_instrument.html", Sending())


@router.post("/new", response_class=Response)
async def create_instrument(sending: Annotated[Sending, Depends(_create)], page: Page) -> Response:
    return _to_draft(sending) or _shown(page, "readiness/new_instrument.html", sending)


@router.post("/import", response_class=Response)
async def import_instrument(sending: Annotated[Sending, Depends(_import)], page: Page) -> Response:
    """To the draft that was made of the file; where lines of a sheet had problems they are told first."""
    report = _report(sending.outcome)
    if report is not None and report.lines:
        return _shown(page, "readiness/import.html", sending, report=report)
    return _to_draft(sending) or _shown(page, "readiness/new_instrument.html", sending)


@router.get("/offered/{offer_id}", response_class=Response)
async def offered(found: Annotated[RemoteResult[OfferedVersion], Depends(_offered)], page: Page) -> Response:
    return _content(page, "readiness/offered.html", Sending(), found.answer)


@router.post("/offered/{offer_id}", response_class=Response)
async def take_over(
    sending: Annotated[Sending, Depends(_take_over)],
    found: Annotated[RemoteResult[OfferedVersion], Depends(_offered)],
    page: Page,
) -> Response:
    """Adopts it as it is, or clones it to adapt it."""
    outcome = sending.outcome
    if outcome is not None and outcome.done:
        draft = "/draft" if outcome.said["state"] == "draft" else ""
        return RedirectResponse(f"/instruments/{outcome.said['instrument_id']}{draft}", 303)
    return _content(page, "readiness/offered.html", sending, found.answer)


@router.get("/{instrument_id}", response_class=Response)
async def instrument(found: Annotated[InstrumentWithVersions, Depends(_instrument)], page: Page) -> Response:
    return _shown(page, "readiness/instrument.html", Sending(), found=found)


@router.post("/{instrument_id}/draft", response_class=Response)
async def begin_draft(
    sending: Annotated[Sending, Depends(_begin)],
    found: Annotated[InstrumentWithVersions, Depends(_instrument)],
    page: Page,
) -> Response:
    return _to_draft(sending) or _shown(page, "readiness/instrument.html", sending, found=found)


@router.get("/{instrument_id}/versions/{version}", response_class=Response)
async def read_version(found: Annotated[RemoteResult[Version], Depends(_version)], page: Page) -> Response:
    return _content(page, "readiness/version.html", Sending(), found.answer)


@router.post("/{instrument_id}/versions/{version}", response_class=Response)
async def act_on_version(
    sending: Annotated[Sending, Depends(_act_on_version)],
    found: Annotated[RemoteResult[Version], Depends(_version)],
    instrument_id: UUID,
    version: Number,
    page: Page,
) -> Response:
    """Offers it to all districts, takes that back, clones or retires it."""
    fields = sending.fields or Fields({}, {}, {})
    if sending.failed:
        return _content(page, "readiness/version.html", sending, found.answer)
    cloned = _to_draft(sending) if fields.get("do") == "clone" else None
    return cloned or RedirectResponse(f"/instruments/{instrument_id}/versions/{version}", 303)


@router.get("/{instrument_id}/versions/{version}/differences", response_class=Response)
async def differences(
    two: Annotated[SideBySide, Depends(_side_by_side)],
    newer: Annotated[RemoteResult[Version], Depends(_version)],
    page: Page,
) -> Response:
    titles = titles_of([one.content for one in (newer.answer, two.older) if one], page.l10n.language)
    more = {"comparison": two.found.answer, "titles": titles}
    return _content(page, "readiness/differences.html", Sending(), newer.answer, **more)


def _to_draft(sending: Sending) -> Response | None:
    """To the editor of the draft that was made."""
    if sending.outcome is None or not sending.outcome.done:
        return None
    return RedirectResponse(f"/instruments/{sending.outcome.said['instrument_id']}/draft", 303)


def _report(outcome: Outcome | None) -> SheetReport | None:
    if outcome is None or not outcome.done or "lines" not in outcome.said:
        return None
    try:
        return SheetReport.model_validate(outcome.said)
    except ValidationError:
        return None


def _content(
    page: PageOfCaller, template: str, sending: Sending, one: Version | OfferedVersion | None, **more: Any
) -> Response:
    """A page about what a version says."""
    content = one.content if one else None
    language = language_for(content, page.l10n.language) if content else page.l10n.language
    return _shown(page, template, sending, one=one, content=content, content_language=language, **more)


def _shown(page: PageOfCaller, template: str, sending: Sending, **more: Any) -> Response:
    context = {"sending": sending, "said": said, "spoken": spoken, "key": sending.key}
    return page.render(template, context | more, status=sending.status)
