"""What the requests of one process share."""

from typing import Annotated

from fastapi import Depends

from dashboards.progress.usecases.totals import CountedTotals
from shared.http.context import Kept

TOTALS = Kept[CountedTotals]("totals")

Counted = Annotated[CountedTotals, Depends(TOTALS)]
