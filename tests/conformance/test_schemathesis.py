"""Every operation is sent what its OpenAPI document allows and what it forbids, as one district and as the other.

Nothing may be a server error, an answer that is not documented, or forbidden and yet taken; nothing is answered to
those without a token; and nothing that one district reads holds a mark of the other.
"""

import copy
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from typing import Any
from urllib.parse import unquote

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.errors import FlakyStrategyDefinition
from pydantic import BaseModel
from schemathesis.checks import CheckFunction, load_all_checks
from schemathesis.config import (
    ChecksConfig,
    CoveragePhaseConfig,
    GenerationConfig,
    PhasesConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
)
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.pytest._test_builder import build_operation_test
from schemathesis.python._constants.orchestrator import make_constants_value_source

from competency.intake.schemas.evidence import EvidenceLine
from rostering.schemas.bulk import LINES as ROSTER_LINES
from shared.http.sheets import WORKBOOK
from tests.conformance.district import District
from tests.conformance.operations import NDJSON, STREAM, TUS, Operation, documents, operations
from tests.conformance.world import World

pytestmark = pytest.mark.slow

EXAMPLES = 12
SEED = 20261123
ROUNDS = 6

BOUNDED = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # what fails is told as it was found: shrinking takes minutes
    suppress_health_check=list(HealthCheck),
)
labelled = {operation.label: operation for operation in operations()}

REFUSALS = ChecksConfig.from_dict(
    {
        # An absent If-Match is a 428 (RFC 6585), an older one a 412, an address longer than is read a 414, and a body
        # longer than is read a 413. An absent Tus-Resumable is a 412, as tus says. Any other header that is absent is
        # named as a field is, by a 422.
        "missing_required_header": {"expected-statuses": [400, 412, 422, 428]},
        "negative_data_rejection": {
            "expected-statuses": [400, 401, 403, 404, 405, 406, 409, 412, 413, 414, 415, 422, 428, 429],
        },
    }
)
"""What refuses; stricter than the tool's own, which takes a 5xx for a refusal, too."""

load_all_checks()


@schemathesis.serializer(NDJSON)
def lines(_: Any, value: Any) -> bytes:
    """Any value as a file of lines: a list line by line, and whatever else as the one line there is."""
    values = value if isinstance(value, list) else [value]
    return b"\n".join(v if isinstance(v, bytes) else json.dumps(v, default=str).encode() for v in values)


@schemathesis.serializer(TUS, WORKBOOK)
def some_bytes(_: Any, value: Any) -> bytes:
    """Any value as bytes of a file."""
    return value if isinstance(value, bytes) else json.dumps(value, default=str).encode()


LINES: dict[str, type[BaseModel]] = {
    "POST /competency/v1/evidence/batch": EvidenceLine,
    **{f"POST /rostering/v1/{collection}/bulk": line for collection, line in ROSTER_LINES.items()},
}
"""What the lines of a file are: OpenAPI 3.1 has no word for it, and says that the file is a string."""


def with_lines(service: str) -> dict[str, Any]:
    """The service's document, with files as lists of lines."""
    document = copy.deepcopy(documents()[service])
    for operation in operations():
        if operation.service == service and operation.takes == NDJSON:
            shape = LINES[operation.label].model_json_schema(ref_template="#/components/schemas/{model}")
            document["components"]["schemas"] |= shape.pop("$defs", {})
            body = document["paths"][operation.path][operation.method.lower()]["requestBody"]
            body["content"][NDJSON]["schema"] = {"type": "array", "items": shape, "minItems": 1, "maxItems": 5}
    return document


def schema_of(service: str) -> Any:
    config = SchemathesisConfig(
        seed=SEED,
        projects=ProjectsConfig(
            default=ProjectConfig(
                generation=GenerationConfig(max_examples=EXAMPLES, deterministic=True, allow_extra_parameters=False),
                checks=REFUSALS,
                phases=PhasesConfig(coverage=CoveragePhaseConfig(unexpected_methods={"TRACE"})),
            )
        ),
    )
    return schemathesis.openapi.from_dict(with_lines(service), config=config)


def no_mark_of(other: District) -> CheckFunction:
    """A check that an answer holds nothing of the other district, but what was sent by the caller itself."""
    marks = other.marks()

    def no_mark_of_the_other_district(_: Any, response: schemathesis.Response, case: schemathesis.Case[Any]) -> None:
        answered = response.content.decode(errors="replace") + str(response.headers)
        sent = unquote(str(response.request.url)) + str(response.request.body)
        found = [mark for mark in marks if mark in answered and mark not in sent]
        assert not found, f"{case.operation.label} told a district of another one: {found}"

    return no_mark_of_the_other_district


CHECKS = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
    "response_schema_conformance", "negative_data_rejection", "missing_required_header", "unsupported_method",
    "ignored_auth", "use_after_free",
)  # fmt: skip


