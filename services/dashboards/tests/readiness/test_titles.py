"""What instruments call conditions: in the reader's language, and nothing where two of them say something else."""

from typing import Any
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from dashboards.common.pages.render import words_of_key
from dashboards.readiness.instruments.answers import Version
from dashboards.readiness.instruments.titles import titles

KEYS = st.sampled_from(["means", "model", "own_way"])
WORDS = st.sampled_from(["Means", "The means", "The model"])
SECTIONS = st.dictionaries(KEYS, WORDS, max_size=3)


def version(sections: dict[str, str], languages: tuple[str, ...] = ("en",)) -> Version:
    def words(said: str) -> dict[str, str]:
        return {language: f"{said} ({language})" for language in languages}

    def question(key: str) -> dict[str, Any]:
        return {"key": f"{key}.one", "text": words(f"How is {key}?"), "form": {"kind": "yes_no"}, "roles": ["teacher"]}

    content = {
        "title": words("Ready?"), "languages": list(languages), "roles": [],
        "sections": [
            {"key": key, "title": words(title), "questions": [question(key)]} for key, title in sections.items()
        ],
    }  # fmt: skip
    return Version.model_validate(
        {
            "version": 1, "state": "published", "published_at": None, "retired_at": None, "offer_id": None,
            "instrument_id": uuid4(), "content": content,
        }
    )  # fmt: skip


@given(st.lists(SECTIONS, max_size=4), KEYS)
def test_a_key_has_the_words_on_which_all_instruments_that_have_it_agree(said: list[dict[str, str]], key: str) -> None:
    found = titles([version(one) for one in said], "en").of(key)
    words = {one[key] for one in said if key in one}
    if len(words) == 1:
        assert found == ("en", f"{words.pop()} (en)")
    else:
        assert found == ("", words_of_key(key))


def test_a_question_is_called_by_its_words_and_a_condition_by_its_title() -> None:
    known = titles([version({"model": "The model"}, ("en", "es"))], "es")
    assert known.of("model") == ("es", "The model (es)")
    assert known.of("model", "model.one") == ("es", "How is model? (es)")
    assert known.of("model", "model.other") == ("", "Model other")
    assert titles([version({"model": "The model"})], "es").of("model") == ("en", "The model (en)")
