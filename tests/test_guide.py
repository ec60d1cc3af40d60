"""The guide `docs/guide/new-service.md`, followed word for word in a copy of the repository."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs/guide/new-service.md"
_BLOCK = re.compile(r"^```(\w+)(?: title=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_guide_works_word_for_word(tmp_path: Path) -> None:
    copy = tmp_path / "trellis"
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True
    )
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("TRELLIS_TEST", "VIRTUAL_ENV", "PYTEST"))}
    blocks = _BLOCK.findall(GUIDE.read_text())
    assert len(blocks) > 10
    for language, title, body in blocks:
        if title:
            (copy / title).parent.mkdir(parents=True, exist_ok=True)
            (copy / title).write_text(body)
        elif language == "sh":
            done = subprocess.run(["sh", "-ec", body], cwd=copy, env=environment, capture_output=True, text=True)
            assert done.returncode == 0, f"{body}\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
