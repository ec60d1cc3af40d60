"""The port that `make run` answers on, and whether it is our own services that answer there."""

import http.client
import json
import os
import urllib.error
import urllib.request
from pathlib import Path

from devstack.disk import say
from devstack.errors import DevstackError
from devstack.ports import holder, is_free

FIRST_PORT = 8000


def choose_port(file: Path) -> int:
    """The one that HTTP_PORT names; else the one of the last time, else 8000, else the next free one.

    Raises:
        DevstackError: it is taken, or is none.
    """
    if chosen := os.environ.get("HTTP_PORT"):
        if not chosen.isascii() or not chosen.isdigit() or not 0 < int(chosen) < 65536:
            raise DevstackError(f"HTTP_PORT={chosen} is no port; it is a number up to 65535.")
        if not is_free(port := int(chosen)):
            raise DevstackError(
                f"HTTP_PORT={chosen}: {holder(port)} is there. Stop that, or choose another port or none."
            )
        return port
    before = int(file.read_text()) if file.exists() else FIRST_PORT
    last = FIRST_PORT + 99
    free: int | None = next((port for port in (before, *range(FIRST_PORT, last + 1)) if is_free(port)), None)
    if free is None:
        raise DevstackError(f"Every port from {FIRST_PORT} to {last} is taken: name a free one by HTTP_PORT.")
    if free != before:
        say(f"Port {before} is taken by {holder(before)}; this is on {free}.")
    file.write_text(str(free))
    return free


def not_ready(port: int, instance: str) -> dict[str, str] | None:
    """What the services still wait for; empty while they do not answer, None when they are ready. Who answers without
    naming this instance is somebody else, who took the port meanwhile: ours cannot have it then, and ends.
    """
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            said = json.loads(answer.read())
    except urllib.error.HTTPError as error:
        said = _read_json(error.read())
    except (OSError, http.client.HTTPException, ValueError):
        return {}
    if not isinstance(said, dict) or said.get("instance") != instance:
        return {}
    problems: dict[str, str] = said["problems"]
    return problems or None


def _read_json(text: bytes) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None
