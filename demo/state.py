"""What is kept beside the platform between two starts: files that only their owner reads."""

import json
import secrets
import shlex
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self

from devstack.disk import write_private


@dataclass
class Client:
    """A district's system, and the district."""

    district_id: str
    client_id: str
    client_secret: str


@dataclass
class DemoState:
    """What the platform showed once and keeps only hashed, and how far the demo network was loaded."""

    platform: Client
    operator: dict[str, str]
    districts: dict[str, Client] = field(default_factory=dict)
    accounts: dict[str, dict[str, str]] = field(default_factory=dict)
    journey: dict[str, str] = field(default_factory=dict)
    loaded: str = ""

    @classmethod
    def read(cls, file: Path) -> Self | None:
        """What an earlier start kept, or None."""
        if not file.exists():
            return None
        told = json.loads(file.read_text())
        told["platform"] = Client(**told["platform"])
        told["districts"] = {code: Client(**client) for code, client in told["districts"].items()}
        return cls(**told)

    def write(self, file: Path) -> None:
        write_private(file, json.dumps(asdict(self), indent=1))


def own_secrets(file: Path) -> dict[str, str]:
    """The platform's own secrets, made at the first start; losing them makes learner ids and sealed keys worthless."""
    known = read_shell(file) if file.exists() else {}
    for name in ("AUTH_LEARNER_ID_KEY", "PARTNERS_KEY_SECRET", "COMPETENCY_KEY_SECRET"):
        known.setdefault(name, secrets.token_hex(32))
    write_shell(file, known)
    return known


def read_shell(file: Path) -> dict[str, str]:
    """The variables of a file that `write_shell` wrote."""
    return dict(word.split("=", 1) for line in file.read_text().splitlines() for word in shlex.split(line))


def write_shell(file: Path, variables: Mapping[str, str]) -> None:
    """Variables that a shell can take in: `. FILE`."""
    write_private(file, "".join(f"{name}={shlex.quote(value)}\n" for name, value in variables.items()))
