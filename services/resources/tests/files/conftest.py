"""Uploads and files are tested on a folder, and on an S3 where there is one to be had."""

from collections.abc import AsyncIterator, Callable

import pytest

from devstack.object_store import HOW_TO_GET, is_installed, object_store
from devstack.provision import ServiceUrls
from resources.main import service
from shared.run.service import Service
from shared.testing import RunningService, run_service


@pytest.fixture(scope="session", params=["folder", "s3"])
async def running(
    request: pytest.FixtureRequest,
    lasting_databases: Callable[[Service], ServiceUrls],
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[RunningService]:
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "folder":
        async with run_service(service, lasting_databases(service), RESOURCES_STORE_URL=str(folder)) as started:
            yield started
        return
    if not is_installed():
        pytest.skip(f"no versitygw on PATH, so there is no S3 to test with: {HOW_TO_GET}")
    with object_store(folder) as store:
        settings = store.settings("resources", "of-tests")
        async with run_service(service, lasting_databases(service), None, **settings) as started:
            yield started
