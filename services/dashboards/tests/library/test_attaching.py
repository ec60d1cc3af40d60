"""What becomes of a draft when a file has come for it."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.library.answers import ItemContent
from dashboards.library.desk.answers import StoredFile
from dashboards.library.desk.usecases.attaching import Json, Purpose, with_captions_that_fit, with_file
from dashboards.readiness.forms import Fields
from shared.errors import NotFound

FILE = StoredFile(
    file_id=uuid4(), name="film.mp4", kind="video", media_type="video/mp4", size=9, sha256="b" * 64, scan="clean"
)
OF = UUID(int=9)


def part(key: UUID, **said: object) -> Json:
    return {"part_key": str(key), "title": "Film", "kind": "file", "source": "a" * 64} | said


def draft(*parts: Json) -> ItemContent:
    return ItemContent.model_validate({"title": "Strips", "kind": "video", "parts": list(parts)})


def typed(key: UUID = OF) -> Fields:
    return Fields({"part_key": str(key), "title": "English", "licence": "CC-BY-4.0", "holder": "district"}, {}, {})


def parts_of(said: Json) -> list[Json]:
    found: list[Json] = said["parts"]
    return found


@given(st.integers(0, 5))
def test_a_new_file_comes_last_and_a_form_that_is_sent_twice_adds_one_part(count: int) -> None:
    before = draft(*(part(UUID(int=100 + number)) for number in range(count)))
    once = with_file(before, "part", None, FILE, typed())
    twice = with_file(ItemContent.model_validate(once), "part", None, FILE, typed())
    assert parts_of(twice) == parts_of(once)
    assert [one["part_key"] for one in parts_of(once)] == [
        *(str(UUID(int=100 + number)) for number in range(count)), str(OF)
    ]  # fmt: skip
    assert parts_of(once)[-1]["source"] == FILE.sha256


@given(st.integers(1, 5), st.data())
def test_captions_stand_behind_what_they_belong_to_and_name_the_file_that_it_has(
    count: int, data: st.DataObject
) -> None:
    keys = [UUID(int=100 + number) for number in range(count)]
    of = data.draw(st.sampled_from(keys))
    made = parts_of(with_file(draft(*(part(key) for key in keys)), "captions", of, FILE, typed()))
    place = next(number for number, one in enumerate(made) if one["part_key"] == str(of))
    assert made[place + 1]["part_key"] == str(OF)
    assert made[place + 1]["caption_of"] == {"part_key": str(of), "sha256": "a" * 64}


def test_another_file_leaves_licence_and_rights_and_makes_captions_stale() -> None:
    film, words = UUID(int=1), UUID(int=2)
    before = draft(
        part(film, licence="CC-BY-4.0", holder="author"),
        part(words, source="c" * 64, caption_of={"part_key": str(film), "sha256": "a" * 64}),
    )
    made = with_file(before, "replacement", film, FILE, typed())
    first, second = parts_of(made)
    assert (first["source"], first["licence"], first["holder"]) == (FILE.sha256, "CC-BY-4.0", "author")
    assert second["caption_of"]["sha256"] == "a" * 64, "nobody has looked whether they fit"
    fitting = parts_of(with_captions_that_fit(ItemContent.model_validate(made), words))[1]
    assert fitting["caption_of"] == {"part_key": str(film), "sha256": FILE.sha256}


def test_other_captions_are_for_the_file_that_is_there_now() -> None:
    film, words = UUID(int=1), UUID(int=2)
    before = draft(part(film), part(words, caption_of={"part_key": str(film), "sha256": "0" * 64}))
    made = parts_of(with_file(before, "replacement", words, FILE, typed()))[1]
    assert (made["source"], made["caption_of"]["sha256"]) == (FILE.sha256, "a" * 64)


@pytest.mark.parametrize("purpose", ["replacement", "captions"])
def test_a_file_for_a_part_that_is_gone_is_refused(purpose: Purpose) -> None:
    for of in (UUID(int=1), None):
        with pytest.raises(NotFound):
            with_file(draft(), purpose, of, FILE, typed())


def test_what_are_no_captions_cannot_fit() -> None:
    with pytest.raises(NotFound):
        with_captions_that_fit(draft(part(OF)), OF)
