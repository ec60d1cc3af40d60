"""The editor of drafts: each form is of the whole, of one condition or of one question, and needs no script. What
stands in the way of publication is named beside its field.
"""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Response
from fastapi.responses import RedirectResponse

from dashboards.common.pages.route import PageRoute
from dashboards.readiness.client import Outcome, Readiness, Tagged
from dashboards.readiness.forms import Fields, Sending, TypedFields
from dashboards.readiness.instruments import client as shelves
from dashboards.readiness.instruments.answers import Draft
from dashboards.readiness.instruments.client import LIST
from dashboards.readiness.instruments.marks import Marks
from dashboards.readiness.instruments.usecases import edit
from dashboards.readiness.instruments.usecases.edit import Where
from dashboards.readiness.instruments.words import language_for, said, sections_for, spoken
from dashboards.readiness.labels import ROLES
from dashboards.readiness.showing import words_kept
from dashboards.readiness.taking_part.client import Answered
from dashboards.readiness.taking_part.usecases.typed import Filled
from dashboards.roster.dependencies import Page, PageOfCaller
from shared.errors import NotFound

router = APIRouter(prefix="/instruments/{instrument_id}/draft", route_class=PageRoute, include_in_schema=False)

Place = Annotated[str, Path(pattern=r"^(0|[1-9][0-9]{0,3})$")]
Edited = tuple[dict[str, Any], Where]


async def _draft(client: Readiness, instrument_id: UUID) -> Tagged[Draft]:
    return await shelves.draft(client, instrument_id)


async def _draft_after(client: Readiness, instrument_id: UUID) -> Tagged[Draft]:
    """The draft as it is after a press; none where it was published or thrown away."""
    try:
        return await shelves.draft(client, instrument_id)
    except NotFound:
        return Tagged()


OneDraft = Annotated[Tagged[Draft], Depends(_draft)]
OneDraftOrNone = Annotated[Tagged[Draft], Depends(_draft_after)]


class Saving:
    """What became of a form of the editor, and which part the editor shows next."""

    def __init__(self, sending: Sending, where: Where) -> None:
        self.sending, self.where = sending, where


async def _save(
    client: Readiness, found: Tagged[Draft], fields: Fields, change: Callable[[dict[str, Any]], Edited]
) -> Saving:
    """Sends the draft with the change; only where it is the one that the form was made of."""
    if found.answer is None:
        return Saving(Sending(fields, Outcome()), Where())
    if fields.get("etag") != found.etag:
        return Saving(Sending(fields, Outcome(412)), Where())
    content, where = change(found.answer.content.model_dump(mode="json"))
    outcome = await shelves.replace_draft(client, found.answer.instrument_id, fields, content)
    return Saving(Sending(fields, outcome), where)


def _ensure(found: Tagged[Draft], section: int, question: int | None = None) -> None:
    """Raises a 404 for a part that the draft does not have."""
    sections = found.answer.content.sections if found.answer else []
    if found.answer and (
        section >= len(sections) or (question is not None and question >= len(sections[section].questions))
    ):
        raise NotFound("The draft has no such part.")


async def _save_about(client: Readiness, found: OneDraft, fields: TypedFields) -> Saving:
    return await _save(client, found, fields, lambda content: (edit.apply_about(content, fields), Where()))


async def _add_section(client: Readiness, found: OneDraft, fields: TypedFields) -> Saving:
    return await _save(client, found, fields, edit.add_section)


async def _save_section(client: Readiness, found: OneDraft, fields: TypedFields, section: Place) -> Saving:
    place = int(section)
    _ensure(found, place)

    def change(content: dict[str, Any]) -> Edited:
        return edit.turn_section(edit.apply_section(content, place, fields), place, fields.get("do", ""))

    return await _save(client, found, fields, change)


async def _save_question(
    client: Readiness, found: OneDraft, fields: TypedFields, section: Place, question: Place
) -> Saving:
    where = Where(int(section), int(question))
    _ensure(found, int(section), int(question))

    def change(content: dict[str, Any]) -> Edited:
        do = fields.get("do", "")
        how = f"kind-{fields.words('kind')}" if do == "kind" else do
        return edit.turn_question(edit.apply_question(content, where, fields), where, how)

    return await _save(client, found, fields, change)


async def _publish(client: Readiness, instrument_id: UUID, fields: TypedFields) -> Sending:
    return Sending(fields, await shelves.act(client, fields, f"{LIST}/{instrument_id}/draft/publish"))


async def _discard(client: Readiness, instrument_id: UUID, fields: TypedFields) -> Sending:
    return Sending(fields, await shelves.act(client, fields, f"{LIST}/{instrument_id}/draft", "DELETE"))


