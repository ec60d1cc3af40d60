"""A service is named wherever the platform is described. Python finds the services by their entry points, make by their
folders; files of data cannot, and are compared here.
"""

import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi.routing import APIRoute

from partners.identity.rules.scopes import KNOWN, PASSWORD_CHANGE
from shared.auth.dependencies import Needs
from shared.cli import installed_services
from shared.http.openapi import dependencies_of

ROOT = Path(__file__).resolve().parent.parent
SERVICES = set(installed_services())


def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def ours(names: list[str] | dict[str, Any]) -> set[str]:
    """Of distributions, those that are services."""
    distributions = {name.removeprefix("trellis-") for name in names if name.startswith("trellis-")}
    return distributions - {file.name for file in (ROOT / "libs").iterdir()}


def source_folders(folders: list[str]) -> set[str]:
    return {folder.split("/")[1] for folder in folders if folder.startswith("services/")}


def contract(name: str) -> dict[str, Any]:
    [found] = [each for each in pyproject()["tool"]["importlinter"]["contracts"] if each["name"] == name]
    return dict(found)


def containers_of_rooms() -> set[str]:
    """The services whose rooms, or whose subjects' rooms, are layers."""
    contracts = [
        each for each in pyproject()["tool"]["importlinter"]["contracts"] if each["name"].startswith("rooms of ")
    ]
    return {container.split(".")[0] for each in contracts for container in each["containers"]}


def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"])


def containers_of(part: str) -> set[str]:
    return {name.removesuffix(f"-{part}") for name in compose() if name.endswith(f"-{part}")}


def provisioned() -> set[str]:
    given = compose()["provision"]["environment"]
    roles = [
        {name.removesuffix(f"_{role}_PASSWORD").lower() for name in given if name.endswith(f"_{role}_PASSWORD")}
        for role in ("OWNER", "APP", "WORKER")
    ]
    return set.intersection(*roles) if roles[0] == roles[1] == roles[2] else set()


def waited_for() -> set[str]:
    return {name.removesuffix("-api") for name in compose()["entrance"]["depends_on"]}


def entrance() -> set[str]:
    written = (ROOT / "deploy" / "compose" / "nginx.conf").read_text()
    hosts = re.findall(r"(?m)^\s*set \$(\w+) (\w+)-api:8000;", written)
    return {host for variable, host in hosts if variable == host and f"proxy_pass http://${variable};" in written}


def kustomized() -> set[str]:
    base = ROOT / "deploy" / "k8s" / "base"
    return {file.parent.name for file in base.glob("[!_]*/kustomization.yaml")} - {"platform"}


def deployed() -> set[str]:
    overlay = yaml.safe_load((ROOT / "deploy" / "k8s" / "overlays" / "dev" / "kustomization.yaml").read_text())
    folders = [Path(one) for one in overlay["resources"]]
    return {folder.name for folder in folders if folder.parent == Path("../../base")} - {"platform"}


def routed() -> set[str]:
    ingress = yaml.safe_load((ROOT / "deploy" / "k8s" / "components" / "ingress" / "ingress.yaml").read_text())
    paths = [path for rule in ingress["spec"]["rules"] for path in rule["http"]["paths"]]
    return {path["backend"]["service"]["name"].removesuffix("-api") for path in paths}


def locked() -> set[str]:
    others = {"dev", "build", "bootstrap"}
    return {file.stem for file in (ROOT / "requirements").glob("*.txt")} - others


PLACES: dict[str, Callable[[], set[str]]] = {
    "the folders below services": lambda: {file.parent.name for file in ROOT.glob("services/*/pyproject.toml")},
    "pyproject.toml, dependencies": lambda: ours(pyproject()["project"]["dependencies"]),
    "pyproject.toml, sources": lambda: ours(pyproject()["tool"]["uv"]["sources"]),
    "pyproject.toml, mypy_path": lambda: source_folders(pyproject()["tool"]["mypy"]["mypy_path"]),
    "pyproject.toml, root_packages": lambda: (
        set(pyproject()["tool"]["importlinter"]["root_packages"]) - {"shared", "devstack"}
    ),
    "pyproject.toml, coverage": lambda: (
        set(pyproject()["tool"]["coverage"]["run"]["source_pkgs"]) - {"shared", "devstack"}
    ),
    "pyproject.toml, no service knows another": lambda: set(contract("services know nothing of each other")["modules"]),
    "pyproject.toml, shared knows no service": lambda: (
        set(contract("the shared library knows no service and no devstack")["forbidden_modules"]) - {"devstack"}
    ),
    "pyproject.toml, services without devstack": lambda: set(
        contract("services run without devstack")["source_modules"]
    ),
    "pyproject.toml, rooms": containers_of_rooms,
    "requirements": locked,
    "docker-compose.yml, migrations": lambda: containers_of("migrate"),
    "docker-compose.yml, apis": lambda: containers_of("api"),
    "docker-compose.yml, workers": lambda: containers_of("worker"),
    "docker-compose.yml, databases": provisioned,
    "docker-compose.yml, the entrance waits": waited_for,
    "deploy/compose/nginx.conf": entrance,
    "deploy/k8s/base": kustomized,
    "deploy/k8s/overlays/dev": deployed,
    "deploy/k8s/components/ingress": routed,
    "docs/openapi": lambda: {file.stem for file in (ROOT / "docs" / "openapi").glob("*.json")},
    "README.md": lambda: set(re.findall(r"\[README\]\(services/(\w+)/README\.md\)", (ROOT / "README.md").read_text())),
    "a README of its own": lambda: {file.parent.name for file in ROOT.glob("services/*/README.md")},
}
"""Whatever repeats the list of services, and how it is read there."""


@pytest.mark.parametrize("place", PLACES)
def test_every_service_is_named_and_nothing_else(place: str) -> None:
    named = PLACES[place]()
    assert (sorted(SERVICES - named), sorted(named - SERVICES)) == ([], []), f"missing in {place}; there by mistake"


def test_every_scope_that_a_route_needs_is_one_that_a_token_can_have() -> None:
    needed = {
        call.scope
        for service in installed_services().values()
        for router in service.routers
        for route in router.routes
        if isinstance(route, APIRoute)
        for call in dependencies_of(route.dependant)
        if isinstance(call, Needs)
    }
    assert len(needed) > len(SERVICES)
    assert needed - KNOWN - {PASSWORD_CHANGE} == set()


def test_the_databases_made_are_those_whose_passwords_are_given(tmp_path: Path) -> None:
    """`provision.sh` with a psql that only says what it was asked for."""
    psql = tmp_path / "psql"
    psql.write_text('#!/bin/sh\ncat >/dev/null\necho "$@"\n')
    psql.chmod(0o755)
    passwords = {name: f"of {name.lower()}" for name in compose()["provision"]["environment"]}
    made = subprocess.run(
        ["sh", ROOT / "deploy" / "compose" / "provision.sh"],
        env=passwords | {"PATH": f"{tmp_path}:/usr/bin:/bin"}, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    for name in SERVICES:
        roles = " ".join(f"-v {role}=of {name}_{role}_password" for role in ("owner", "app", "worker"))
        assert f"-v service={name} {roles}\n" in made
    assert len(made.splitlines()) == len(SERVICES)


def test_make_knows_the_services_by_their_folders() -> None:
    said = subprocess.run(
        ["make", "--dry-run", "migrations", f"PYTHON={sys.executable}"], cwd=ROOT, capture_output=True, text=True,
        check=True,
    ).stdout  # fmt: skip
    assert set(re.findall(r"trellis (\w+) migrate --sql", said)) == SERVICES
