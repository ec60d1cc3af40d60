"""Every operation is sent what its OpenAPI document allows and what it forbids, as one district and as the other.

Nothing may be a server error, an answer that is not documented, or forbidden and yet taken; nothing is answered to
those without a token; and nothing that one district reads holds a mark of the other.
"""

import json
from collections.abc import Callable
from itertools import count
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import CheckFunction, load_all_checks
from schemathesis.config import (
    CoveragePhaseConfig,
    GenerationConfig,
    PhasesConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
)
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.stateful.state_machine import APIStateMachine

from tests.conformance.operations import NDJSON, STREAM, documents, operations
from tests.conformance.world import District, World, absent

pytestmark = [pytest.mark.timeout(240), pytest.mark.slow]

EXAMPLES = 12
SEED = 20261123
BOUNDED = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # what fails is told as it was found: shrinking takes minutes
    suppress_health_check=list(HealthCheck),
)
labelled = {operation.label: operation for operation in operations()}

load_all_checks()


@schemathesis.serializer(NDJSON)
def lines(_: Any, value: Any) -> dict[str, Any]:
    """Any value as a file of lines: text as it is, a list line by line."""
    if isinstance(value, bytes):
        return {"data": value}
    if isinstance(value, str):
        return {"data": value.encode(errors="surrogatepass")}
    values = value if isinstance(value, list) else [value]
    return {"data": "\n".join(json.dumps(v, default=str) for v in values).encode()}


def schema_of(service: str) -> Any:
    config = SchemathesisConfig(
        seed=SEED,
        projects=ProjectsConfig(
            default=ProjectConfig(
                generation=GenerationConfig(max_examples=EXAMPLES, deterministic=True, allow_extra_parameters=False),
                phases=PhasesConfig(coverage=CoveragePhaseConfig(unexpected_methods={"TRACE"})),
            )
        ),
    )
    return schemathesis.openapi.from_dict(documents()[service], config=config)


def no_mark_of(other: District) -> CheckFunction:
    """A check that an answer holds nothing of the other district, but what was sent by the caller itself."""
    marks = other.marks()

    def no_mark_of_the_other_district(_: Any, response: schemathesis.Response, case: schemathesis.Case) -> None:
        answered = response.content.decode(errors="replace") + str(response.headers)
        sent = unquote(str(response.request.url)) + str(response.request.body)
        found = [mark for mark in marks if mark in answered and mark not in sent]
        assert not found, f"{case.operation.label} told a district of another one: {found}"

    return no_mark_of_the_other_district


CHECKS: list[CheckFunction] = [
    schemathesis.checks.CHECKS.get_one(name)
    for name in (
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
        "negative_data_rejection",
        "missing_required_header",
        "unsupported_method",
        "ignored_auth",
        "use_after_free",
    )
]


def aim(case: schemathesis.Case, own: District, other: District, turn: int) -> None:
    """Address things that exist, where the address is well-formed: mostly the district's own, else the other's."""
    if case.meta is not None and case.meta.is_negative_at(ParameterLocation.PATH):
        return
    operation = labelled[case.operation.label]
    if turn % 4 == 3 or (operation.method == "DELETE" and turn % 4 != 2):
        return
    of = other if turn % 4 == 2 else own
    for name in operation.path_names:
        if name != "collection":
            case.path_parameters[name] = of.ids[operation.kind(name)]


@pytest.fixture(scope="module")
def session() -> Any:
    with requests.Session() as made:
        made.trust_env = False
        yield made


def fuzz(service: str) -> Callable[..., None]:
    """The tests of a service: one for each operation, so that each says what it found.

    The stream is left out: it does not end, so no answer of it could be read to the end; see below.
    """
    turns = count()

    @schema_of(service).exclude(path=STREAM).parametrize()
    @BOUNDED
    def test(case: schemathesis.Case, world: World, session: requests.Session) -> None:
        turn = next(turns)
        own, other = (world.a, world.b) if turn // 4 % 2 else (world.b, world.a)
        aim(case, own, other, turn)
        case.call_and_validate(
            base_url=world.base,
            session=session,
            headers={} if labelled[case.operation.label].public else own.authorization,
            checks=[*CHECKS, no_mark_of(other)],
            allow_redirects=False,
        )

    return test


test_competency = fuzz("competency")
test_dashboards = fuzz("dashboards")
test_partners = fuzz("partners")
test_rostering = fuzz("rostering")
