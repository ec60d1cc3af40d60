"""What webhooks of these tests may call: two of the receivers on this machine, and not the third."""

import pytest

from services.partners.tests.webhooks.receiving import Receiver


@pytest.fixture(scope="module")
def webhook_allowed(receivers: list[Receiver]) -> str:
    return ",".join(f"127.0.0.1:{receiver.port}" for receiver in receivers[:2])
