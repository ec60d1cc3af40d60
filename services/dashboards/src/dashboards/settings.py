"""Dashboards' own settings, prefixed `DASHBOARDS_`."""

from pydantic import Field

from shared.settings import ServiceSettings


class DashboardsSettings(ServiceSettings):
    streams_per_district: int = Field(default=2000, ge=1, description="open streams of one district, in one process")
    streams_per_caller: int = Field(default=50, ge=1, description="open streams of one caller, in one process")
    stream_poll_seconds: float = Field(
        default=0.05, gt=0, le=5, description="longest wait before looking for changes that another process made"
    )
    competency_url: str = Field(
        default="", description="where competency answers; left out: at this process's own address"
    )
    competency_seconds: float = Field(
        default=3, gt=0, le=20, description="how long a page waits for competency before it says so and goes without"
    )
    readiness_url: str = Field(
        default="", description="where readiness answers; left out: at this process's own address"
    )
    readiness_seconds: float = Field(
        default=5, gt=0, le=20, description="how long a page waits for readiness before it says so and goes without"
    )
    coaching_url: str = Field(default="", description="where coaching answers; left out: at this process's own address")
    coaching_seconds: float = Field(
        default=5, gt=0, le=20, description="how long a page waits for coaching before it says so and goes without"
    )
    resources_url: str = Field(
        default="", description="where resources answers; left out: at this process's own address"
    )
    resources_seconds: float = Field(
        default=5, gt=0, le=20, description="how long a page waits for resources before it says so and goes without"
    )
    partners_url: str = Field(default="", description="where partners answers; left out: at this process's own address")
    partners_seconds: float = Field(
        default=3, gt=0, le=20, description="how long a page waits for the names of districts before it goes without"
    )
    totals_seconds: float = Field(
        default=5, ge=0, le=300, description="how long counted totals may stand while only the roster changes"
    )
    documentation_url: str = Field(
        default="/docs/", description="where the documentation is, for the foot of each page; empty: no page names it"
    )
    gallery: bool = Field(
        default=False, description="whether /gallery shows the parts that pages are made of, to those who build pages"
    )
