"""The manifests: Kubernetes knows every field, every container is confined, the topics are those of the code."""

import shutil
import subprocess
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

import shared.contracts
import shared.events.dead_letter  # noqa: F401 - registers its topic
from shared.cli import installed_services
from shared.events.event import PARTITIONS, REGISTRY
from shared.events.topics import topic_settings

ROOT = Path(__file__).resolve().parent.parent
SERVICES = installed_services()
SEALING = [name for name, service in SERVICES.items() if "key_secret" in service.settings.model_fields]
"""Those that keep secrets of their own, encrypted."""
STORING = [name for name, service in SERVICES.items() if "store_url" in service.settings.model_fields]
"""Those that keep files."""
OURS = ("kafka.strimzi.io/v1",)
"""Kinds that an operator brings; what they say is compared with the code instead."""


@pytest.fixture(scope="module")
def rendered() -> list[dict[str, Any]]:
    kubectl = shutil.which("kubectl")
    if kubectl is None:
        pytest.skip("no kubectl on PATH, so the overlay cannot be rendered")
    overlay = ROOT / "deploy" / "k8s" / "overlays" / "dev"
    made = subprocess.run([kubectl, "kustomize", str(overlay)], capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    return list(yaml.safe_load_all(made.stdout))


def of_kind(objects: list[dict[str, Any]], kind: str) -> dict[str, dict[str, Any]]:
    return {each["metadata"]["name"]: each for each in objects if each["kind"] == kind}


def pods(objects: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, deployment in of_kind(objects, "Deployment").items():
        yield name, deployment["spec"]["template"]["spec"]


def test_kubernetes_knows_every_field(rendered: list[dict[str, Any]]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import kubernetes_validate

    for each in rendered:
        if each["apiVersion"] not in OURS:
            kubernetes_validate.validate(each, "1.34", strict=True)


def test_each_service_has_an_api_and_a_worker(rendered: list[dict[str, Any]]) -> None:
    wanted = {f"{service}-{part}" for service in SERVICES for part in ("api", "worker")}
    assert set(of_kind(rendered, "Deployment")) == wanted
    assert set(of_kind(rendered, "PodDisruptionBudget")) == wanted
    assert set(of_kind(rendered, "Service")) == {f"{service}-api" for service in SERVICES}


def test_every_container_is_confined(rendered: list[dict[str, Any]]) -> None:
    for name, pod in pods(rendered):
        assert pod["securityContext"]["runAsNonRoot"], name
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}, name
        assert pod["automountServiceAccountToken"] is False, name
        for container in pod["initContainers"] + pod["containers"]:
            context = container["securityContext"]
            assert context["readOnlyRootFilesystem"], name
            assert context["allowPrivilegeEscalation"] is False, name
            assert context["capabilities"] == {"drop": ["ALL"]}, name
            assert container["resources"]["requests"].keys() == {"cpu", "memory"}, name
            assert "memory" in container["resources"]["limits"], name


def platform_settings(objects: list[dict[str, Any]]) -> dict[str, str]:
    config = next(each for name, each in of_kind(objects, "ConfigMap").items() if name.startswith("platform"))
    data: dict[str, str] = config["data"]
    return data


def test_probes_and_scrapers_ask_the_port_that_operators_have_and_nobody_else(rendered: list[dict[str, Any]]) -> None:
    port = int(platform_settings(rendered)["HTTP_OPERATIONS_PORT"])
    for name, deployment in of_kind(rendered, "Deployment").items():
        template = deployment["spec"]["template"]
        [container] = template["spec"]["containers"]
        ports = {each["name"]: each["containerPort"] for each in container["ports"]}
        assert ports["operations"] == port, name
        asked = {probe: container[probe]["httpGet"] for probe in ("startupProbe", "livenessProbe", "readinessProbe")}
        assert {get["port"] for get in asked.values()} == {"operations"}, name
        assert template["metadata"]["annotations"]["prometheus.io/port"] == str(port), name
        paths = {get["path"] for get in asked.values()} | {template["metadata"]["annotations"]["prometheus.io/path"]}
        assert paths == {"/healthz", "/readyz", "/metrics"}, name
    for name, service in of_kind(rendered, "Service").items():
        assert [each["targetPort"] for each in service["spec"]["ports"]] == ["http"], name
    policies = of_kind(rendered, "NetworkPolicy")
    [monitoring] = policies.pop("trellis-monitoring")["spec"]["ingress"]
    assert [each["port"] for each in monitoring["ports"]] == [port]
    assert str(port) not in str(policies)


def test_a_service_that_others_wait_for_waits_for_nobody(rendered: list[dict[str, Any]]) -> None:
    """The one whose Service gives the keys reads its own from its database: its Service answers once it is ready."""
    host = urlsplit(platform_settings(rendered)["AUTH_JWKS_URL"]).hostname
    own = {f"{name}-api" for name, service in SERVICES.items() if service.keys is not None}
    assert own == {host}
    assert host in of_kind(rendered, "Service")


def test_the_ingress_leads_to_ports_that_services_have(rendered: list[dict[str, Any]]) -> None:
    has = {
        (name, port["name"])
        for name, each in of_kind(rendered, "Service").items()
        for port in each["spec"]["ports"]
    }  # fmt: skip
    [ingress] = of_kind(rendered, "Ingress").values()
    backends = [path["backend"]["service"] for rule in ingress["spec"]["rules"] for path in rule["http"]["paths"]]
    assert {(each["name"], each["port"]["name"]) for each in backends} <= has


def test_a_node_is_emptied_although_no_pod_is_ready(rendered: list[dict[str, Any]]) -> None:
    for name, budget in of_kind(rendered, "PodDisruptionBudget").items():
        assert budget["spec"]["unhealthyPodEvictionPolicy"] == "AlwaysAllow", name


def test_the_containers_that_serve_are_those_that_one_looks_into(rendered: list[dict[str, Any]]) -> None:
    for name, deployment in of_kind(rendered, "Deployment").items():
        template = deployment["spec"]["template"]
        wanted = template["metadata"]["annotations"]["kubectl.kubernetes.io/default-container"]
        assert [each["name"] for each in template["spec"]["containers"]] == [wanted], name


def test_a_pod_may_finish_what_it_began(rendered: list[dict[str, Any]]) -> None:
    drain, last_requests = float(platform_settings(rendered)["HTTP_DRAIN_SECONDS"]), 5 + 15
    for name, pod in pods(rendered):
        assert pod["terminationGracePeriodSeconds"] > drain + last_requests, name


def test_only_the_migrating_container_has_the_owners_password(rendered: list[dict[str, Any]]) -> None:
    def secrets(container: dict[str, Any]) -> set[str]:
        return {source["secretRef"]["name"] for source in container["envFrom"] if "secretRef" in source}

    for name, pod in pods(rendered):
        service = name.split("-")[0]
        own = {"trellis-platform", f"{service}-database"}
        own |= {f"{service}-keys" for one in SEALING if one == service}
        own |= {f"{service}-store" for one in STORING if one == service}
        assert [secrets(container) for container in pod["containers"]] == [own], name
        assert [secrets(container) for container in pod["initContainers"]] == [own | {f"{service}-migrations"}], name


def test_no_secret_is_committed(rendered: list[dict[str, Any]]) -> None:
    assert of_kind(rendered, "Secret") == {}


@pytest.mark.parametrize("asked", ["competency", "readiness", "partners", "coaching"])
def test_pages_are_told_where_the_services_answer_that_they_ask(asked: str, rendered: list[dict[str, Any]]) -> None:
    told = {
        name: {each["name"]: each["value"] for each in pod["containers"][0].get("env", [])}
        for name, pod in pods(rendered)
    }
    setting = f"DASHBOARDS_{asked.upper()}_URL"
    assert {name for name, env in told.items() if setting in env} == {"dashboards-api"}
    assert told["dashboards-api"][setting] == f"http://{asked}-api:8000"


def test_the_platform_settings_are_settings_of_the_code(rendered: list[dict[str, Any]]) -> None:
    from shared.settings import AuthSettings, HttpSettings, KafkaSettings, TelemetrySettings

    groups = (AuthSettings, HttpSettings, KafkaSettings, TelemetrySettings)
    known = {
        field.validation_alias or f"{group.model_config['env_prefix']}{name.upper()}"
        for group in groups
        for name, field in group.model_fields.items()
    }
    assert set(platform_settings(rendered)) <= known


def test_the_topics_are_those_of_the_code() -> None:
    file = ROOT / "deploy" / "k8s" / "components" / "kafka-topics" / "topics.yaml"
    written = {}
    for topic in yaml.safe_load_all(file.read_text()):
        settings = {name: str(value) for name, value in topic["spec"]["config"].items()}
        # Not of the code: how many of the three copies must have a write before it counts.
        assert settings.pop("min.insync.replicas") == "2"
        written[topic["metadata"]["name"]] = (topic["spec"]["partitions"], settings)
    # Tests declare events of their own, and may run in the same process.
    declared = [event.topic for event in REGISTRY.values() if event.topic.name.startswith("trellis.")]
    topics = {topic.name: topic for topic in declared}
    assert written == {name: (PARTITIONS, topic_settings(topic)) for name, topic in topics.items()}
