"""The dashboards service, declared."""

from dashboards import commands
from dashboards.agreements import pages as agreements
from dashboards.amendments import pages as amendments
from dashboards.coaching.coaches.pages import coaches, concerns, relations, safeguarding
from dashboards.coaching.engagements.pages import actions as coaching_actions
from dashboards.coaching.engagements.pages import charters, engagements
from dashboards.coaching.engagements.pages import meetings as coaching_meetings
from dashboards.coaching.goals.pages import goals as district_goals
from dashboards.coaching.goals.pages import indicators as goal_indicators
from dashboards.coaching.matching.pages import matches, matchings
from dashboards.coaching.matching.pages import needs as coaching_needs
from dashboards.coaching.pilots.pages import gate as pilots_gate
from dashboards.coaching.pilots.pages import pilots
from dashboards.coaching.pilots.pages import waves as pilots_waves
from dashboards.coaching.week.pages import actions as own_actions
from dashboards.coaching.week.pages import calendars, children, week
from dashboards.coaching.week.pages import concerns as own_concerns
from dashboards.coaching.week.pages import meetings as own_meetings
from dashboards.coaching.workshops.pages import mine as own_workshops
from dashboards.coaching.workshops.pages import sessions as workshop_sessions
from dashboards.coaching.workshops.pages import workshops
from dashboards.common.pages import routes as common
from dashboards.credentials import pages as credentials
from dashboards.frameworks import pages as frameworks
from dashboards.gallery import routes as gallery
from dashboards.handlers import read_models
from dashboards.learners import pages as learners
from dashboards.library.adoptions.pages import adopting, adoptions, offers
from dashboards.library.adoptions.pages import changes as adoption_changes
from dashboards.library.desk.pages import curators, desk, draft_files, exchanging, items
from dashboards.library.desk.pages import links as library_links
from dashboards.library.outcomes import pages as library_outcomes
from dashboards.library.pages import open_shelf, shelf
from dashboards.library.playlists.pages import giving, playlists
from dashboards.library.playlists.pages import learners as learner_playlists
from dashboards.library.remarks.pages import reports, said
from dashboards.library.searches import pages as saved_searches
from dashboards.lifespan import live
from dashboards.models import metadata
from dashboards.network import api as network_api
from dashboards.progress import api as progress_api
from dashboards.progress import pages as progress
from dashboards.readiness.assessments import pages as assessments
from dashboards.readiness.assessments import raters
from dashboards.readiness.instruments import editor
from dashboards.readiness.instruments import pages as instruments
from dashboards.readiness.inviting import pages as inviting
from dashboards.readiness.naming import pages as naming
from dashboards.readiness.results import comparing, gaps
from dashboards.readiness.results import pages as results
from dashboards.readiness.results.verifying import pages as verifying
from dashboards.readiness.selection.board.pages import board, decisions
from dashboards.readiness.selection.pages import applications, calls, open_calls, reviewers
from dashboards.readiness.selection.pages import reviews as sheets
from dashboards.readiness.taking_part import pages as taking_part
from dashboards.reviews import pages as reviews
from dashboards.session import pages as session
from dashboards.settings import DashboardsSettings
from dashboards.start import pages as start
from dashboards.stream import api as stream_api
from dashboards.timelines import api as timelines_api
from dashboards.timelines import pages as timelines
from shared.run.service import Service

service = Service(
    name="dashboards",
    metadata=metadata,
    paths=("/dashboards", "/"),
    private_paths=("/take-part/", "/my-invitations/"),
    routers=[
        *(api.router for api in (progress_api, network_api, timelines_api, stream_api)),
        *(pages.router for pages in (common, session, start, progress, agreements, credentials)),
        *(pages.router for pages in (frameworks, learners, reviews, amendments)),
        taking_part.links,
        taking_part.own,
        assessments.router,
        raters.router,
        inviting.router,
        naming.router,
        results.router,
        comparing.router,
        gaps.router,
        timelines.router,
        verifying.router,
        instruments.router,
        editor.router,
        *(pages.router for pages in (reviewers, board, decisions, calls, open_calls, applications, sheets)),
        *(pages.router for pages in (pilots, pilots_gate, pilots_waves)),
        *(pages.router for pages in (district_goals, goal_indicators)),
        *(pages.router for pages in (workshops, workshop_sessions, own_workshops)),
        *(pages.router for pages in (charters, coaching_actions, coaching_meetings, engagements)),
        *(pages.router for pages in (matchings, coaching_needs, matches)),
        *(pages.router for pages in (coaches, relations, safeguarding, concerns, own_concerns)),
        *(pages.router for pages in (calendars, children, own_actions, own_meetings, week)),
        *(pages.router for pages in (shelf, said, open_shelf, desk, curators, reports, draft_files)),
        *(pages.router for pages in (exchanging, library_links, items)),
        *(pages.router for pages in (playlists, giving, learner_playlists, saved_searches)),
        *(pages.router for pages in (adopting, adoption_changes, adoptions, offers, library_outcomes)),
        gallery.pages,
        gallery.answers,
    ],
    subscriptions=[read_models],
    settings=DashboardsSettings,
    streams=(stream_api.STREAM_PATH,),
    around=live,
    error_page=common.error_page,
    commands=commands.app,
)