def checks_of(case: schemathesis.Case[Any], other: District) -> list[CheckFunction]:
    """A file with bad lines is taken, and the lines are reported, so `negative_data_rejection` is not for files."""
    files = labelled[case.operation.label].takes == NDJSON
    names = [name for name in CHECKS if not (files and name == "negative_data_rejection")]
    return [*schemathesis.checks.CHECKS.get_by_names(names), no_mark_of(other)]  # type: ignore[list-item] # those named above are functions


def aim(case: schemathesis.Case[Any], own: District, other: District, turn: int) -> None:
    """Address things that exist, where the address is well-formed: mostly the district's own, else the other's."""
    if case.meta is not None and case.meta.is_negative_at(ParameterLocation.PATH):
        return
    operation = labelled[case.operation.label]
    if turn % 4 == 3 or (operation.method == "DELETE" and turn % 4 != 2):
        return
    of = other if turn % 4 == 2 else own
    for name in operation.path_names:
        kind = operation.kind(name)
        # Whoever has a secret reads what it opens, so nobody is sent another district's.
        case.path_parameters[name] = (own if kind == "feed_secret" else of).ids[kind]


@pytest.fixture(scope="module")
def session() -> Any:
    with requests.Session() as made:
        made.trust_env = False
        yield made


@pytest.fixture(scope="module")
def schemas() -> dict[str, Any]:
    """The services' documents, as the tool reads them."""
    return {service: schema_of(service) for service, document in documents().items() if document["paths"]}


@pytest.fixture(scope="module")
def turns() -> Iterator[int]:
    return count()


# The stream is left out: it does not end, so no answer of it could be read to the end.
@pytest.mark.parametrize("operation", [o for o in operations() if o.path != STREAM], ids=str)
def test_an_operation_answers_whatever_it_is_sent_as_its_document_says(
    operation: Operation, schemas: dict[str, Any], turns: Iterator[int], world: World, session: requests.Session
) -> None:
    @BOUNDED
    def send(case: schemathesis.Case[Any]) -> None:
        turn = next(turns)
        own, other = (world.a, world.b) if turn // 4 % 2 else (world.b, world.a)
        aim(case, own, other, turn)
        case.call_and_validate(
            base_url=world.base,
            session=session,
            headers={} if operation.public else own.authorization,
            checks=checks_of(case, other),
            allow_redirects=False,
        )

    schema = schemas[operation.service]
    # What is sent is made here and not, as by the tool's own `parametrize`, when the tests are collected: for all
    # operations that takes over a minute, in every process.
    build_operation_test(
        config=schema.config,
        operation=schema[operation.path][operation.method],
        test_func=send,
        given_kwargs={},
        feedback=FeedbackSources(constants_value_source=make_constants_value_source(schema)),
    )()


def test_a_mark_in_an_answer_is_found(world: World, session: requests.Session) -> None:
    """B's own people hold B's mark: were they told to A, the check would say so."""
    case = schema_of("rostering")["/rostering/v1/people"]["GET"].Case()
    answer = case.call(base_url=world.base, session=session, headers=world.b.authorization)
    with pytest.raises(AssertionError, match=world.b.mark):
        no_mark_of(world.b)(None, answer, case)  # type: ignore[arg-type]


@pytest.mark.parametrize("service", ["partners", "rostering"])
def test_what_is_made_in_one_step_is_found_in_the_next_and_what_is_deleted_is_not(
    service: str, world: World, session: requests.Session
) -> None:
    """Steps that follow each other, as the document lets them: above all, nothing may be used once it is deleted.

    A person is forgotten rather than deleted: a pseudonym without a name is left, so that step is left out.
    """
    steps: Counter[str] = Counter()
    wrong: list[BaseException] = []
    schema = schema_of(service).exclude(method="DELETE", path="/rostering/v1/people/{person}")

    class Steps(schema.as_state_machine()):  # type: ignore[misc] # made by the tool
        def get_call_kwargs(self, case: schemathesis.Case[Any]) -> dict[str, Any]:
            steps[case.operation.label] += 1
            return {"base_url": world.base, "session": session, "headers": world.a.authorization,
                    "allow_redirects": False}  # fmt: skip

        def validate_response(self, response: Any, case: schemathesis.Case[Any], *_: Any, **more: Any) -> None:
            try:
                case.validate_response(response, checks=checks_of(case, world.b), transport_kwargs=more)
            except BaseException as found:
                wrong.append(found)
                raise

    for turn in range(ROUNDS):
        # A service that lives answers the same steps otherwise the second time. Hypothesis, which replays them, may
        # take that for a fault of the test's; a fault of the service's is kept above.
        with suppress(FlakyStrategyDefinition):
            seed(turn)(Steps).run(settings=settings(BOUNDED, derandomize=False, max_examples=15, stateful_step_count=8))
        if wrong or _enough(steps, service):
            break
    assert not wrong
    assert _enough(steps, service), steps


def _enough(steps: Counter[str], service: str) -> bool:
    """Many steps; and, where there is something to delete, that it was deleted."""
    return steps.total() > 50 and (service != "partners" or any(label.startswith("DELETE") for label in steps))
