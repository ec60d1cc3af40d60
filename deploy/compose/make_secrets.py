"""Makes the secrets of docker-compose.yml: `python make_secrets.py FILE`. A file that exists is only completed."""

import os
import secrets
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SERVICES = sorted(file.parent.name for file in ROOT.glob("services/*/pyproject.toml"))
NAMES = (
    "POSTGRES_PASSWORD",
    "AUTH_LEARNER_ID_KEY",
    "PARTNERS_KEY_SECRET",
    "COMPETENCY_KEY_SECRET",
    *(f"{service.upper()}_{role}_PASSWORD" for service in SERVICES for role in ("OWNER", "APP", "WORKER")),
)


def main(file: Path) -> None:
    text = file.read_text() if file.exists() else ""
    known = {line.split("=", 1)[0] for line in text.splitlines()}
    # Hexadecimal: it stands in URLs, in SQL and in this file without quotes.
    text += "".join(f"{name}={secrets.token_hex(32)}\n" for name in NAMES if name not in known)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as opened:
        opened.write(text)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
