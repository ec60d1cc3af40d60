"""Files come into a draft, also without a script: sent, checked, put in, exchanged, captioned."""

from typing import Any
from uuid import uuid4

from services.dashboards.tests.library.desk_forms import DESK, EDITOR, post, write
from services.dashboards.tests.library.library_pages import LibraryPages
from services.dashboards.tests.library.test_files_of_items import of_file
from services.dashboards.tests.readiness.reading import error_at, form_of, read
from services.resources.tests.files.rules.file_samples import SAMPLES
from services.resources.tests.files.senders import Sender, check_all
from services.resources.tests.items.library import ANY, OWN, Library, content

PUT = {"title": "The film", "licence": "CC-BY-4.0", "holder": "district", "holder_name": "Valley"}


async def send(client: Any, page: str, name: str, data: bytes, **to: str) -> str:
    """Sends a file by the plain form; where that leads."""
    answer = await client.post(f"{page}/files", params=to, files={"file": (name, data)})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def put(client: Any, here: Library, page: str, kind: str, status: int = 303, **to: str) -> Any:
    """Sends a file, has it checked, and puts it into the draft."""
    path = await send(client, page, f"private name.{kind}", SAMPLES[kind], **to)
    await check_all(here.running)
    form = form_of(await read(client, path), 'name="part_key"')
    typed = {} if to.get("purpose") == "replacement" else PUT
    return await post(client, path, form | typed, status)


async def parts_of(here: Library, page: str) -> list[dict[str, Any]]:
    draft = await here.ask("GET", f"{OWN}/{page.rpartition('/')[2]}/draft", 200)
    return list(draft["content"]["parts"])


async def test_a_file_is_sent_checked_and_put_into_the_draft(sharing: LibraryPages, here: Library) -> None:
    async with sharing.visitor() as client:
        page = await write(client)
        assert "The draft has no file yet." in await read(client, f"{page}/files")
        path = await send(client, page, "private name.mp4", SAMPLES["mp4"])
        assert "private" not in path
        waiting = await read(client, path)
        assert "it waits to be checked" in waiting
        assert 'hx-trigger="every 3s"' in waiting
        assert 'name="part_key"' not in waiting, "nothing can be put in yet"
        await check_all(here.running)
        ready = await read(client, path)
        assert "is stored" in ready
        assert "Nobody looks for viruses here." in ready
        assert 'hx-trigger="every 3s"' not in ready
        form = form_of(ready, 'name="part_key"')
        assert form["licence"] == "CC-BY-4.0", "as the part before it has"
        for _ in range(2):
            answer = await post(client, path, form | PUT)
        text = await read(client, answer.headers["location"])
    assert "The file is in the draft." in text
    assert "private name.mp4" in text
    assert [one["title"] for one in await parts_of(here, page)] == ["Steps", "The film"], "a form sent twice adds one"


async def test_what_was_typed_beside_a_file_is_kept_where_it_is_refused(sharing: LibraryPages, here: Library) -> None:
    async with sharing.visitor() as client:
        page = await write(client)
        path = await send(client, page, "film.mp4", SAMPLES["mp4"])
        await check_all(here.running)
        form = form_of(await read(client, path), 'name="part_key"')
        answer = await post(client, path, form | PUT | {"title": "", "holder_name": "M. <Ortiz>"}, 422)
        assert error_at(answer.text, "title")
        again = form_of(answer.text, 'name="part_key"')
    assert again == form | PUT | {"title": "", "holder_name": "M. <Ortiz>"}


async def test_a_file_that_is_refused_says_why(sharing: LibraryPages, here: Library) -> None:
    async with sharing.visitor() as client:
        page = await write(client)
        path = await send(client, page, "film.mp4", b"no film at all")
        await check_all(here.running)
        text = await read(client, path)
        assert "It was not taken." in text
        assert '<span lang="en">' in text
        assert 'name="part_key"' not in text
        for name, data in (("", b""), ("page.html", b"<p>")):
            answer = await client.post(f"{page}/files", files={"file": (name, data)})
            assert answer.status_code in (400, 415, 422), answer.text
            assert "This could not be sent yet" in answer.text


async def test_captions_come_to_a_video_and_are_stale_once_it_has_another_file(
    sharing: LibraryPages, here: Library
) -> None:
    film = await of_file(here, "film", "mp4")
    page = f"{DESK}/{await here.make(content(film))}"
    async with sharing.visitor() as client:
        assert "It has no captions yet." in await read(client, f"{page}/files")
        await put(client, here, page, "vtt", purpose="captions", of=film["part_key"])
        fits = await read(client, f"{page}/files")
        assert "Captions of “film”." in fits
        await put(client, here, page, "webm", purpose="replacement", of=film["part_key"])
        stale = await read(client, f"{page}/files")
        assert "were written for the file that “film” had before" in stale
        await post(client, f"{page}/files/fit", form_of(stale, f'action="{page}/files/fit"'))
        assert "Captions of “film”." in await read(client, f"{page}/files")
    made, captions = await parts_of(here, page)
    assert (made["part_key"], made["licence"]) == (film["part_key"], "CC-BY-4.0")
    assert captions["caption_of"] == {"part_key": film["part_key"], "sha256": made["source"]}


async def test_what_is_typed_into_the_draft_is_saved_on_the_way_to_its_files(
    sharing: LibraryPages, here: Library
) -> None:
    async with sharing.visitor() as client:
        page = await write(client)
        form = form_of(await read(client, page), EDITOR) | {"title": "Other strips", "do": "files"}
        answer = await post(client, page, form)
        assert answer.headers["location"] == f"{page}/files"
        assert "Other strips" in await read(client, page)


async def test_an_upload_is_its_senders_alone(sharing: LibraryPages, here: Library) -> None:
    begun = await Sender(here.running, here.district, "somebody else").begin("film.mp4", 9)
    async with sharing.visitor() as client:
        page = await write(client)
        for upload in (begun.rpartition("/")[2], str(uuid4()), "none"):
            await read(client, f"{page}/files?upload={upload}", 404)


async def test_while_it_is_in_review_files_are_shown_and_none_is_sent(sharing: LibraryPages, here: Library) -> None:
    page = f"{DESK}/{await here.make(content(await of_file(here, 'guide', 'pdf')))}"
    await here.ask("POST", f"{OWN}/{page.rpartition('/')[2]}/draft/submit", 200, json={}, headers=ANY)
    async with sharing.visitor() as client:
        text = await read(client, f"{page}/files")
    assert "While it is in review nobody changes it." in text
    assert "data-uploads" not in text


async def test_files_are_not_for_whoever_writes_nothing_and_resources_may_be_away(
    sharing: LibraryPages, here: Library
) -> None:
    page = f"{DESK}/{await here.make()}"
    async with sharing.visitor("learner") as learner, sharing.visitor() as client:
        await read(learner, f"{page}/files", 403)
        sharing.away = True
        assert "data-away" in await read(client, f"{page}/files")
