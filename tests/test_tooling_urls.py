"""Compose's entrance and the Ingress send each public path to the service that answers it."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi.routing import APIRoute

from shared.cli import installed_services

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def url_map() -> dict[str, str]:
    return {
        path: service.name for service in installed_services().values() for path in service.paths if path != "/"
    } | {"/": "dashboards"}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return read


def covers(routes: dict[str, str], path: str) -> str:
    """The service to which the longest matching prefix leads."""
    matching = [prefix for prefix in routes if path == prefix or path.startswith(prefix.rstrip("/") + "/")]
    return routes[max(matching, key=len)]


def test_the_ingress_knows_the_url_map(url_map: dict[str, str]) -> None:
    ingress = yaml.safe_load((ROOT / "deploy" / "k8s" / "components" / "ingress" / "ingress.yaml").read_text())
    routes = {
        path["path"]: path["backend"]["service"]["name"].removesuffix("-api")
        for path in ingress["spec"]["rules"][0]["http"]["paths"]
    }
    assert {path: covers(routes, f"{path.rstrip('/')}/x") for path in url_map} == url_map
    assert len(routes) <= len(url_map)


def test_the_entrance_of_compose_knows_the_url_map(url_map: dict[str, str]) -> None:
    written = (ROOT / "deploy" / "compose" / "nginx.conf").read_text()
    regular = re.findall(r"location ~ \^(\S+)\(/\|\$\) \{ proxy_pass http://\$(\w+)", written)
    plain = re.findall(r"location (/\S*) \{ proxy_pass http://\$(\w+)", written)
    routes = {path.replace("\\", ""): service for path, service in regular + plain}
    assert {path: covers(routes, f"{path.rstrip('/')}/x") for path in url_map} == url_map


def test_no_route_lies_below_a_path_that_another_service_answers(url_map: dict[str, str]) -> None:
    """A page of dashboards below `/competency` would work in its own tests and be reached by nobody."""
    found = [
        f"{name} {route.path}"
        for name, service in installed_services().items()
        for router in service.routers
        for route in router.routes
        if isinstance(route, APIRoute) and covers(url_map, route.path) != name
    ]
    assert found == []


def test_compose_runs_every_service_as_api_and_worker_after_its_migration(compose: dict[str, Any]) -> None:
    for name in installed_services():
        for part in ("api", "worker"):
            container = compose["services"][f"{name}-{part}"]
            assert container["command"] == [part]
            assert container["read_only"] is True
            assert container["depends_on"][f"{name}-migrate"] == {"condition": "service_completed_successfully"}
            assert f"{name.upper()}_DATABASE_URL" in container["environment"]
            assert f"{name.upper()}_OWNER_DATABASE_URL" not in container["environment"]


def test_compose_holds_no_secret(compose: dict[str, Any]) -> None:
    for name, container in compose["services"].items():
        for variable, value in container.get("environment", {}).items():
            if re.search("PASSWORD|SECRET|_KEY$", variable):
                assert str(value).startswith("${"), f"{name}: {variable}"
            assert not re.search(r"://\w+:(?!\$\{)[^/@]*@", str(value)), f"{name}: {variable}"


def test_the_secrets_script_makes_what_compose_asks_for(tmp_path: Path) -> None:
    import subprocess
    import sys

    file = tmp_path / "compose.env"
    script = ROOT / "deploy" / "compose" / "make_secrets.py"
    for _ in range(2):
        subprocess.run([sys.executable, str(script), str(file)], check=True)
    first = file.read_text()
    subprocess.run([sys.executable, str(script), str(file)], check=True)
    assert file.read_text() == first
    assert file.stat().st_mode & 0o077 == 0
    made = {line.split("=")[0] for line in first.splitlines()}
    asked = set(re.findall(r"\$\{(\w+)[}:?]?", (ROOT / "docker-compose.yml").read_text()))
    optional = set(re.findall(r"\$\{(\w+):-", (ROOT / "docker-compose.yml").read_text()))
    assert asked - optional == made
