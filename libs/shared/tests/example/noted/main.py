"""The service, declared as any other is. Its subscriptions are made by the tests, each with a topic of its own."""

from noted.api import router
from noted.models import metadata
from shared.run.service import Service

service = Service(name="noted", metadata=metadata, paths=("/noted",), routers=[router], streams=("/noted/v1/stream",))
