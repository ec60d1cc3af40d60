"""What tests of mail stand on: a clock that they set, and a server."""

from collections.abc import AsyncIterator

import pytest

from libs.shared.tests.outgoing.mail_server import MailServer, mail_server
from libs.shared.tests.outgoing.mailing import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    async with mail_server() as started:
        yield started
