"""The pages of a learner, a class, a school and the district. Each shows what the read API answers, with names."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from fastapi import APIRouter, Response

from dashboards.common.pages.render import short_id
from dashboards.common.pages.route import PageRoute
from dashboards.common.queries.positions import stream_position
from dashboards.kit.charts.chart import Chart
from dashboards.kit.charts.heat import HeatMap, HeatRow, heat_map
from dashboards.kit.charts.levels import LevelRow, progress_by_level
from dashboards.kit.localisation import Localisation
from dashboards.kit.tables import Cell, Column, Table, table
from dashboards.progress.dependencies import Counted
from dashboards.progress.rules.levels import LEVELS
from dashboards.progress.schemas import AreaTotals, ClassView, GroupTotals, LearnerRow, TopicHeading, TopicTotals
from dashboards.progress.usecases.class_view import view_class
from dashboards.progress.usecases.group_views import view_district, view_school
from dashboards.progress.usecases.learner_view import view_learner
from dashboards.roster.dependencies import Page, PageOfCaller
from dashboards.roster.usecases.names import names_of
from shared.http.context import Now

MOST_SHOWN = 1500
"""Items on a learner's page; of larger frameworks it shows the topics in which something has been shown."""

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/learners/{learner_id}", response_class=Response)
async def learner(page: Page, learner_id: UUID) -> Response:
    after = await stream_position(page.session, page.caller.district_id)
    view = await view_learner(page.session, page.caller, learner_id)
    names = await names_of(page.session, page.caller, [learner_id])
    large = view.total > MOST_SHOWN
    areas = [
        (area, [topic for topic in area.topics if topic.shown or not large])
        for area in view.areas
        if area.shown or not large
    ]
    context = {
        "view": view, "name": names.get(learner_id), "levels": LEVELS, "areas": areas, "large": large,
        "after": after, "stream": f"learner_id={learner_id}",
    }  # fmt: skip
    return page.render("progress/learner.html", context)


@router.get("/classes/{class_id}", response_class=Response)
async def school_class(page: Page, class_id: UUID) -> Response:
    after = await stream_position(page.session, page.caller.district_id)
    view = await view_class(page.session, page.caller, class_id)
    names = await names_of(page.session, page.caller, [row.learner_id for row in view.learners])
    context = {
        "view": view, "map": _class_map(page.l10n, view, names), "after": after, "stream": f"class_id={class_id}",
    }  # fmt: skip
    return page.render("progress/class.html", context)


def _class_map(l10n: Localisation, view: ClassView, names: Mapping[UUID, str]) -> HeatMap:
    """How many targets of each topic each learner has mastered; learners without a name come last."""
    topics = [topic for area in view.areas for topic in area.topics]
    rows = sorted(view.learners, key=lambda row: (names.get(row.learner_id, "~"), row.learner_id))
    return heat_map(
        l10n, "learner", l10n.gettext("Targets mastered by each learner, by topic"), l10n.gettext("Learner"),
        [topic.title for topic in topics], [_learner_row(l10n, row, topics, names.get(row.learner_id)) for row in rows],
        say=l10n.percent, groups=[(area.title, len(area.topics)) for area in view.areas],
        total=l10n.gettext("In all"),
    )  # fmt: skip


def _learner_row(l10n: Localisation, row: LearnerRow, topics: Sequence[TopicHeading], name: str | None) -> HeatRow:
    """A dot stands where something has been shown and is on the way."""
    counts = list(zip(row.counts, topics, strict=True))
    return HeatRow(
        name or l10n.gettext("Learner %(id)s", id=short_id(row.learner_id)),
        [Decimal(count.mastered) / topic.items if topic.items else None for count, topic in counts],
        href=f"/learners/{row.learner_id}",
        words=[f"{count.mastered}/{topic.items}{' •' * (count.shown > count.mastered)}" for count, topic in counts],
        told=[
            l10n.gettext(
                "%(mastered)s mastered, %(shown)s shown, of %(total)s",
                mastered=l10n.number(count.mastered), shown=l10n.number(count.shown), total=l10n.number(topic.items),
            )
            for count, topic in counts
        ],
        total=l10n.number(row.mastered), key=str(row.learner_id),
    )  # fmt: skip


@router.get("/schools/{organisation_id}", response_class=Response)
async def school(page: Page, organisation_id: UUID, counted: Counted, now: Now) -> Response:
    after = await stream_position(page.session, page.caller.district_id)
    view = await view_school(page.session, page.caller, organisation_id, counted, now)
    context = {
        "view": view, "name": view.name, "classes": view.classes, "schools": [], "areas": _areas(page, view),
        "after": after, "stream": f"organisation_id={organisation_id}",
    }  # fmt: skip
    return page.render("progress/group.html", context)


@router.get("/district", response_class=Response)
async def district(page: Page, counted: Counted, now: Now) -> Response:
    after = await stream_position(page.session, page.caller.district_id)
    view = await view_district(page.session, page.caller, counted, now)
    context = {
        "view": view, "name": view.name, "classes": [], "schools": view.schools, "areas": _areas(page, view),
        "after": after, "stream": "",
    }  # fmt: skip
    return page.render("progress/group.html", context)


def _areas(page: PageOfCaller, view: GroupTotals) -> list[tuple[AreaTotals, Chart, Table]]:
    """Each area with its topics as a chart and as a table."""
    path, query = page.request.url.path, page.request.query_params
    return [(area, _levels(page.l10n, area), _topics(page.l10n, area, path, query)) for area in view.areas]


def _levels(l10n: Localisation, area: AreaTotals) -> Chart:
    rows = [
        LevelRow(one.title, (max(0, one.possible - one.shown), max(0, one.shown - one.mastered), one.mastered))
        for one in area.topics
    ]
    levels = (l10n.gettext("Not yet shown"), l10n.gettext("On the way"), l10n.gettext("Mastered"))
    title = l10n.gettext("Mastery in %(title)s, by topic", title=area.title)
    return progress_by_level(l10n, f"levels-{area.area_id}", title, levels, rows)


def _topics(l10n: Localisation, area: AreaTotals, path: str, query: Mapping[str, str]) -> Table:
    _ = l10n.gettext
    columns: list[Column[TopicTotals]] = [
        Column("topic", _("Topic"), lambda one: Cell(one.title), lambda one: one.title),
        Column(
            "share", _("Share mastered"), lambda one: Cell(l10n.share(one.mastered, one.possible)),
            lambda one: Decimal(one.mastered) / one.possible if one.possible else None, numeric=True,
        ),
        Column(
            "mastered", _("Mastered"), lambda one: Cell(l10n.number(one.mastered)), lambda one: one.mastered,
            numeric=True,
        ),
        Column(
            "on-the-way", _("On the way"), lambda one: Cell(l10n.number(one.shown - one.mastered)),
            lambda one: one.shown - one.mastered, numeric=True,
        ),
        Column("recent", _("Last 30 days"), lambda one: Cell(_gained(l10n, one)), lambda one: one.recently_mastered,
               numeric=True),
    ]  # fmt: skip
    title = _("Mastery in %(title)s, by topic", title=area.title)
    return table(f"topics-{area.area_id}", title, columns, area.topics, path=path, query=query)


def _gained(l10n: Localisation, one: TopicTotals) -> str:
    return f"+{l10n.number(one.recently_mastered)}" if one.recently_mastered else "0"
