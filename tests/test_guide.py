"""The guide `docs/guide/new-service.md`, followed word for word in a copy of the repository. The service that it makes
keeps the rules of the house, and breaking any of them there makes the check fail that is for it.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from shared.testing.running import clean_environment

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs/guide/new-service.md"
_BLOCK = re.compile(r"^```(\w+)(?: title=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]


class Copy:
    """A copy of the repository, in which commands are run as a person would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True
        )
        for name in listed.stdout.splitlines():
            if (ROOT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, folder / name)
        if (ROOT / ".mypy_cache").is_dir():  # what mypy has read of the same files: minutes, on a busy machine
            shutil.copytree(ROOT / ".mypy_cache", folder / ".mypy_cache")
        self._environment = {
            name: value for name, value in clean_environment().items() if not name.startswith(("VIRTUAL_ENV", "PYTEST"))
        }

    def make_environment(self) -> None:
        """What a checkout has before anybody adds a service: an environment with an installer, and the command."""
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", self.folder / ".venv"], check=True)
        shutil.copytree(ROOT / ".venv" / "bootstrap", self.folder / ".venv" / "bootstrap", symlinks=True)
        trellis = self.folder / ".venv" / "bin" / "trellis"
        trellis.write_text(f'#!/bin/sh\nexec {sys.executable} -m shared "$@"\n')
        trellis.chmod(0o755)

    def run(self, *command: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            command, cwd=self.folder, env=self._environment, capture_output=True, text=True, check=False
        )

    def replace(self, sabotage: "Sabotage") -> None:
        file = self.folder / sabotage.file
        before = file.read_text()
        assert before.count(sabotage.old) == 1, sabotage
        file.write_text(before.replace(sabotage.old, sabotage.new))

    def follow(self, guide: str) -> None:
        blocks = _BLOCK.findall(guide)
        assert len(blocks) > 10
        for language, title, body in blocks:
            if title:
                (self.folder / title).parent.mkdir(parents=True, exist_ok=True)
                (self.folder / title).write_text(body)
            elif language == "sh":
                done = self.run("sh", "-ec", body)
                assert done.returncode == 0, f"{body}\n{done.stdout[-3000:]}{done.stderr[-3000:]}"


class Sabotage(NamedTuple):
    """A rule of the house that a file breaks, the test or contract that must fail for it, and what that must say."""

    file: str
    old: str
    new: str
    fails: str
    says: str


