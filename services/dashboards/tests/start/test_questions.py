"""What the start page asks is what services answer: each list, how it is narrowed, and for whom."""

from datetime import UTC, datetime

import pytest
from jsonschema import Draft202012Validator

from dashboards.start.client import QUESTIONS, Question
from services.dashboards.tests.contracts import Reading, answer_of, document, service_of

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.kind)
def test_a_question_is_one_that_the_service_answers_to_its_scope(question: Question) -> None:
    service = service_of(question.path)
    operation = document(service)["paths"][question.path]["get"]
    assert operation["security"] == [{"HTTPBearer": [question.scope]}]
    named = {one["name"]: one["schema"] for one in operation["parameters"] if one["in"] == "query"}
    for name, value in question.parameters(NOW).items():
        schema = named[name] | {"components": document(service)["components"]}
        kind = schema.get("type")
        read = int(value) if kind == "integer" else value == "true" if kind == "boolean" else value
        Draft202012Validator(schema).validate(read)
    assert Reading(question.answer, service).problems(answer_of(question.path)) == []


def test_every_question_asks_for_one_page_of_a_list() -> None:
    assert {one.parameters(NOW)["limit"] for one in QUESTIONS} == {"100"}
