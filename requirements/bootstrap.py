"""Makes .venv what the locks say; called by make whenever a lock or a pyproject file is newer than the stamp.

Stands on the standard library alone, and its first lines are plain enough for an old Python to read them and say that
it is too old.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "Trellis needs Python 3.11 or newer; %s is %d.%d.\n"
        "Install one, or name it: make PYTHON=/path/to/python3.11 ..." % ((sys.executable,) + sys.version_info[:2])
    )

import hashlib
import os
import subprocess
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "stamp"
UV = VENV / "bootstrap" / "bin" / "uv"
"""Beside the packages, not among them: a sync removes whatever its lock does not name."""

# Compiled once, here: a start imports some 2,000 modules, and where PYTHONDONTWRITEBYTECODE is set each start would
# compile them anew.
COMPILED = ("--compile-bytecode",)
WHERE = (
    "It needs the package index, directly or by a mirror: PIP_INDEX_URL and UV_DEFAULT_INDEX name one, HTTPS_PROXY is\n"
    "obeyed. What was downloaded is kept in the user's cache; once .venv is current, nothing is downloaded at all."
)


def main() -> None:
    digest = wanted()
    if STAMP.exists() and STAMP.read_text() == digest:
        STAMP.touch()
        return
    make_venv()
    bring_uv()
    say("Installing the locked packages...")
    uv("The locked packages were not installed.", "sync", *COMPILED, "--require-hashes", "requirements/dev.txt")
    members = [argument for member in workspace_members() for argument in ("--editable", str(member))]
    # The build backend comes from the lock as well: without isolation nothing unpinned is fetched to build with.
    uv("Our own packages were not installed.", "install", "--no-deps", "--no-build-isolation", *members)
    STAMP.write_text(digest)
    say("Ready: .venv")


def workspace_members() -> list[Path]:
    patterns = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["uv"]["workspace"]["members"]
    return sorted(
        file.parent.relative_to(ROOT) for pattern in patterns for file in ROOT.glob(f"{pattern}/pyproject.toml")
    )


def wanted() -> str:
    """What .venv depends on, as one digest: a checkout changes the files' times and not what they say."""
    files = [
        ROOT / "requirements" / "dev.txt",
        ROOT / "requirements" / "bootstrap.txt",
        ROOT / "pyproject.toml",
        Path(__file__),
    ]
    files += [ROOT / member / "pyproject.toml" for member in workspace_members()]
    digest = hashlib.sha256(sys.version.encode() + str(ROOT).encode())
    for file in files:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def make_venv() -> None:
    python = VENV / "bin" / "python"
    if python.exists() and subprocess.run([python, "-c", ""], check=False).returncode == 0:
        return
    say(f"Making .venv with Python {sys.version.split()[0]}...")
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        sys.exit(
            f"{made.stdout}{made.stderr}\n"
            "Python could not make a virtual environment. Debian and Ubuntu keep that part in a package of its own:\n"
            f"apt install python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        )


def bring_uv() -> None:
    version = (ROOT / "requirements" / "bootstrap.txt").read_text().split("uv==", 1)[1].split()[0]
    if (
        UV.exists()
        and f"uv {version}" in subprocess.run([UV, "--version"], capture_output=True, text=True, check=False).stdout
    ):
        return
    say("Downloading the installer (uv)...")
    with tempfile.TemporaryDirectory(dir=VENV) as folder:
        command = [VENV / "bin" / "python", "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
        command += ["--target", folder, "--require-hashes", "-r", str(ROOT / "requirements" / "bootstrap.txt")]
        if subprocess.run(command, check=False).returncode:
            sys.exit(f"The installer was not downloaded.\n{WHERE}")
        target = UV.parent
        target.mkdir(parents=True, exist_ok=True)
        (Path(folder) / "bin" / "uv").replace(UV)


def uv(failure: str, verb: str, *arguments: str) -> None:
    # The machine's own certificate authorities, so that a company's proxy is trusted here as everywhere.
    environment = {"UV_SYSTEM_CERTS": "true"} | os.environ
    command = [str(UV), "pip", verb, "--quiet", "--python", str(VENV / "bin" / "python"), *arguments]
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
        sys.exit(f"{failure}\n{WHERE}")


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
