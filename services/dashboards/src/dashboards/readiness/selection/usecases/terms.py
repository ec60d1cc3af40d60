"""The form of a call's terms: how it is filled, how its rows come and go without a script, and what it sends. What is
wrong with what was typed readiness says.

A form is kept in strings, as they were typed. Its texts are in the languages that it names; `shown` are those that it
had fields for when it was sent.
"""

from collections.abc import Iterable
from typing import Any

from dashboards.readiness.forms import Fields, with_point
from dashboards.readiness.instruments.usecases.rows import free_key, turned_rows
from dashboards.readiness.selection.answers import Terms

Json = dict[str, Any]
DIRECTIONS = ("to_host", "to_partner")
_MOST_ROWS, _MOST_LEVELS, _MOST_LANGUAGES = 20, 10, 10
_FIRST_LEVELS = 3


def blank(language: str) -> Json:
    """What a new call begins with."""
    return {
        "languages": [language], "title": {}, "description": {}, "capacity": "", "first_day": "", "last_day": "",
        "reviewers": "2", "most_applications": "", "prompts": [_prompt([])], "criteria": [_criterion([])],
        "band": "0", "ties": [""], "starts_on": "", "expires_on": "", "instrument": "",
        "sharing": {direction: {"granularity": "", "basis": ""} for direction in DIRECTIONS},
    }  # fmt: skip


def filled_by(terms: Terms) -> Json:
    """The form that says what a call says."""
    keys = [one.key for one in terms.criteria]
    shared = {one.direction: {"granularity": one.granularity, "basis": one.basis} for one in terms.partnership.sharing}
    return {
        "languages": _languages_of(terms),
        "title": terms.title, "description": terms.description, "capacity": str(terms.capacity),
        "first_day": str(terms.first_day), "last_day": str(terms.last_day), "reviewers": str(terms.reviewers),
        "most_applications": "" if terms.most_applications is None else str(terms.most_applications),
        "prompts": [one.model_dump() for one in terms.prompts],
        "criteria": [one.model_dump() | {"weight": f"{one.weight.normalize():f}"} for one in terms.criteria],
        "band": f"{terms.ties.band.normalize():f}",
        "ties": _chosen_ties([str(keys.index(one)) for one in terms.ties.criteria], len(keys)),
        "starts_on": str(terms.partnership.starts_on), "expires_on": str(terms.partnership.expires_on),
        "instrument": _instrument_of(terms),
        "sharing": {direction: {"granularity": "", "basis": ""} for direction in DIRECTIONS} | shared,
    }  # fmt: skip


def typed(fields: Fields) -> Json:
    """The form as it was sent."""
    shown = _split(fields.words("shown"))
    prompts = [
        {
            "key": fields.words(f"prompt-{one}-key"), "text": _words(fields, f"prompt-{one}", shown),
            "required": f"prompt-{one}-required" in fields,
        }
        for one in range(_count(fields, "prompts", _MOST_ROWS))
    ]  # fmt: skip
    criteria = [
        {
            "key": fields.words(f"criterion-{one}-key"), "title": _words(fields, f"criterion-{one}", shown),
            "weight": fields.words(f"criterion-{one}-weight"),
            "levels": [
                _words(fields, f"level-{one}-{level}", shown)
                for level in range(_count(fields, f"criterion-{one}-levels", _MOST_LEVELS))
            ],
        }
        for one in range(_count(fields, "criteria", _MOST_ROWS))
    ]  # fmt: skip
    lines = ("capacity", "first_day", "last_day", "reviewers", "most_applications", "band", "starts_on", "expires_on")
    return {name: fields.words(name) for name in (*lines, "instrument")} | {
        "languages": _languages(fields, shown), "title": _words(fields, "title", shown),
        "prompts": prompts, "criteria": criteria,
        "description": _words(fields, "description", shown),
        "ties": _chosen_ties((fields.words(f"tie-{one}") for one in range(len(criteria))), len(criteria)),
        "sharing": {
            one: {"granularity": fields.words(f"share-{one}"), "basis": fields.words(f"basis-{one}")}
            for one in DIRECTIONS
        },
    }  # fmt: skip


def _languages(fields: Fields, shown: list[str]) -> list[str]:
    """Those that are named, and those that still have words: a language goes once its fields are empty."""
    named = list(dict.fromkeys(_split(fields.words("languages"))))[:_MOST_LANGUAGES]
    written = [one for one in shown if any(words.strip() for name, words in fields.items() if name.endswith(f".{one}"))]
    return list(dict.fromkeys([*named, *written])) or shown


