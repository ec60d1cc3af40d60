"""The service, declared as any other is; it has no routes of its own."""

from mirrored.models import metadata
from shared.run.service import Service

service = Service(name="mirrored", metadata=metadata, paths=("/mirrored",), routers=[])
