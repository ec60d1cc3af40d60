"""Generated passwords, kept in a file that only its owner reads, so that they stay the same over restarts."""

import json
import secrets
from pathlib import Path

from devstack.disk import one_at_a_time, write_private


class Passwords:
    """Name to password, each made at its first use."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def of(self, name: str) -> str:
        """The password of this role."""
        with one_at_a_time(self.file.with_name(f".{self.file.name}.lock")):
            known: dict[str, str] = json.loads(self.file.read_text()) if self.file.exists() else {}
            if name not in known:
                known[name] = secrets.token_urlsafe(24)
                write_private(self.file, json.dumps(known, indent=1))
            return known[name]
