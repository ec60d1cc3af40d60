"""The curl lines of the services' READMEs and of the guide for integrators, run as they stand.

`$BASE` and `$TOKEN` (a system's, with every scope) are given; so is an id of each kind that a district has, by the
names of `world.District.ids` in capitals (`$LEARNER`, `$ITEM`, `$FRAMEWORK`, ...), and `$LEARNER_TOKEN`,
`$EDUCATOR_TOKEN`, `$FAMILY_TOKEN` and `$LEADER_TOKEN` of people about that learner; `$OFFICER` is a person's id. Where
an answer has a `..._id`, the variable of that name is that one from then on: `$POLICY` after a `policy_id`. A line that
ends otherwise than by a 2xx says so in a comment at its end: `# 422 where ...`. An object in comments below a line is
what its answer held, or some of it. `$TOKEN_OF_B` is of another district, `$A_CLIENT_ID` what `$TOKEN` signs in as.
"""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.conformance.competency_seeding import own_framework
from tests.conformance.world import World

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
_BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ANNOUNCED = re.compile(r"#\s*([345]\d\d)\b[^\n]*$")
_PRELUDE = """
curl() {
  local told="%{http_code} $announced %{method} %{url_effective}\\n"
  command curl --max-time 20 --output body --write-out "$told" "$@" >> said
  cat body; echo
  eval "$(python body)"
}
python() { "$PYTHON" -c "$NAMES" "$@"; }
held() { "$PYTHON" -c "$HELD" "$1" body || exit; }
"""
_NAMES = """
import json, shlex, sys
try:
    answer = json.load(open(sys.argv[1]))
except (ValueError, OSError):
    answer = {}
for name, value in answer.items() if isinstance(answer, dict) else ():
    if name.endswith("_id") and isinstance(value, str):
        print(f"{name[:-3].upper()}={shlex.quote(value)}")
"""
_HELD = """
import json, sys

def held(wanted, there):
    if isinstance(wanted, dict):
        return isinstance(there, dict) and all(key in there and held(each, there[key]) for key, each in wanted.items())
    if isinstance(wanted, list):
        return isinstance(there, list) and len(wanted) == len(there) and all(map(held, wanted, there))
    return wanted == there

with open(sys.argv[2], encoding="utf-8-sig") as body:
    answer = json.load(body)
if not held(json.loads(sys.argv[1]), answer):
    sys.exit(f"The answer did not hold {sys.argv[1]}: {answer}")
"""


def blocks(readme: Path) -> list[str]:
    return [block for block in _BLOCK.findall(readme.read_text()) if "curl " in block]


GUIDES = [ROOT / "docs/guide/integrator.md"]
READMES = [path for path in [*sorted(ROOT.glob("services/*/README.md")), *GUIDES] if blocks(path)]


def lines_of(block: str) -> list[str]:
    """Commands, each with the lines that continue it: by a backslash, or within a quote."""
    lines: list[str] = []
    begun = ""
    for line in block.splitlines():
        begun += line + "\n"
        try:
            shlex.split(begun, comments=True)
        except ValueError:
            continue
        if not line.endswith("\\"):
            lines.append(begun)
            begun = ""
    assert not begun.strip(), f"a quote is not closed: {begun}"
    return lines


def script_of(readme: Path) -> str:
    """The lines, each after what it announces, and the check of each answer that is written below one."""
    script, answer = _PRELUDE, ""
    for line in (each for block in blocks(readme) for each in lines_of(block)):
        if answer or line.startswith("# {"):
            answer += line.removeprefix("#").strip()
            if answer.count("{") == answer.count("}"):
                script += f"held {shlex.quote(answer)}\n"
                answer = ""
            continue
        announced = _ANNOUNCED.search(line)
        script += f"announced={announced[1] if announced else '-'}\n{line}"
    assert not answer, f"an answer is not whole: {answer}"
    return script


def files(folder: Path, ids: Mapping[str, str], base: str) -> None:
    """What lines send by `@name`."""
    fresh = str(uuid4())
    (folder / "package.json").write_text(json.dumps(own_framework(fresh)))
    (folder / "sheet.csv").write_text(f"code,statement\nA,Reads {fresh}\nA.1,Reads aloud\n")
    shown = f"{ids['learner']},{ids['item']},3,2026-11-01T10:00:00Z,quiz,{fresh}\n"
    (folder / "evidence.csv").write_text("learner_id,item_id,score,observed_at,source,external_id\n" + shown)
    actor = {"account": {"homePage": base, "name": ids["learner"]}}
    statement: dict[str, Any] = {
        "id": str(uuid4()), "actor": actor, "verb": {"id": "http://adlnet.gov/expapi/verbs/scored"},
        "object": {"id": f"{base}/ims/case/v1p1/CFItems/{ids['item']}"}, "result": {"score": {"scaled": 0.5}},
        "timestamp": "2026-11-01T10:00:00Z",
    }  # fmt: skip
    (folder / "statements.json").write_text(json.dumps([statement]))


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.parent.name)
def test_each_line_does_what_it_says(readme: Path, world: World, tmp_path: Path) -> None:
    files(tmp_path, world.a.ids, world.base)
    given = {"BASE": world.base, "TOKEN": world.a.token, "TOKEN_OF_B": world.b.token}
    given |= {"PYTHON": sys.executable, "NAMES": _NAMES, "HELD": _HELD}
    given |= {kind.upper(): value for kind, value in world.a.ids.items()}
    given["OFFICER"] = str(uuid4())
    given["A_CLIENT_ID"] = f"conformance of {world.a.client.district_id}"
    roles = ("learner", "educator", "family", "leader")
    given |= {f"{role.upper()}_TOKEN": world.person(world.a, role) for role in roles}
    done = subprocess.run(
        ["bash", "-uc", script_of(readme)],
        cwd=tmp_path,
        env={**os.environ, **given, "no_proxy": "*"},
        capture_output=True,
        text=True,
    )
    said = (tmp_path / "said").read_text().splitlines()
    wrong = [line for line in said if not (line.startswith("2") or line[:3] == line.split()[1])]
    assert not wrong, "\n".join(wrong) + f"\n{done.stdout}\n{done.stderr}"
    wanted = sum("curl " in line for block in blocks(readme) for line in lines_of(block))
    assert len(said) == wanted, f"{done.stdout}\n{done.stderr}"
    assert done.returncode == 0, done.stderr


def test_a_line_that_fails_is_noticed(world: World, tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    line = 'curl -sS -H "Authorization: Bearer $TOKEN" "$BASE/competency/v1/frameworks/7"'
    readme.write_text(f"```sh\n{line}  # 422: no id\n```\n")
    test_each_line_does_what_it_says(readme, world, tmp_path)
    (tmp_path / "said").unlink()
    readme.write_text(f"```sh\n{line}\n```\n")
    with pytest.raises(AssertionError, match="422 - GET"):
        test_each_line_does_what_it_says(readme, world, tmp_path)


def test_an_answer_that_is_written_below_its_line_and_did_not_come_is_noticed(world: World, tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    line = 'curl -sS -H "Authorization: Bearer $TOKEN" "$BASE/competency/v1/frameworks/7"  # 422: no id'
    readme.write_text(f'```sh\n{line}\n# {{"status": 422,\n#  "title": "Unprocessable Entity"}}\n```\n')
    test_each_line_does_what_it_says(readme, world, tmp_path)
    (tmp_path / "said").unlink()
    readme.write_text(f'```sh\n{line}\n# {{"status": 404}}\n```\n')
    with pytest.raises(AssertionError, match="did not hold"):
        test_each_line_does_what_it_says(readme, world, tmp_path)
