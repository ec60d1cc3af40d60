"""The partners service, declared."""

import partners.agreements.models
import partners.disclosure.models
import partners.feeds.models
import partners.identity.models
import partners.webhooks.models  # noqa: F401 (its tables are of the metadata)
from partners.agreements.api import router as agreements
from partners.commands import commands
from partners.common.models import metadata
from partners.disclosure.api import router as amendments
from partners.disclosure.usecases.republish import republish
from partners.feeds.api import router as feeds
from partners.handlers import subscriptions
from partners.identity.api import routers as identity
from partners.identity.usecases.keys import jwks
from partners.jobs import jobs
from partners.settings import PartnersSettings
from partners.webhooks.api import router as webhooks
from partners.webhooks.api import with_outbound
from partners.webhooks.delivery import loops
from shared.contracts.partners import PARTNERS
from shared.run.service import Service

service = Service(
    name="partners",
    metadata=metadata,
    paths=("/partners", "/oauth", "/.well-known"),
    routers=[*identity, agreements, feeds, amendments, webhooks],
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
