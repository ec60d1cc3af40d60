"""A draft with what was typed into one form of the editor: the whole, one condition or one question.

Content is JSON as readiness has it; a form changes what it has fields for and leaves all else as it came. What is wrong
with what was typed readiness says.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from dashboards.readiness.forms import Fields, with_point
from dashboards.readiness.instruments.usecases.rows import free_key, turned_rows
from dashboards.readiness.labels import ROLES

Json = dict[str, Any]


class Where(NamedTuple):
    """Which condition, and which of its questions, by their places from 0 on; None where they are gone."""

    section: int | None = None
    question: int | None = None


def apply_about(content: Json, fields: Fields) -> Json:
    """The title, the description, the languages and the terms of roles."""
    languages = list(dict.fromkeys(fields.words("languages").replace(",", " ").split()))
    shown = content["languages"]
    return content | {
        "languages": languages,
        "title": _words(content["title"], fields, "title", shown),
        "description": _words(content.get("description", {}), fields, "description", shown),
        "roles": [
            _terms(content, fields, role, shown)
            for role in _in_order(one["role"] for one in content["roles"])
            if fields.words(f"minimum-{role}")
        ],
    }


def _terms(content: Json, fields: Fields, role: str, languages: list[str]) -> Json:
    before: Json = next((one for one in content["roles"] if one["role"] == role), {"role": role, "notice": {}})
    return before | {
        "minimum": fields.number(f"minimum-{role}") or 0,
        "weight": _amount(fields, f"weight-{role}"),
        "notice": _words(before.get("notice", {}), fields, f"notice-{role}", languages),
    }


def add_section(content: Json) -> tuple[Json, Where]:
    known = {one["key"] for one in content["sections"]}
    new = {"key": free_key(known, "condition-", len(known) + 1), "title": {}, "questions": []}
    return content | {"sections": [*content["sections"], new]}, Where(len(content["sections"]))


def apply_section(content: Json, place: int, fields: Fields) -> Json:
    before = content["sections"][place]
    section = before | {
        "key": fields.words("key"),
        "title": _words(before["title"], fields, "title", content["languages"]),
        "description": _words(before.get("description", {}), fields, "description", content["languages"]),
        "weight": _amount(fields, "weight"),
    }
    return _with_section(content, place, section)


def turn_section(content: Json, place: int, how: str) -> tuple[Json, Where]:
    """Moves it up or down, takes it out, or gives it a question."""
    if how == "question":
        return add_question(content, place)
    sections, place_now = turned_rows(content["sections"], place, how)
    return content | {"sections": sections}, Where(place_now)


def add_question(content: Json, place: int) -> tuple[Json, Where]:
    section = content["sections"][place]
    known = {one["key"] for each in content["sections"] for one in each["questions"]}
    new = {
        "key": free_key(known, f"{section['key']}."[:30], len(known) + 1), "text": {}, "form": blank("level"),
        "roles": [one["role"] for one in content["roles"]],
    }  # fmt: skip
    section = section | {"questions": [*section["questions"], new]}
    return _with_section(content, place, section), Where(place, len(section["questions"]) - 1)


def apply_question(content: Json, where: Where, fields: Fields) -> Json:
    before = question_at(content, where)
    languages = content["languages"]
    question = before | {
        "key": fields.words("key"),
        "text": _words(before["text"], fields, "text", languages),
        "guidance": _words(before.get("guidance", {}), fields, "guidance", languages),
        "roles": [role for role in _in_order(before["roles"]) if role in fields.chosen.get("roles", [])],
        "weight": _amount(fields, "weight"),
        "gate": _amount(fields, "gate") if fields.words("gate") else None,
        "dont_know": fields.words("dont_know"),
        "not_applicable": fields.words("not_applicable"),
        "protection": _protection(before, fields, languages),
        "form": _form(before["form"], fields, languages),
    }
    editorial = set(content.get("editorial", [])) - {before["key"]}
    if "editorial" in fields:
        editorial.add(question["key"])
    return _with_question(content, where, question) | {"editorial": sorted(editorial)}


def turn_question(content: Json, where: Where, how: str) -> tuple[Json, Where]:
    """Moves it, takes it out, or changes what it wants as its answer."""
    if how in ("up", "down", "remove"):
        section = content["sections"][where.section or 0]
        questions, place = turned_rows(section["questions"], where.question or 0, how)
        return _with_section(content, where.section or 0, section | {"questions": questions}), Where(
            where.section, place
        )
    question = question_at(content, where)
    form = _turned_form(question["form"], how)
    return _with_question(content, where, question | {"form": form}), where


def blank(kind: str) -> Json:
    """What a question of this kind begins with."""
    made: dict[str, Callable[[], Json]] = {
        "level": lambda: {"anchors": [{"value": value, "text": {}} for value in (1, 2, 3)]},
        "choice": lambda: {"options": [{"key": key, "text": {}, "score": 0} for key in ("a", "b")]},
        "number": lambda: {"unit": {}, "zero_at": 0, "one_at": 100},
        "evidence": lambda: {"accepts": ["link"]},
    }
    return {"kind": kind, **made.get(kind, dict)()}


def question_at(content: Json, where: Where) -> Json:
    found: Json = content["sections"][where.section or 0]["questions"][where.question or 0]
    return found


def _words(before: Json, fields: Fields, name: str, languages: list[str]) -> Json:
    """Words in those languages that the form has, and in others as they were."""
    typed = {one: fields.prose(f"{name}.{one}") for one in languages if f"{name}.{one}" in fields}
    return {language: words for language, words in (before | typed).items() if words}


def _amount(fields: Fields, name: str) -> str:
    return with_point(fields.words(name))


def _in_order(before: Iterable[str]) -> list[str]:
    """All roles: first those that were there, as they stood."""
    return list(dict.fromkeys([*before, *ROLES.words]))


def _protection(before: Json, fields: Fields, languages: list[str]) -> Json | None:
    if not fields.words("topic"):
        return None
    notice = (before.get("protection") or {}).get("notice", {})
    return {"topic": fields.words("topic"), "notice": _words(notice, fields, "law", languages)}


def _form(before: Json, fields: Fields, languages: list[str]) -> Json:
    if before["kind"] == "level":
        anchors = [
            one | {"text": _words(one["text"], fields, f"anchor-{place}", languages)}
            for place, one in enumerate(before["anchors"])
        ]
        return before | {"anchors": anchors}
    if before["kind"] == "choice":
        options = [
            one | {
                "key": fields.words(f"option-key-{place}"), "score": _amount(fields, f"option-score-{place}"),
                "text": _words(one["text"], fields, f"option-{place}", languages),
            }
            for place, one in enumerate(before["options"])
        ]  # fmt: skip
        return before | {"options": options}
    if before["kind"] == "number":
        return before | {
            "unit": _words(before["unit"], fields, "unit", languages),
            "zero_at": _amount(fields, "zero_at"),
            "one_at": _amount(fields, "one_at"),
        }
    return before | {"accepts": fields.chosen.get("accepts", [])} if before["kind"] == "evidence" else before


def _turned_form(form: Json, how: str) -> Json:
    act, _, at = how.partition("-")
    if act == "kind":
        return blank(at) if at != form["kind"] else form
    if act == "more" and form["kind"] == "level":
        return form | {"anchors": [*form["anchors"], {"value": len(form["anchors"]) + 1, "text": {}}]}
    if act == "more" and form["kind"] == "choice":
        known = {one["key"] for one in form["options"]}
        return form | {
            "options": [*form["options"], {"key": free_key(known, "option-", len(known) + 1), "text": {}, "score": 0}]
        }
    if act == "less" and at.isascii() and at.isdigit() and form["kind"] in ("level", "choice"):
        name = "anchors" if form["kind"] == "level" else "options"
        left = [one for place, one in enumerate(form[name]) if place != int(at)]
        if name == "anchors":
            left = [one | {"value": value} for value, one in enumerate(left, 1)]
        return form | {name: left}
    return form


def _with_section(content: Json, place: int, section: Json) -> Json:
    return content | {
        "sections": [section if number == place else one for number, one in enumerate(content["sections"])]
    }


def _with_question(content: Json, where: Where, question: Json) -> Json:
    section = content["sections"][where.section or 0]
    questions = [question if number == where.question else one for number, one in enumerate(section["questions"])]
    return _with_section(content, where.section or 0, section | {"questions": questions})
