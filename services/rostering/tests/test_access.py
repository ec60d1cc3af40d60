"""Who comes in at the routes of every collection."""

import pytest

from services.rostering.tests.conftest import COLLECTIONS, V1
from shared.testing import RunningService
from shared.values.ids import new_id

ROUTES = [
    (method, path.format(collection=collection), scope)
    for collection in COLLECTIONS
    for method, path, scope in [
        ("POST", "/{collection}", "rostering.write"),
        ("POST", "/{collection}/bulk", "rostering.write"),
        ("GET", "/{collection}", "rostering.read"),
        ("GET", "/{collection}/sis:1", "rostering.read"),
        ("PUT", "/{collection}/sis:1", "rostering.write"),
    ]
] + [("DELETE", "/people/sis:1", "rostering.write")]
every_route = pytest.mark.parametrize(("method", "path", "scope"), ROUTES)


@every_route
async def test_nobody_unknown_gets_in(running: RunningService, method: str, path: str, scope: str) -> None:
    assert (await running.client().request(method, V1 + path, json={})).status_code == 401


@every_route
async def test_a_caller_needs_the_routes_own_scope(running: RunningService, method: str, path: str, scope: str) -> None:
    others = {"rostering.read", "rostering.write", "competency.write"} - {scope}
    client = running.client(new_id(), *others)
    assert (await client.request(method, V1 + path, json={})).status_code == 403


@every_route
@pytest.mark.parametrize("role", ["learner", "family", "educator"])
async def test_the_scope_is_not_enough_for_people_without_business_with_the_whole_roster(
    running: RunningService, method: str, path: str, scope: str, role: str
) -> None:
    client = running.client(new_id(), scope, role=role)
    assert (await client.request(method, V1 + path, json={})).status_code == 403


@pytest.mark.parametrize("role", ["system", "leader", "operator"])
async def test_systems_leaders_and_operators_may_read_the_roster(running: RunningService, role: str) -> None:
    client = running.client(new_id(), "rostering.read", role=role)
    assert (await client.get(f"{V1}/people")).json() == {"items": [], "next": None}
