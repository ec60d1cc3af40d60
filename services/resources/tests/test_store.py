"""A store keeps an object whole or not at all, and tells its failures by the port's names."""

import errno
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import obstore
import pytest
from obstore.exceptions import GenericError

from resources.settings import ResourcesSettings
from resources.store.opening import open_store
from resources.store.port import Missing, Store, StoreAway, StoreFull, read_all


def settings(url: str, **more: Any) -> ResourcesSettings:
    nowhere = "postgresql://nobody@127.0.0.1:1/nowhere"
    return ResourcesSettings(database_url=nowhere, worker_database_url=nowhere, store_url=url, **more)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(settings(str(tmp_path)))


async def put(store: Store, key: str, *parts: bytes) -> None:
    async with store.writing(key) as write:
        for part in parts:
            await write(part)


class Broken(Exception):
    """What is to be written breaks off."""


async def break_off(store: Store) -> None:
    async with store.writing("a/b") as write:
        await write(bytes(20_000_000))
        raise Broken


def files_in(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


async def keys(store: Store, prefix: str) -> AsyncIterator[str]:
    async for batch in store.listed(prefix):
        for one in batch:
            yield one.key


async def test_what_was_written_is_read_whole_and_in_parts(store: Store) -> None:
    large = bytes(range(256)) * 70_000
    await put(store, "a/b", b"x", large, b"y")
    whole = b"x" + large + b"y"
    assert await store.size_of("a/b") == len(whole)
    assert b"".join([piece async for piece in read_all(store, "a/b", 0, len(whole), 1_000_000)]) == whole
    assert await store.read("a/b", 5, 7) == whole[5:12]
    assert [key async for key in keys(store, "a")] == ["a/b"]
    assert [key async for key in keys(store, "nothing")] == []


async def test_of_a_writing_that_fails_nothing_is_left(store: Store, tmp_path: Path) -> None:
    with pytest.raises(Broken):
        await break_off(store)
    with pytest.raises(Missing):
        await store.size_of("a/b")
    assert files_in(tmp_path) == []


async def test_removing_what_is_not_there_is_no_error_and_reading_it_is_one(store: Store) -> None:
    await put(store, "a/b", b"x")
    await store.remove(["a/b", "a/b", "never"])
    with pytest.raises(Missing):
        await store.read("a/b", 0, 1)
    with pytest.raises(Missing):
        [piece async for piece in read_all(store, "never", 0, 5)]


async def test_what_a_process_left_in_the_middle_of_writing_goes_once_it_is_old(store: Store, tmp_path: Path) -> None:
    await put(store, "a/b", b"x")
    (tmp_path / "a" / "c#1").write_bytes(b"left")
    await store.clear(datetime.now(UTC) - timedelta(hours=1))
    assert (tmp_path / "a" / "c#1").exists()
    await store.clear(datetime.now(UTC) + timedelta(hours=1))
    assert not (tmp_path / "a" / "c#1").exists()
    assert await store.size_of("a/b") == 1


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), StoreFull),
        (GenericError("Generic S3 error: <Code>QuotaExceeded</Code>"), StoreFull),
        (GenericError("Generic S3 error: connection refused"), StoreAway),
        (TimeoutError(), StoreAway),
        (FileNotFoundError("no such object"), Missing),
    ],
)
async def test_failures_are_told_by_the_names_of_the_port(
    store: Store, monkeypatch: pytest.MonkeyPatch, error: Exception, told: type[Exception]
) -> None:
    async def fails(*_: Any, **__: Any) -> Any:
        raise error

    monkeypatch.setattr(obstore, "head_async", fails)
    with pytest.raises(told) as found:
        await store.size_of("a/b")
    assert "space" not in str(found.value), "what the store says of itself is for the log alone"


async def test_a_store_that_is_not_there_is_away(tmp_path: Path) -> None:
    nobody = open_store(settings("s3://bucket", store_endpoint="http://127.0.0.1:1", store_seconds=0.5))
    with pytest.raises(StoreAway):
        await nobody.size_of("a/b")
    with pytest.raises(StoreAway):
        await put(nobody, "a/b", b"x")
