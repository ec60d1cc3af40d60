"""Words find items in whatever form people write them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.resources.tests.items.library import Library, content, part
from services.resources.tests.searches.searching import FOUND, OPEN_FOUND, counts, find, found_ids
from shared.http.paging import encode


def _in_spanish(title: str, **changes: Any) -> dict[str, Any]:
    return content(part("CC-BY-4.0", "Palabras."), title=title, language="es", description="Para docentes.", **changes)


@pytest.mark.parametrize(
    ("title", "finds", "not_found"),
    [
        ("Una evaluación", ["evaluación", "evaluacion", "EVALUACIONES", "Evaluacio\u0301n", "evaluaciones"], ["valor"]),
        ("La licitación pública", ["licitación", "licitacion", "licitaciones", "LICITACIÓN publica"], []),
        ("El año que viene", ["año", "AÑO", "an\u0303o"], ["ventana"]),
        ("Un niño lee", ["niño", "niños", "NIÑAS", "lee niños"], []),
        ("Lecciones de matemáticas", ["leccion", "lección", "matematica"], []),
    ],
)
async def test_spanish_is_found_with_and_without_accents_in_singular_and_plural(
    here: Library, title: str, finds: list[str], not_found: list[str]
) -> None:
    item_id = await here.published(_in_spanish(title))
    for words in finds:
        found = await find(here.client, words, owner_id=here.district)
        assert [(one["item_id"], one["nearly"]) for one in found if not one["nearly"]] == [(item_id, False)], words
    for words in not_found:
        assert await found_ids(here.client, words, owner_id=here.district) == []


async def test_ano_is_no_ano_but_whoever_lacks_the_letter_finds_it_by_its_spelling(here: Library) -> None:
    item_id = await here.published(_in_spanish("El año que viene"))
    (found,) = await find(here.client, "ano", owner_id=here.district)
    assert (found["item_id"], found["nearly"]) == (item_id, True)
    other = await here.published(_in_spanish("El ano"))
    exact = [one["item_id"] for one in await find(here.client, "ano", owner_id=here.district) if not one["nearly"]]
    assert exact == [other]


async def test_english_is_found_in_any_form_and_hyphens_join_nothing(here: Library) -> None:
    item_id = await here.published(content(part(words="Write-ups"), title="Co-teaching in K-12: learners' essays"))
    for words in (
        "co-teaching",
        "co teaching",
        "coteaching essay",
        "TEACH",
        "k-12",
        "learner's essay",
        "write ups",
        "k 12",
    ):
        found = await found_ids(here.client, words, owner_id=here.district)
        assert found == [item_id], words


async def test_slips_of_the_pen_find_what_is_spelled_nearly_so(here: Library) -> None:
    item_id = await here.published(content(title="Fraction strips for portfolios"))
    for words in ("fractoin", "portfolo", "Fracton strps", "frction"):
        found = await find(here.client, words, owner_id=here.district)
        assert [(one["item_id"], one["nearly"]) for one in found] == [(item_id, True)], words
    assert (await counts(here.client, "fractoin", owner_id=here.district))["nearly"]
    for words in ("zebras", "fractoin zebras"):
        assert await found_ids(here.client, words, owner_id=here.district) == []


async def test_what_has_the_words_comes_before_what_is_spelled_nearly_so(here: Library) -> None:
    nearly = await here.published(content(title="Habitants"))
    exact = await here.published(content(part(words="of a habitat"), title="Animals", description="Where they live."))
    found = [(one["item_id"], one["nearly"]) for one in await find(here.client, "habitat", owner_id=here.district)]
    assert found == [(exact, False), (nearly, True)]


async def test_the_title_counts_above_the_description_and_that_above_the_parts(here: Library) -> None:
    in_parts = await here.published(content(part(words="volcano " * 50)))
    in_description = await here.published(content(description="Of a volcano."))
    in_title = await here.published(content(title="A volcano"))
    assert await found_ids(here.client, "volcanoes", owner_id=here.district) == [in_title, in_description, in_parts]


@pytest.mark.parametrize(
    "words",
    ["fraction & !strips", "fraction | strips", "'fraction' <-> strips", "fraction:*A strips", "(strips", "strips\\",
     '"strips" or fraction', "-strips fraction", "%strips_", "strips' or 1=1 --"],
)  # fmt: skip
async def test_what_would_be_an_operator_is_no_more_than_words(here: Library, words: str) -> None:
    await here.published(content(title="Fraction strips"))
    found = await find(here.client, words, owner_id=here.district)
    assert all("strips" in one["title"].lower() for one in found)


async def test_without_words_everything_is_found_and_without_letters_nothing_is_asked(here: Library) -> None:
    made = [await here.published() for _ in range(3)]
    for words in (None, "", "   "):
        assert await found_ids(here.client, words, owner_id=here.district) == sorted(made)
    for words, pointer in (("!!!", "/words"), ("a\0b", "/words"), ("x" * 10_000, "/words")):
        answer = await here.client.get(FOUND, params={"words": words})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


@pytest.mark.parametrize("rank", [-(2**63), 0, 2**63 - 1])
@pytest.mark.parametrize("way", ["all", "words", "nearly"])
async def test_a_cursor_that_somebody_made_up_breaks_nothing(here: Library, rank: int, way: str) -> None:
    await here.published(content(title="Fraction strips"))
    for words in ("fraction", ""):
        sent = {"words": words, "after": encode([rank, str(uuid4()), way])}
        assert (await here.client.get(FOUND, params=sent)).status_code == 200


async def test_an_item_of_very_many_words_is_published_and_found(here: Library) -> None:
    words = [" ".join(f"word{number}x{place}" for number in range(9_000))[:99_000] for place in range(9)]
    item_id = await here.published(content(*(part(words=one) for one in words), title="Everything"))
    assert await found_ids(here.client, "everything word7x0", owner_id=here.district) == [item_id]


async def test_anybody_searches_what_is_open(here: Library) -> None:
    item_id = await here.published(content(title="Paper boats"))
    await here.published(content(part(None), title="Paper planes"))
    async with here.running.client() as anybody:
        assert await found_ids(anybody, "paper", OPEN_FOUND, owner_id=here.district) == [item_id]
        answer: httpx.Response = await anybody.get(OPEN_FOUND, params={"words": "paper"})
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert (await counts(anybody, "paper", OPEN_FOUND, owner_id=here.district))["items"] == 1
