"""`trellis new-service NAME`: a service's skeleton, and its name wherever the platform is described.

Every text is made before the first is written, so that what is refused leaves no trace.
"""

import keyword
import re
import runpy
import subprocess
from collections.abc import Iterable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from pathlib import Path

from devstack.errors import DevstackError
from devstack.insertions import filled, inserted

_NAME = re.compile(r"[a-z][a-z0-9]{1,29}")
_OWNS = re.compile(r'[^"|\\\x00-\x1f\x7f]{1,100}')
_TAKEN = {"all": "a command of trellis", "postgres": "a database of PostgreSQL", "kafka": "the prefix of its settings"}
_SAME_DEPENDENCIES = "rostering"
"""A new service depends on what this one does: its lock is this one's, and nothing has to be resolved anew."""
_NEXT = """\
{name} is written to services/{name} and named wherever the platform is described. Next:

  make .venv/stamp             install it
  make docs                    write its OpenAPI document
  make check                   it passes
  make test T=services/{name}

docs/guide/new-service.md fills its rooms one by one."""


def new_service(name: str, owns: str = "nothing yet") -> None:
    """Write the skeleton of a service into this checkout; `--owns` says in a few words what it owns."""
    try:
        write_service(Path.cwd(), name, owns)
    except DevstackError as error:
        raise SystemExit(str(error)) from None
    print(_NEXT.format(name=name))


def write_service(root: Path, name: str, owns: str) -> None:
    """Write the skeleton into a checkout.

    Raises:
        DevstackError: the name, the description or the checkout will not do; nothing was written.
    """
    ensure_checkout(root)
    ensure_name(root, name)
    if not _OWNS.fullmatch(owns):
        raise DevstackError('Say what the service owns in 1 to 100 characters on one line, without ", | and \\.')
    words = {"@name@": name, "@NAME@": name.upper(), "@Name@": name.capitalize(), "@owns@": owns}
    edited = inserted(root, words)
    ensure_unedited(root, [*edited, root / "requirements" / "inputs.sha256"])
    for file, text in (edited | dict(_new_files(root, name, words))).items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    runpy.run_path(str(root / "requirements" / "lock.py"))["note_inputs"]()


def ensure_checkout(root: Path) -> None:
    """Raises `DevstackError` where this is no checkout of the platform."""
    if not all((root / part).exists() for part in ("services", "libs/devstack", "docker-compose.yml")):
        raise DevstackError("Run this in the folder of the checkout: here are no services.")


def ensure_name(root: Path, name: str) -> None:
    """Raises `DevstackError` for a name that cannot be a package, a database, a path and a host, or that is taken."""
    if not _NAME.fullmatch(name):
        raise DevstackError(
            f"{name!r} cannot name a service: 2 to 30 small letters and digits, a letter first. It names a Python "
            "package, a database, a host and a path of addresses alike."
        )
    if (root / "services" / name).exists():
        raise DevstackError(f"There is a service {name} already: services/{name}.")
    if name in _TAKEN:
        raise DevstackError(f"{name!r} cannot name a service: it is {_TAKEN[name]}.")
    if keyword.iskeyword(name) or keyword.issoftkeyword(name) or find_spec(name) is not None:
        raise DevstackError(f"{name!r} cannot name a service: Python knows it as something else.")


def ensure_unedited(root: Path, edited: Iterable[Path]) -> None:
    """Raises `DevstackError` where a file that is about to be edited has changes that are not committed: nobody could
    tell what was written from them. Without git, there is nothing to ask.
    """
    names = [str(file.relative_to(root)) for file in edited]
    command = ["git", "status", "--porcelain", "--untracked-files=no", "--", *names]
    try:
        said = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    except OSError:
        return
    if said.returncode == 0 and said.stdout:
        raise DevstackError(
            f"Commit or put aside first what has changed in files that name every service:\n{said.stdout}"
        )


def _new_files(root: Path, name: str, words: dict[str, str]) -> Iterator[tuple[Path, str]]:
    """The service's own files: those of the skeleton, and its lock."""
    for path, file in _templates(files("devstack") / "skeleton" / "new"):
        target, text = root / path.replace("@name@", name), filled(file.read_text(), words)
        yield target, _sorted_imports(text, name) if target.suffix == ".py" else text
    locks = root / "requirements"
    lock = (locks / f"{_SAME_DEPENDENCIES}.txt").read_text()
    yield locks / f"{name}.txt", lock.replace(f"trellis-{_SAME_DEPENDENCIES}", f"trellis-{name}")


def _templates(folder: Traversable, path: str = "") -> Iterator[tuple[str, Traversable]]:
    """The templates below a folder, by the path that what is made of them will have."""
    for each in folder.iterdir():
        if each.is_dir():
            yield from _templates(each, f"{path}{each.name}/")
        elif each.name.endswith(".txt"):
            yield path + each.name.removesuffix(".txt"), each


def _sorted_imports(text: str, name: str) -> str:
    """Our own packages by the alphabet, in which the new one has its place only now."""
    block = re.compile(rf"(?m)(?:^from (?:{name}|shared|devstack)\b.+\n)+")
    return block.sub(lambda found: "".join(sorted(found.group().splitlines(keepends=True))), text)
