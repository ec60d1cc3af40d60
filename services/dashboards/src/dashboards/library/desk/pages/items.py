"""One item on the desk: its draft as a form, its review, and how it stands."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse

from dashboards.common.pages.render import short_id
from dashboards.common.pages.route import PageRoute
from dashboards.library.client import Resources
from dashboards.library.desk import client as asking
from dashboards.library.desk.answers import OwnVersion
from dashboards.library.desk.client import OWN, OnDesk
from dashboards.library.desk.pages.showing import WRITERS, editing, saved_at, shown
from dashboards.library.desk.usecases.read_forms import content_of, standing_of
from dashboards.readiness.client import Outcome, Tagged
from dashboards.readiness.finding import looks
from dashboards.readiness.forms import Fields, Sending, TypedFields
from dashboards.roster.dependencies import Page, PageOfCaller
from dashboards.roster.usecases.names import names_of
from shared.errors import NotFound

PREFIX = "/library/desk/{item_id}"
router = APIRouter(prefix=PREFIX, route_class=PageRoute, include_in_schema=False, dependencies=WRITERS)

MOVES: Mapping[str, tuple[str, ...]] = {
    "offered": ("retired", "taken_down", "recalled"),
    "retired": ("offered", "taken_down", "recalled"),
    "taken_down": ("recalled",),
}
"""How an item can stand after each, as the page offers it; resources decides."""
Act = Literal["begin", "submit", "withdraw", "return", "publish", "discard", "comment", "stand"]


async def _on_desk(client: Resources, item_id: UUID) -> OnDesk:
    return await asking.on_desk(client, item_id)


async def _before(client: Resources, item_id: UUID) -> Tagged[OwnVersion]:
    """The draft that the form was made of: what it has no field for is sent back."""
    return await asking.draft(client, item_id)


async def _save(
    client: Resources, item_id: UUID, before: Annotated[Tagged[OwnVersion], Depends(_before)], fields: TypedFields
) -> Sending:
    if looks(fields):
        return Sending(fields)
    if before.answer is None:
        return Sending(fields, Outcome())
    if fields.get("etag") != before.etag:
        return Sending(fields, Outcome(412))
    return Sending(fields, await asking.save(client, item_id, fields, content_of(fields, before.answer.content)))


async def _act(client: Resources, item_id: UUID, act: Act, fields: TypedFields) -> Sending:
    method, path, body = _asked(act, fields)
    return Sending(fields, await asking.act(client, fields, method, f"{OWN}/{item_id}/{path}", body))


async def _after(
    client: Resources, item_id: UUID, act: Act, sending: Annotated[Sending, Depends(_act)]
) -> OnDesk | None:
    """The item as it is after a press; none where its only draft was thrown away."""
    try:
        return await asking.on_desk(client, item_id)
    except NotFound:
        if act == "discard" and not sending.failed:
            return None
        raise


OneItem = Annotated[OnDesk, Depends(_on_desk)]


def _asked(act: Act, fields: Fields) -> tuple[str, str, Any]:
    """What a press asks of resources: how, where, and with which words."""
    match act:
        case "begin":
            return "POST", "draft", None
        case "discard":
            return "DELETE", "draft", None
        case "submit":
            return "POST", "draft/submit", {"changes": fields.prose("changes") or None}
        case "return":
            return "POST", "draft/return", {"words": fields.prose("words")}
        case "comment":
            return "POST", "comments", {"words": fields.prose("words"), "part_key": fields.words("part_key") or None}
        case "stand":
            return "PUT", "standing", standing_of(fields)
        case _:
            return "POST", f"draft/{act}", None


@router.get("", response_class=Response)
async def desk_item(one: OneItem, page: Page) -> Response:
    return await _shown(page, one, Sending())


@router.post("", response_class=Response)
async def save_item(sending: Annotated[Sending, Depends(_save)], one: OneItem, item_id: UUID, page: Page) -> Response:
    if sending.outcome is not None and sending.outcome.done:
        return RedirectResponse(saved_at(item_id, sending), 303)
    return await _shown(page, one, sending, "save")


@router.post("/{act}", response_class=Response)
async def act_on_item(
    sending: Annotated[Sending, Depends(_act)],
    one: Annotated[OnDesk | None, Depends(_after)],
    item_id: UUID,
    act: Act,
    page: Page,
) -> Response:
    if one is None:
        return RedirectResponse("/library/desk", 303)
    if not sending.failed:
        return RedirectResponse(f"/library/desk/{item_id}", 303)
    return await _shown(page, one, sending, act)


async def _shown(page: PageOfCaller, one: OnDesk, sending: Sending, act: str = "") -> Response:
    item, version = one.item.answer, one.version.answer
    if item is None or version is None:
        return shown(page, "item.html", sending, {"item": None, "version": None}, away=True)
    typed = sending if act in ("", "save") else Sending()
    context = await editing(page, typed, version.content, version.problems, one.licences)
    context |= await _people(page, one) | {
        "item": item, "version": version, "etag": one.version.etag, "item_etag": one.item.etag,
        "narrowed": one.narrowed, "files": one.files, "act": act,
        "saved": page.request.query_params.get("saved") == "1",
        "sent": lambda of: sending if of == act else Sending(), "moves": MOVES.get(item.standing or "", ()),
        "part_choices": [(str(each.part_key), each.title) for each in version.content.parts],
        "others": [(str(each.item_id), each.title) for each in one.others if each.item_id != item.item_id],
    }  # fmt: skip
    return shown(page, "item.html", sending, context)


async def _people(page: PageOfCaller, one: OnDesk) -> dict[str, Any]:
    """Who decides and who has written, by their names; whom the roster does not name by a part of their id."""
    comments = one.comments.answer.items if one.comments.answer else []
    deciding = one.curators.answer.person_ids if one.curators.answer else []
    people = {*deciding, *(each.person_id for each in comments if each.person_id is not None)}
    names = await names_of(page.session, page.caller, sorted(people))
    called = {each: names.get(each) or page.l10n.gettext("Person %(id)s", id=short_id(each)) for each in people}
    return {
        "comments_made": comments, "names": called, "curators": [called[each] for each in deciding],
        "decides": page.caller.person_id in deciding and "resources.curate" in page.caller.scopes,
    }  # fmt: skip
