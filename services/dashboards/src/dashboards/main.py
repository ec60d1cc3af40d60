"""The dashboards service, declared."""

from dashboards import api, commands
from dashboards.gallery import routes as gallery
from dashboards.handlers import read_models
from dashboards.models import metadata
from dashboards.pages import amendments, frameworks, learning, reviews, routes
from dashboards.settings import DashboardsSettings
from shared.run.service import Service

service = Service(
    name="dashboards",
    metadata=metadata,
    paths=("/dashboards", "/"),
    routers=[
        api.router,
        routes.router,
        frameworks.router,
        learning.router,
        reviews.router,
        amendments.router,
        gallery.pages,
        gallery.answers,
    ],
    subscriptions=[read_models],
    settings=DashboardsSettings,
    streams=(api.STREAM_PATH,),
    around=api.live,
    error_page=routes.error_page,
    commands=commands.app,
)
