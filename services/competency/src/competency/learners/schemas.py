"""How a learner is named in what comes in."""

from competency.common.schemas import Input
from shared.http.fields import OutsideId, Source


class SourcedLearner(Input):
    """A learner by the id that one of the district's systems has for them."""

    source: Source
    sourced_id: OutsideId
