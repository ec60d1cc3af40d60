"""All read models: what the other services tell, and nothing of its own.

Every table starts with `generation`, the consumer's epoch: a rebuild fills the next generation beside the live one.
There are no foreign keys: events of different keys arrive in any order, an enrolment before its class.
"""

from dashboards.common.models import DistrictCalendar, DistrictPosition, ReadModel
from dashboards.frameworks.models import Framework, Item
from dashboards.network.models import Agreement, DisclosedAggregate, DisclosedMastery, District
from dashboards.progress.models import LearnerMastery
from dashboards.roster.models import (
    Enrolment,
    Guardian,
    Organisation,
    Person,
    PersonName,
    SafeguardingPeople,
    SchoolClass,
    Term,
)
from dashboards.stream.models import CoachingNews, GapNews, LearnerNews
from dashboards.timelines.models import Coach, GapStep, ScoredAssessment

metadata = ReadModel.metadata

READ_MODELS: tuple[type[ReadModel], ...] = (
    District, DistrictCalendar, Organisation, Term, Person, PersonName, Guardian, SchoolClass, Enrolment, Framework,
    Item, LearnerMastery, LearnerNews, DistrictPosition, Agreement, DisclosedMastery, DisclosedAggregate,
    GapStep, ScoredAssessment, Coach, GapNews, SafeguardingPeople,
    CoachingNews,
)  # fmt: skip
