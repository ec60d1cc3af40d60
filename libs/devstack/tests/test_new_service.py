"""What `trellis new-service` writes, and what it refuses. That what it writes works is for the guide's own test."""

import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from devstack.errors import DevstackError
from devstack.insertions import insertions
from devstack.new_service import write_service

ROOT = Path(__file__).parents[3]
OWNS = "what learners set out to master"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The files that a new service touches, committed."""
    names = {insertion.file for insertion in insertions()} | {"requirements/lock.py", "requirements/bootstrap.in"}
    names |= {str(file.relative_to(ROOT)) for file in (ROOT / "requirements").glob("*.*")}
    names |= {str(file.relative_to(ROOT)) for place in ("libs", "services") for file in ROOT.glob(f"{place}/*/*.toml")}
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "--all")
    git(tmp_path, "-c", "user.name=Test", "-c", "user.email=test@trellis.example", "commit", "--quiet", "-m", "All")
    return tmp_path


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout


def test_a_service_is_added_and_nothing_else_is_changed(checkout: Path) -> None:
    write_service(checkout, "goals", OWNS)
    changed = git(checkout, "diff", "--numstat").splitlines()
    assert {line.split("\t")[2] for line in changed} == {
        *(insertion.file for insertion in insertions()),
        "requirements/inputs.sha256",
    }
    package = checkout / "services" / "goals" / "src" / "goals"
    rooms = {"main", "api", "handlers", "jobs", "usecases", "queries", "rules", "schemas", "models", "settings"}
    assert {file.stem for file in package.glob("*.py")} == rooms | {"__init__"}
    written = [file for file in checkout.rglob("*") if file.is_file() and ".git" not in file.parts]
    assert [file for file in written if "@name@" in str(file) or "@" in file.name] == []
    assert [file for file in written if any(one in file.read_text() for one in ("@name@", "@NAME@", "@owns@"))] == []


def test_what_compose_runs_of_it_is_what_it_runs_of_a_service_that_was_there(checkout: Path) -> None:
    write_service(checkout, "goals", OWNS)
    compose = yaml.safe_load((checkout / "docker-compose.yml").read_text())
    for part in ("migrate", "api", "worker"):
        of_rostering, of_goals = (yaml.dump(compose["services"][f"{name}-{part}"]) for name in ("rostering", "goals"))
        wanted = of_rostering.replace("rostering", "goals").replace("ROSTERING", "GOALS")
        assert yaml.safe_load(of_goals) == yaml.safe_load(wanted)
    for file in ("kustomization.yaml", "databases.yaml"):
        base = Path("deploy") / "k8s" / "base"
        of_rostering = (ROOT / base / "rostering" / file).read_text()
        said = (checkout / base / "goals" / file).read_text()
        assert said == of_rostering.replace("rostering", "goals").replace("ROSTERING", "GOALS")


@pytest.mark.parametrize("name", ["", "G", "g", "Goals", "my-goals", "my_goals", "1goal", "../goals", "g" * 31])
def test_a_name_that_cannot_name_a_package_and_a_host_is_refused(checkout: Path, name: str) -> None:
    refused(checkout, name, "cannot name a service")


@pytest.mark.parametrize("name", ["all", "postgres", "kafka", "class", "match", "json", "shared", "pytest", "platform"])
def test_a_name_that_means_something_else_is_refused(checkout: Path, name: str) -> None:
    refused(checkout, name, "cannot name a service")


@pytest.mark.parametrize("name", ["rostering", "partners"])
def test_a_service_that_is_there_is_not_written_over(checkout: Path, name: str) -> None:
    refused(checkout, name, "already")


@pytest.mark.parametrize("owns", ["", "a | b", 'the "best"', "two\nlines", "a\\", "x" * 101])
def test_a_description_that_would_break_a_file_is_refused(checkout: Path, owns: str) -> None:
    refused(checkout, "goals", "Say what the service owns", owns)


def test_files_with_changes_that_are_not_committed_are_not_edited(checkout: Path) -> None:
    with (checkout / "docker-compose.yml").open("a") as compose:
        compose.write("# tried out\n")
    changed = git(checkout, "status", "--porcelain")
    with pytest.raises(DevstackError, match=r"docker-compose\.yml"):
        write_service(checkout, "goals", OWNS)
    assert git(checkout, "status", "--porcelain") == changed


def test_a_place_that_is_not_found_is_named_and_nothing_is_written(checkout: Path) -> None:
    file = checkout / "deploy" / "compose" / "nginx.conf"
    file.write_text(file.read_text().replace("location / {", "location = / {"))
    git(checkout, "add", "--all")
    refused(checkout, "goals", "nginx.conf")


def test_a_folder_that_is_no_checkout_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DevstackError, match="checkout"):
        write_service(tmp_path, "goals", OWNS)


def refused(checkout: Path, name: str, why: str, owns: str = OWNS) -> None:
    before = git(checkout, "status", "--porcelain")
    with pytest.raises(DevstackError, match=why):
        write_service(checkout, name, owns)
    assert git(checkout, "status", "--porcelain") == before
