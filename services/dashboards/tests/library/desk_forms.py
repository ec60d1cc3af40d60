"""Forms of the desk as people send them."""

from typing import Any

from services.dashboards.tests.library.library_pages import LibraryPages
from services.dashboards.tests.readiness.reading import form_of, read
from services.resources.tests.items.library import CURATORS, Library

DESK = "/library/desk"
EDITOR = 'class="form editor"'
WHOLE: dict[str, Any] = {
    "title": "Fraction <strips>", "kind": "lesson_content", "description": "Learners fold strips.\r\nThey compare.",
    "language": "en", "grade_band": "3-5", "part-0-title": "Steps", "part-0-source": "Fold, then compare.",
    "part-0-licence": "CC-BY-4.0", "part-0-holder": "district", "part-0-holder_name": "Valley",
}  # fmt: skip
AUTHOR = {"other_id": "019a4f00-0000-7000-8000-000000000004", "other_name": "M. <Ortiz>"}


async def post(client: Any, path: str, form: dict[str, Any], status: int = 303) -> Any:
    answer = await client.post(path, data=form)
    assert answer.status_code == status, answer.text
    return answer


async def write(client: Any, **changes: Any) -> str:
    """A draft that somebody writes; the path of its page."""
    form = form_of(await read(client, f"{DESK}/new"), EDITOR)
    answer = await post(client, f"{DESK}/new", form | WHOLE | AUTHOR | changes)
    return str(answer.headers["location"]).partition("?")[0]


async def press(client: Any, page: str, act: str, status: int = 303, **typed: Any) -> Any:
    """Sends the form of an act as it stands on the page, with what is typed into it."""
    form = form_of(await read(client, page), f'action="{page}/{act}"')
    return await post(client, f"{page}/{act}", form | typed, status)


async def name_curators(sharing: LibraryPages, here: Library, *people: str) -> None:
    named = {"person_ids": [str(sharing.uid(one)) for one in people]}
    await here.ask("PUT", CURATORS, 200, json=named, headers={"If-Match": "*"})
