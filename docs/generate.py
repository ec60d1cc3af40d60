"""Writes what is generated from the code: docs/openapi/<service>.json and docs/asyncapi.yaml.

With --check nothing is written; what is out of date is named, and the exit code is 1. Starts no service: an app is only
built, on settings that lead nowhere.
"""

import argparse
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

DOCS = Path(__file__).resolve().parent
NOWHERE = "postgresql://nobody@127.0.0.1:1/nowhere"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, only tell what is out of date")
    check = parser.parse_args().check
    stale = []
    for file, text in [*openapi(), *asyncapi()]:
        if file.exists() and file.read_text() == text:
            continue
        stale.append(str(file.relative_to(DOCS.parent)))
        if not check:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
    if check and stale:
        print(f"Not what the code says: {', '.join(stale)}. Run `make docs`.", file=sys.stderr)
        return 1
    return 0


def openapi() -> Iterator[tuple[Path, str]]:
    from shared.auth.jwks import JwksCache
    from shared.cli import installed_services
    from shared.run.service import build_api
    from shared.settings import PlatformSettings

    secrets = ("AUTH_LEARNER_ID_KEY", "PARTNERS_KEY_SECRET", "COMPETENCY_KEY_SECRET")
    os.environ |= dict.fromkeys(secrets, "0" * 64)
    for name, service in installed_services().items():
        os.environ |= {f"{name.upper()}_DATABASE_URL": NOWHERE, f"{name.upper()}_WORKER_DATABASE_URL": NOWHERE}
        app = build_api(service, PlatformSettings(), JwksCache(""))
        yield DOCS / "openapi" / f"{name}.json", json.dumps(app.openapi(), indent=1, sort_keys=True) + "\n"


def asyncapi() -> Iterator[tuple[Path, str]]:
    if importlib.util.find_spec("shared.asyncapi") is None:
        return
    printed = subprocess.run([sys.executable, "-m", "shared.asyncapi"], stdout=subprocess.PIPE, text=True, check=True)
    yield DOCS / "asyncapi.yaml", printed.stdout


if __name__ == "__main__":
    sys.exit(main())
