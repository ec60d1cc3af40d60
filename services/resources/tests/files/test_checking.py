"""What has come is checked by one worker, which may die at every step, and becomes one file or none."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from resources.files.queries import checks
from resources.files.rules.scans import Scan
from resources.files.usecases import checking, collecting
from resources.files.usecases.checking import MOST_ATTEMPTS, check_next
from resources.files.usecases.scanning import ScanBroken, ScannerAway
from resources.store.port import StoreAway
from services.resources.tests.files.failing import Call, FailingStore
from services.resources.tests.files.rules.file_samples import SAMPLES, chunk, zipped
from services.resources.tests.files.senders import FILES, Sender, check_all, collected, keys_of, later, store_of
from shared.testing import RunningService

PDF = SAMPLES["pdf"]


class Died(BaseException):
    """The worker ends at once, as when its machine does."""


@pytest.fixture(autouse=True)
async def nothing_waits(running: RunningService) -> AsyncIterator[None]:
    yield
    with running.set_clock(lambda: datetime.now(UTC) + timedelta(days=1)):
        await check_all(running)


async def waiting(running: RunningService, name: str = "Unit 3.pdf", data: bytes = PDF) -> tuple[Sender, str]:
    sender = Sender(running)
    path = await sender.begin(name, len(data))
    half = len(data) // 2
    await sender.patch(path, 0, data[:half])
    await sender.patch(path, half, data[half:])
    return sender, path


async def check(running: RunningService, store: Any, scanner: Any = None) -> bool:
    return await check_next(running.worker, store, scanner, running.app.context.now, lambda: None)


async def test_a_worker_that_dies_anywhere_leaves_one_file_and_nothing_else(running: RunningService) -> None:
    counting = FailingStore(store_of(running))
    sender, path = await waiting(running)
    await check(running, counting)
    steps = len(counting.calls)
    assert steps > 8
    for step in range(steps):
        sender, path = await waiting(running)

        def die(_: Call, left: list[int] = [step]) -> None:  # noqa: B006 - counts the calls of this store
            if left[0] == 0:
                raise Died
            left[0] -= 1

        with pytest.raises(Died):
            await check(running, FailingStore(store_of(running), die))
        assert (await sender.state(path))["state"] == "checking"
        assert not await check(running, store_of(running)), "its worker has just said that it is at it"
        with later(running, minutes=6):
            await check_all(running)
        await ended_well(running, sender, path)


async def ended_well(running: RunningService, sender: Sender, path: str) -> None:
    """The upload is one file, and the collector leaves just its bytes."""
    state = await sender.state(path)
    assert state["state"] == "stored"
    listed = (await sender.client.get(FILES)).json()["items"]
    assert [one["file_id"] for one in listed] == [state["file_id"]]
    assert await sender.storage() == {
        "most": 50 * 2**30,
        "used": len(PDF),
        "reserved": 0,
        "free": 50 * 2**30 - len(PDF),
    }
    await collected(running)
    assert len(await keys_of(running, sender.district_id)) == 1
    assert (await sender.client.get(f"{FILES}/{state['file_id']}/content")).content == PDF


@pytest.mark.parametrize("what", ["read", "write", "closed", "size"])
async def test_while_the_store_is_away_an_upload_waits_and_no_attempt_is_counted(
    running: RunningService, what: str
) -> None:
    sender, path = await waiting(running)

    def away(call: Call) -> None:
        if call.what == what:
            raise StoreAway(call.key)

    for attempt in range(MOST_ATTEMPTS + 2):
        with later(running, minutes=attempt + 1), pytest.raises(StoreAway):
            await check(running, FailingStore(store_of(running), away))
        assert (await sender.state(path))["state"] == "received"
    with later(running, minutes=20):
        await check_all(running)
    await ended_well(running, sender, path)


async def test_a_store_that_keeps_half_and_says_nothing_is_found_and_asked_again(running: RunningService) -> None:
    sender, path = await waiting(running)
    assert await check(running, FailingStore(store_of(running), lose=lambda key: "/files/" in key))
    assert (await sender.state(path))["state"] == "received"
    with later(running, minutes=1):
        await check_all(running)
    await ended_well(running, sender, path)


async def test_a_store_that_always_keeps_half_has_the_upload_refused_in_the_end(running: RunningService) -> None:
    sender, path = await waiting(running)
    for attempt in range(MOST_ATTEMPTS):
        with later(running, minutes=attempt):
            await check(running, FailingStore(store_of(running), lose=lambda key: "/files/" in key))
    state = await sender.state(path)
    assert (state["state"], state["file_id"]) == ("refused", None)
    assert "does not give back" in str(state["problem"])
    assert (await sender.storage())["reserved"] == 0


async def test_a_file_that_breaks_every_worker_is_refused_and_holds_up_nobody(
    running: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender, path = await waiting(running)

    def broken(*_: Any) -> Any:
        raise RecursionError("an unforeseen file")

    with monkeypatch.context() as patched:
        patched.setattr(checking, "type_by_content", broken)
        for attempt in range(MOST_ATTEMPTS):
            with later(running, minutes=attempt), pytest.raises(RecursionError):
                await check(running, store_of(running))
    assert (await sender.state(path))["state"] == "refused"


async def test_a_file_that_ends_every_worker_without_a_word_is_refused(running: RunningService) -> None:
    sender, path = await waiting(running)

    def die(_: Call) -> None:
        raise Died

    for attempt in range(MOST_ATTEMPTS):
        with later(running, minutes=6 * attempt), pytest.raises(Died):
            await check(running, FailingStore(store_of(running), die))
    with later(running, minutes=6 * MOST_ATTEMPTS):
        await check_all(running)
    state = await sender.state(path)
    assert state["state"] == "refused"
    assert "on our side" in str(state["problem"])


async def test_a_worker_that_wakes_up_late_changes_nothing(running: RunningService) -> None:
    sender, path = await waiting(running)
    async with running.worker.transaction(None) as session:
        slept = await checks.take_next(session, datetime.now(UTC))
    assert slept is not None
    async with running.worker.transaction(None) as session:
        other = await checks.take_next(session, datetime.now(UTC) + timedelta(minutes=6))
    assert other is not None
    async with running.worker.transaction(sender.district_id) as session:
        assert not await checks.hold(session, slept, datetime.now(UTC))
        assert await checks.lock_taken(session, slept) is None
        await checks.give_back(session, slept, datetime.now(UTC), counts=True)
        assert await checks.hold(session, other, datetime.now(UTC))
    with later(running, minutes=6):
        await check_all(running)
    await ended_well(running, sender, path)


class Scanning:
    """A scanner that finds what it is told to."""

    def __init__(self, found: Scan | Exception) -> None:
        self.found = found

    async def scan(self, chunks: AsyncIterator[bytes]) -> Scan:
        async for _ in chunks:
            pass
        if isinstance(self.found, Exception):
            raise self.found
        return self.found


async def test_what_was_scanned_clean_is_stored_as_such(running: RunningService) -> None:
    sender, path = await waiting(running)
    await check(running, store_of(running), Scanning(Scan.CLEAN))
    state = await sender.state(path)
    assert (await sender.client.get(f"{FILES}/{state['file_id']}")).json()["scan"] == "clean"


@pytest.mark.parametrize(("found", "said"), [(Scan.INFECTED, "has a virus"), (Scan.FAILED, "could not be looked at")])
async def test_what_is_infected_or_could_not_be_scanned_is_never_a_file(
    running: RunningService, found: Scan, said: str
) -> None:
    sender, path = await waiting(running)
    await check(running, store_of(running), Scanning(found))
    state = await sender.state(path)
    assert (state["state"], state["file_id"]) == ("refused", None)
    assert said in str(state["problem"])
    await collected(running)
    assert await keys_of(running, sender.district_id) == []


async def test_while_the_scanner_is_away_nothing_is_taken_for_clean(running: RunningService) -> None:
    sender, path = await waiting(running)
    with pytest.raises(ScannerAway):
        await check(running, store_of(running), Scanning(ScannerAway("x")))
    assert (await sender.state(path))["state"] == "received"
    for attempt in range(MOST_ATTEMPTS):
        with later(running, minutes=attempt + 1):
            await check(running, store_of(running), Scanning(ScanBroken("x")))
    assert "could not be looked at" in str((await sender.state(path))["problem"])


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("holiday.png", PDF, "It is a PDF"),
        ("Unit 3.pdf", SAMPLES["png"], "It is a PNG image"),
        ("Unit 3.pdf", b"MZ" + bytes(100), "a program"),
        ("Unit 3.pdf", b"%PDF-1.7 <script>", "cannot be read"),
        ("letter.docx", zipped({"a.txt": b"a"}), "It is"),
        ("film.mp4", SAMPLES["mp4"][:-3], "its end is missing"),
        ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', ""),
        ("notes.txt", b"\0\1\2", ""),
    ],
)
async def test_what_is_not_what_its_name_says_is_refused_and_said(
    running: RunningService, name: str, data: bytes, said: str
) -> None:
    sender = Sender(running)
    state = await sender.send(name, data)
    assert state["state"] == "refused", state
    assert said in str(state["problem"])
    assert (await sender.storage())["reserved"] == (await sender.storage())["used"] == 0


async def test_a_photograph_is_stored_without_its_place_and_known_by_both_digests(running: RunningService) -> None:
    sender = Sender(running)
    png = SAMPLES["png"]
    noted = png[:8] + png[8:33] + chunk(b"tEXt", b"GPS\x0047.6,-122.3") + png[33:]
    path = await sender.file("holiday.png", noted)
    file = (await sender.client.get(path)).json()
    assert file["sha256"] != file["sent_sha256"]
    assert b"GPS" not in (await sender.client.get(f"{path}/content")).content
    assert (await sender.storage())["used"] == file["size"] < len(noted)
    for digest in (file["sha256"], file["sent_sha256"]):
        listed = (await sender.client.get(FILES, params={"sha256": digest})).json()["items"]
        assert [one["file_id"] for one in listed] == [file["file_id"]]


async def test_an_upload_whose_time_is_over_is_forgotten_a_month_later(running: RunningService) -> None:
    sender, path = await waiting(running)
    await check_all(running)
    file_id = UUID(str((await sender.state(path))["file_id"]))
    await collected(running)
    with later(running, days=40):
        while await running.run_job("resources.uploads-forget"):
            pass
    assert (await sender.client.get(path)).status_code == 404
    assert (await sender.client.get(f"{FILES}/{file_id}")).status_code == 200
    assert timedelta(days=30) == collecting.ENDED_SHOWN_FOR
