"""Where the platform is described by files of data that name every service, and what each says of one.

Which places these are, `tests/test_tooling_services.py` knows too, and compares.
"""

import re
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

from devstack.errors import DevstackError

_INSERTED = files("devstack") / "skeleton" / "inserted"
_TO_LAST_ENTRY = r'\[[^\]]*"'
"""A list in TOML, up to the end of its last string."""


@dataclass(frozen=True)
class Insertion:
    """Text that goes behind the one place in a file that a pattern matches; `@name@` stands for the service's name."""

    file: str
    behind: str
    text: str

    def into(self, content: str) -> str:
        """The content of the file with the text in its place.

        Raises:
            DevstackError: the pattern matches nowhere, or in several places.
        """
        places = [found.end() for found in re.finditer(self.behind, content, re.MULTILINE)]
        if len(places) != 1:
            raise DevstackError(
                f"{self.file} has {len(places)} places like {self.behind!r}, so a service cannot be added there. "
                "Nothing was written; devstack/insertions.py says where services are named."
            )
        return content[: places[0]] + self.text + content[places[0] :]


def _in_contract(name: str, key: str) -> str:
    return rf'^name = "{name}"\n(?:.+\n)*?{key} = {_TO_LAST_ENTRY}'


def _fragment(name: str) -> str:
    return (_INSERTED / f"{name}.yaml.txt").read_text()


def insertions() -> list[Insertion]:
    """Every place that names the services one by one."""
    pyproject, compose, nginx = "pyproject.toml", "docker-compose.yml", "deploy/compose/nginx.conf"
    overlay, ingress = "deploy/k8s/overlays/dev/kustomization.yaml", "deploy/k8s/components/ingress/ingress.yaml"
    name = ', "@name@"'
    return [
        Insertion(pyproject, r'^dependencies = \[\n(?:  "trellis-.+\n)+', '  "trellis-@name@",\n'),
        Insertion(pyproject, r"^\[tool\.uv\.sources\]\n(?:trellis-.+\n)+", "trellis-@name@ = { workspace = true }\n"),
        Insertion(pyproject, rf"^mypy_path = {_TO_LAST_ENTRY}", ', "services/@name@/src"'),
        Insertion(pyproject, rf"^source_pkgs = {_TO_LAST_ENTRY}", name),
        Insertion(pyproject, rf"^root_packages = {_TO_LAST_ENTRY}", name),
        Insertion(pyproject, _in_contract("services know nothing of each other", "modules"), name),
        Insertion(
            pyproject, _in_contract("the shared library knows no service and no devstack", "forbidden_modules"), name
        ),
        Insertion(pyproject, _in_contract("services run without devstack", "source_modules"), name),
        Insertion(pyproject, _in_contract("rooms of a service", "containers"), name),
        Insertion(compose, r"(?=^services:$)", _fragment("compose-settings")),
        Insertion(
            compose, r"(?:^      [A-Z0-9]+_(?:OWNER|APP|WORKER)_PASSWORD: .+\n)+", _fragment("compose-passwords")
        ),
        Insertion(
            compose,
            r"(?:^      \w+-api: \{condition: service_healthy\}\n)+",
            "      @name@-api: {condition: service_healthy}\n",
        ),
        Insertion(compose, r"(?=^networks:$)", _fragment("compose-services")),
        Insertion(nginx, r"(?:^    set \$\w+ \w+-api:8000;\n)+", "    set $@name@ @name@-api:8000;\n"),
        Insertion(nginx, r"(?=^    location / \{)", "    location ~ ^/@name@(/|$) { proxy_pass http://$@name@; }\n"),
        Insertion(overlay, r"(?:^  - \.\./\.\./base/\w+\n)+", "  - ../../base/@name@\n"),
        Insertion(ingress, r"(?=^          - path: /$)", _fragment("ingress")),
        Insertion(
            "README.md",
            r"(?:^\| `\w+` \| .+ \| \[README\]\(services/\w+/README\.md\) \|\n)+",
            "| `@name@` | @owns@ | [README](services/@name@/README.md) |\n",
        ),
    ]


def filled(text: str, words: dict[str, str]) -> str:
    """The text with each placeholder's word in its place."""
    for placeholder, word in words.items():
        text = text.replace(placeholder, word)
    return text


def inserted(root: Path, words: dict[str, str]) -> dict[Path, str]:
    """The files that name every service, with the new one named too."""
    texts: dict[Path, str] = {}
    for insertion in insertions():
        file = root / insertion.file
        content = texts[file] if file in texts else file.read_text()
        texts[file] = replace(insertion, text=filled(insertion.text, words)).into(content)
    return texts