@router.get("", response_class=Response)
async def draft(found: OneDraft, page: Page) -> Response:
    return _shown(page, "readiness/draft.html", found, Sending())


@router.get("/about", response_class=Response)
async def about(found: OneDraft, page: Page) -> Response:
    return _shown(page, "readiness/draft_about.html", found, Sending())


@router.post("/about", response_class=Response)
async def save_about(saving: Annotated[Saving, Depends(_save_about)], found: OneDraft, page: Page) -> Response:
    return _answered(page, "readiness/draft_about.html", found, saving)


@router.post("/sections", response_class=Response)
async def add_section(saving: Annotated[Saving, Depends(_add_section)], found: OneDraft, page: Page) -> Response:
    return _answered(page, "readiness/draft.html", found, saving)


@router.get("/sections/{section}", response_class=Response)
async def section_form(found: OneDraft, section: Place, page: Page) -> Response:
    _ensure(found, int(section))
    return _shown(page, "readiness/draft_section.html", found, Sending(), place=int(section))


@router.post("/sections/{section}", response_class=Response)
async def save_section(
    saving: Annotated[Saving, Depends(_save_section)], found: OneDraft, section: Place, page: Page
) -> Response:
    return _answered(page, "readiness/draft_section.html", found, saving, place=int(section))


@router.get("/sections/{section}/questions/{question}", response_class=Response)
async def question_form(found: OneDraft, section: Place, question: Place, page: Page) -> Response:
    _ensure(found, int(section), int(question))
    parts = {"place": int(section), "number": int(question)}
    return _shown(page, "readiness/draft_question.html", found, Sending(), **parts)


@router.post("/sections/{section}/questions/{question}", response_class=Response)
async def save_question(
    saving: Annotated[Saving, Depends(_save_question)], found: OneDraft, section: Place, question: Place, page: Page
) -> Response:
    parts = {"place": int(section), "number": int(question)}
    return _answered(page, "readiness/draft_question.html", found, saving, **parts)


@router.get("/preview", response_class=Response)
async def preview(
    found: OneDraft, page: Page, role: Annotated[str, Query(pattern=f"^({'|'.join(ROLES.words)})$")] = "teacher"
) -> Response:
    """What a rater of a role will read."""
    content = found.answer.content if found.answer else None
    language = language_for(content, page.l10n.language) if content else "en"
    sections = sections_for(content, role, language, consented=True) if content else []
    shown = [(one, [Answered(question, Filled(), None) for question in one.questions]) for one in sections]
    return _shown(page, "readiness/preview.html", found, Sending(), role=role, shown=shown, spoken=spoken)


@router.post("/publish", response_class=Response)
async def publish(
    sending: Annotated[Sending, Depends(_publish)], found_after: OneDraftOrNone, instrument_id: UUID, page: Page
) -> Response:
    if not sending.failed and sending.outcome is not None:
        return RedirectResponse(f"/instruments/{instrument_id}/versions/{sending.outcome.said['version']}", 303)
    return _shown(page, "readiness/draft.html", found_after, sending)


@router.post("/discard", response_class=Response)
async def discard(sending: Annotated[Sending, Depends(_discard)], found_after: OneDraftOrNone, page: Page) -> Response:
    if not sending.failed:
        return RedirectResponse("/instruments", 303)
    return _shown(page, "readiness/draft.html", found_after, sending)


def _answered(page: PageOfCaller, template: str, found: Tagged[Draft], saving: Saving, **parts: int) -> Response:
    """To the part that the editor shows next; or the same form again with what was typed."""
    if saving.sending.failed or found.answer is None:
        return _shown(page, template, found, saving.sending, **parts)
    base = f"/instruments/{found.answer.instrument_id}/draft"
    section, question = saving.where
    if section is None:
        return RedirectResponse(f"{base}?saved=1", 303)
    if question is None:
        return RedirectResponse(f"{base}/sections/{section}?saved=1", 303)
    return RedirectResponse(f"{base}/sections/{section}/questions/{question}?saved=1", 303)


def _shown(page: PageOfCaller, template: str, found: Tagged[Draft], sending: Sending, **parts: Any) -> Response:
    draft = found.answer
    if draft is None and sending.fields is not None:
        return words_kept(page, sending)
    language = language_for(draft.content, page.l10n.language) if draft else page.l10n.language
    context = {
        "draft": draft, "etag": found.etag, "said": said, "content_language": language, "key": sending.key,
        "sending": sending, "marks": Marks(draft, sending), "saved": page.request.query_params.get("saved") == "1",
    }  # fmt: skip
    return page.render(template, context | parts, status=sending.status)
