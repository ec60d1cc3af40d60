"""The partners service, declared."""

from partners.api import routers
from partners.api.webhooks import with_outbound
from partners.commands import commands
from partners.delivery import loops
from partners.handlers import subscriptions
from partners.jobs import jobs
from partners.models import metadata
from partners.settings import PartnersSettings
from partners.usecases.keys import jwks
from partners.usecases.republish import republish
from shared.contracts.partners import PARTNERS
from shared.run.service import Service

service = Service(
    name="partners",
    metadata=metadata,
    paths=("/partners", "/oauth", "/.well-known"),
    routers=routers,
    topics=[PARTNERS],
    subscriptions=subscriptions,
    jobs=jobs,
    loops=loops,
    around=with_outbound,
    settings=PartnersSettings,
    commands=commands,
    republish=republish,
    keys=jwks,
    body_limits={"/oauth/token": 10_000, "/partners/v1/session": 10_000},
)