def turned(form: Json, how: str) -> Json:
    """The form with a row more or less, or with a row at another place."""
    act, _, rest = how.partition("-")
    what, _, at = rest.partition("-")
    place, _, level = at.partition("-")
    if act == "add" and what == "prompt":
        return form | {"prompts": [*form["prompts"], _prompt(form["prompts"])][:_MOST_ROWS]}
    if act == "add" and what == "criterion":
        criteria = [*form["criteria"], _criterion(form["criteria"])][:_MOST_ROWS]
        return form | {"criteria": criteria, "ties": _chosen_ties(form["ties"], len(criteria))}
    if what == "prompt" and _is_place(place, form["prompts"]):
        return form | {"prompts": _turned(form["prompts"], int(place), act)}
    if what == "criterion" and _is_place(place, form["criteria"]):
        return _with_criteria(form, int(place), act)
    if what == "level" and _is_place(place, form["criteria"]):
        return form | {"criteria": _with_level(form["criteria"], int(place), act, level)}
    return form


def body_of(form: Json) -> Json:
    """The terms as readiness takes them: only in the languages that are named; numbers that are none as they were
    typed, so that it says so.
    """
    languages = form["languages"]
    keys = [one["key"] for one in form["criteria"]]
    sharing = [
        {"direction": direction, **form["sharing"][direction], "elements": ["mastery"]}
        for direction in DIRECTIONS
        if form["sharing"][direction]["granularity"]
    ]
    instrument, _, version = form["instrument"].partition(" ")
    return {
        "title": _said(form["title"], languages), "description": _said(form["description"], languages),
        "capacity": _whole(form["capacity"]), "reviewers": _whole(form["reviewers"]),
        "first_day": form["first_day"], "last_day": form["last_day"],
        "most_applications": _whole(form["most_applications"]) if form["most_applications"] else None,
        "prompts": [one | {"text": _said(one["text"], languages)} for one in form["prompts"]],
        "criteria": [
            one | {
                "title": _said(one["title"], languages), "weight": with_point(one["weight"]),
                "levels": [_said(level, languages) for level in one["levels"]],
            }
            for one in form["criteria"]
        ],
        "ties": {
            "band": with_point(form["band"]) or "0",
            "criteria": [keys[int(one)] for one in dict.fromkeys(form["ties"]) if one],
        },
        "partnership": {"starts_on": form["starts_on"], "expires_on": form["expires_on"], "sharing": sharing},
        "instrument": {"instrument_id": instrument, "version": _whole(version)} if instrument else None,
    }  # fmt: skip


def _instrument_of(terms: Terms) -> str:
    return "" if terms.instrument is None else f"{terms.instrument.instrument_id} {terms.instrument.version}"


def _languages_of(terms: Terms) -> list[str]:
    texts = [
        terms.title,
        terms.description,
        *(one.text for one in terms.prompts),
        *(one.title for one in terms.criteria),
    ]
    levels = [level for one in terms.criteria for level in one.levels]
    return list(dict.fromkeys(language for words in (*texts, *levels) for language in words))


def _prompt(before: list[Json]) -> Json:
    return {"key": _free(before, "prompt-"), "text": {}, "required": True}


def _criterion(before: list[Json]) -> Json:
    levels: list[Json] = [{} for _ in range(_FIRST_LEVELS)]
    return {"key": _free(before, "criterion-"), "title": {}, "weight": "1", "levels": levels}


def _free(before: list[Json], begin: str) -> str:
    return free_key({one["key"] for one in before}, begin, len(before) + 1)


def _with_criteria(form: Json, place: int, act: str) -> Json:
    """Ties name criteria by their place, so they follow."""
    numbered = [{"was": str(number), "one": one} for number, one in enumerate(form["criteria"])]
    moved = _turned(numbered, place, act)
    now = {one["was"]: str(number) for number, one in enumerate(moved)}
    ties = [now[one] for one in form["ties"] if one in now]
    return form | {"criteria": [one["one"] for one in moved], "ties": _chosen_ties(ties, len(moved))}


def _with_level(criteria: list[Json], place: int, act: str, level: str) -> list[Json]:
    levels = criteria[place]["levels"]
    if act == "add":
        levels = [*levels, {}][:_MOST_LEVELS]
    elif act == "less" and _is_place(level, levels):
        levels = [one for number, one in enumerate(levels) if number != int(level)]
    return [one | {"levels": levels} if number == place else one for number, one in enumerate(criteria)]


def _turned(rows: list[Json], place: int, act: str) -> list[Json]:
    return turned_rows(rows, place, "remove" if act == "less" else act)[0]


def _is_place(text: str, rows: list[Json]) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 4 and int(text) < len(rows)


def _chosen_ties(chosen: Iterable[str], criteria: int) -> list[str]:
    """As many as there are criteria: those that are chosen, each once, and then nothing."""
    known = {str(one) for one in range(criteria)}
    kept = [one for one in dict.fromkeys(chosen) if one in known]
    return [*kept, *[""] * (criteria - len(kept))]


def _split(text: str) -> list[str]:
    return text.replace(",", " ").split()


def _count(fields: Fields, name: str, most: int) -> int:
    return min(fields.number(name) or 0, most)


def _words(fields: Fields, name: str, languages: list[str]) -> dict[str, str]:
    return {one: fields.prose(f"{name}.{one}") for one in languages if fields.prose(f"{name}.{one}")}


def _said(words: dict[str, str], languages: list[str]) -> dict[str, str]:
    return {one: words[one] for one in languages if words.get(one)}


def _whole(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text
