"""The images: what `make images` builds is what docker-compose.yml and the manifests run; and what they run beside."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from shared.cli import installed_services

ROOT = Path(__file__).resolve().parent.parent
SERVICES = tuple(installed_services())


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"])


def built() -> set[str]:
    """The names that `make images` gives."""
    assert shutil.which("make")
    said = subprocess.run(["make", "--dry-run", "images"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"--tag (\S+)", said))


def test_what_is_built_is_what_is_run(compose: dict[str, Any]) -> None:
    composed = {each["image"] for name, each in compose.items() if name.split("-")[0] in SERVICES}
    manifests = set()
    for service in SERVICES:
        file = ROOT / "deploy" / "k8s" / "base" / service / "kustomization.yaml"
        for image in yaml.safe_load(file.read_text())["images"]:
            manifests.add(f"{image['newName']}:{image['newTag']}")
    assert composed == manifests == built()


def test_a_container_may_take_as_long_to_start_as_a_pod() -> None:
    said = (ROOT / "Dockerfile").read_text()
    [seconds] = re.findall(r"HEALTHCHECK .*--start-period=(\d+)s", said)
    for part in ("api", "worker"):
        objects = yaml.safe_load_all((ROOT / "deploy" / "k8s" / "base" / "_service" / f"{part}.yaml").read_text())
        [deployment] = [each for each in objects if each["kind"] == "Deployment"]
        probe = deployment["spec"]["template"]["spec"]["containers"][0]["startupProbe"]
        assert int(seconds) == probe["periodSeconds"] * probe["failureThreshold"], part


def test_no_health_check_starts_a_java_machine(compose: dict[str, Any]) -> None:
    checks = {name: " ".join(each["healthcheck"]["test"]) for name, each in compose.items() if "healthcheck" in each}
    assert "kafka" in checks
    assert [name for name, check in checks.items() if re.search(r"java|kafka-[a-z-]+\.sh", check)] == []


def test_the_entrance_waits_no_longer_than_seconds_for_a_container_that_is_gone() -> None:
    said = (ROOT / "deploy" / "compose" / "nginx.conf").read_text()
    waits = {
        name: int(seconds)
        for name, seconds in re.findall(r"(?m)^\s*(proxy_connect_timeout|resolver_timeout) (\d+)s;", said)
    }
    assert waits.keys() == {"proxy_connect_timeout", "resolver_timeout"}
    assert max(waits.values()) <= 5
