"""What the requests of one process share."""

from typing import Annotated

from fastapi import Depends, Request

from dashboards.progress.usecases.totals import CountedTotals


def counted_totals(request: Request) -> CountedTotals:
    """Kept by the app for as long as it runs."""
    totals: CountedTotals = request.app.state.totals
    return totals


Counted = Annotated[CountedTotals, Depends(counted_totals)]