PACKAGE = "services/goals/src/goals"
ELSEWHERE = "test_every_service_is_named_and_nothing_else"
OF_FILES = (
    Sabotage(
        f"{PACKAGE}/usecases.py", "async def set_goal(",
        "from shared.db.query import Command\n\n_SNEAKED = Command('delete from goal')\n\n\nasync def set_goal(",
        "test_sql_is_built_in_queries_alone[goals]", f"{PACKAGE}/usecases.py:",
    ),
    Sabotage(
        f"{PACKAGE}/usecases.py", "    await add_goal(", "    await session.commit()\n    await add_goal(",
        "test_nobody_commits_but_those_who_open_transactions", f"{PACKAGE}/usecases.py:",
    ),
    Sabotage(
        f"{PACKAGE}/usecases.py", "day_of(now, DEFAULT_ZONE)", "day_of(datetime.now(now.tzinfo), DEFAULT_ZONE)",
        "test_a_service_takes_the_time_from_its_context[goals]", " asks the wall clock",
    ),
    Sabotage(
        f"{PACKAGE}/queries.py", "async def add_goal(",
        "from shared.events import publish\n\n\nasync def tell(session, district_id, event):\n"
        "    await publish(session, district_id, event)\n\n\nasync def add_goal(",
        "test_events_are_published_by_use_cases_alone[goals]", f"{PACKAGE}/queries.py:",
    ),
    Sabotage(
        "deploy/k8s/overlays/dev/kustomization.yaml", "  - ../../base/goals\n", "",
        f"{ELSEWHERE}[deploy/k8s/overlays/dev]", "['goals']",
    ),
    Sabotage(
        "docker-compose.yml", "\n  goals-worker:\n", "\n  goals-labourer:\n",
        f"{ELSEWHERE}[docker-compose.yml, workers]", "['goals']",
    ),
)  # fmt: skip
"""Found by tests that read the files."""
OF_IMPORTS = (
    Sabotage(
        f"{PACKAGE}/rules.py", "from datetime import date\n", "from datetime import date\n\nimport goals.queries\n",
        "rooms of a service", "goals.rules -> goals.queries",
    ),
    Sabotage(
        f"{PACKAGE}/api.py", "from fastapi import", "import partners.identity.models\nfrom fastapi import",
        "services know nothing of each other", "goals.api -> partners.identity.models",
    ),
)  # fmt: skip
"""Found by import-linter."""
OF_THE_RUNNING_SERVICE = (
    Sabotage(
        f"{PACKAGE}/migrations/versions/0001_first_tables.py", '    district_table(op, "goals", "goal")\n', "",
        "test_every_table_says_whose_its_rows_are", "table goal: row-level security is not forced",
    ),
    Sabotage(
        f"{PACKAGE}/api.py", '    caller: Annotated[Caller, needs("goals.read")], ', "    ",
        "test_every_route_says_who_may_call", "/goals/v1/goals neither needs a scope nor is Public",
    ),
    Sabotage(
        f"{PACKAGE}/queries.py", "item_id, due_on, reached_at from goal", "item_id, cast(due_on as text) as due_on, "
        "reached_at from goal", "test_the_database_answers_every_statement_as_it_says", "LearnerGoal.due_on is",
    ),
)  # fmt: skip
"""Found by the catalogue test that the skeleton comes with."""
FOUND_TWICE = {"test_nobody_comes_in_without_the_scope_that_the_route_needs[GET /goals/v1/goals]"}
"""The route without a scope is also found by asking it."""
CHECKS = (
    "tests/test_house_rules.py", "tests/test_house_sql.py", "tests/test_tooling_services.py",
    "tests/test_tooling_urls.py", "tests/test_tooling_locks.py", "tests/test_tooling_kubernetes.py",
    "tests/conformance/test_other_district.py", "services/goals/tests/test_catalogue.py",
    "-k", "goals or nobody_commits or test_tooling_services or url_map or no_route or test_tooling_locks "
    "or topics_are_those_of or body_to_send_for_every",
)  # fmt: skip
"""The tests of house rules, as far as they look at this service or at the list of them."""


def failed(said: str) -> set[str]:
    """The names of the tests that failed."""
    return set(re.findall(r"(?m)^FAILED \S+?::(test_\w+(?:\[[^]\n]*\])?)", said))


def test_the_guide_works_word_for_word_and_what_it_makes_is_inside_every_fence(tmp_path: Path) -> None:
    copy = Copy(tmp_path / "trellis")
    copy.make_environment()
    copy.follow(GUIDE.read_text())
    for sabotage in (*OF_FILES, *OF_IMPORTS, *OF_THE_RUNNING_SERVICE):
        copy.replace(sabotage)

    said = copy.run(".venv/bin/python", "-m", "pytest", "--quiet", "-vv", *CHECKS).stdout
    broken = (*OF_FILES, *OF_THE_RUNNING_SERVICE)
    assert failed(said) == {sabotage.fails for sabotage in broken} | FOUND_TWICE, said[-5000:]
    assert [sabotage for sabotage in broken if sabotage.says not in said] == [], said[-5000:]

    said = copy.run(".venv/bin/lint-imports").stdout
    assert set(re.findall(r"(?m)^(.+) BROKEN$", said)) == {sabotage.fails for sabotage in OF_IMPORTS}, said
    assert [sabotage for sabotage in OF_IMPORTS if sabotage.says not in said] == [], said
