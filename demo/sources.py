"""The files that the services are made of, watched for changes: what `make dev` starts anew for."""

from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (ROOT / "libs/shared/src", *sorted(ROOT.glob("services/*/src")))
SUFFIXES = (".py", ".html", ".css", ".js", ".svg", ".po")


class Sources:
    """Knows when each file was last written. Some hundreds of files: looking at all of them takes milliseconds."""

    def __init__(self, folders: Sequence[Path] = FOLDERS) -> None:
        self._folders = folders
        self._times = dict(self._look())

    def changed(self) -> list[Path]:
        """The files written, added or removed since this was asked last."""
        before, self._times = self._times, dict(self._look())
        either = before.keys() | self._times.keys()
        return sorted(file for file in either if before.get(file) != self._times.get(file))

    def _look(self) -> Iterator[tuple[Path, int]]:
        for folder in self._folders:
            for file in folder.rglob("*"):
                if file.suffix in SUFFIXES:
                    try:
                        yield file, file.stat().st_mtime_ns
                    except FileNotFoundError:  # an editor is just replacing it
                        continue
