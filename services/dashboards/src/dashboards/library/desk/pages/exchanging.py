"""Items are brought in from a sheet, which can be checked first, and taken along."""

import base64
import binascii
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from dashboards.common.pages.route import PageRoute
from dashboards.library.client import Resources
from dashboards.library.desk import client as asking
from dashboards.library.desk.answers import ImportReport
from dashboards.library.desk.pages.showing import WRITERS, shown
from dashboards.readiness.client import Outcome
from dashboards.readiness.forms import Fields, Sending, TypedFields
from dashboards.roster.dependencies import Page

router = APIRouter(
    prefix="/library/desk/exchange", route_class=PageRoute, include_in_schema=False, dependencies=WRITERS
)

MOST_KEPT = 500_000
"""Bytes of a sheet that was checked, which the form keeps so that it need not be chosen again."""
_NO_SHEET = Outcome(422, {"detail": "Choose a sheet first."})


async def _send(client: Resources, fields: TypedFields) -> Sending:
    raw = _sheet(fields)
    outcome = await asking.bring_in(client, fields, raw, only_check=fields.get("do") == "check")
    return Sending(fields, outcome if raw else _NO_SHEET)


def _sheet(fields: Fields) -> bytes:
    """The sheet that was chosen; else the one that was checked before."""
    chosen = fields.files.get("sheet", b"")
    try:
        return chosen or base64.b64decode(fields.get("checked", ""), validate=True)
    except (binascii.Error, ValueError):
        return b""


@router.get("", response_class=Response)
async def exchange(page: Page) -> Response:
    return shown(page, "exchange.html", Sending(), {"report": None, "checked": ""})


@router.post("", response_class=Response)
async def bring_in(sending: Annotated[Sending, Depends(_send)], page: Page) -> Response:
    """What came in, or would, and what not and why."""
    done = sending.outcome is not None and sending.outcome.done
    report = ImportReport.model_validate(sending.outcome.said) if sending.outcome is not None and done else None
    raw = _sheet(sending.fields) if sending.fields is not None else b""
    keeps = len(raw) <= MOST_KEPT and (report is None or report.only_checked)
    checked = base64.b64encode(raw).decode() if keeps else ""
    return shown(page, "exchange.html", sending, {"report": report, "checked": checked})
