"""The competency service, declared."""

from competency.models import metadata
from shared.service import Service

service = Service(name="competency", metadata=metadata, paths=("/competency", "/ims/case"), routers=[])
