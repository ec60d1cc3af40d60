"""What `make dev` notices."""

import os
from pathlib import Path

from demo.sources import FOLDERS, Sources


def test_a_file_that_is_written_added_or_removed_is_a_change_and_is_told_once(tmp_path: Path) -> None:
    kept, gone = tmp_path / "kept.py", tmp_path / "gone.html"
    kept.write_text("1")
    gone.write_text("1")
    (tmp_path / "notes.txt").write_text("of no concern")
    sources = Sources([tmp_path])
    assert sources.changed() == []
    os.utime(kept, ns=(1, 1))
    gone.unlink()
    (tmp_path / "new.css").write_text("1")
    (tmp_path / "notes.txt").write_text("of no concern either")
    assert sources.changed() == [gone, kept, tmp_path / "new.css"]
    assert sources.changed() == []


def test_every_service_is_watched() -> None:
    assert {folder.parent.name for folder in FOLDERS} >= {"shared", "rostering", "competency", "partners", "dashboards"}
