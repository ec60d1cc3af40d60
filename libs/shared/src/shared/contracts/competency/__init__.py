"""What competency tells: the calendar, frameworks, evidence, mastery, plans, pace, reviews, amendments, credentials."""

from shared.contracts.competency.amendments import AmendedItem, AmendmentDecided, AmendmentDue, RecordContested
from shared.contracts.competency.calendar import CalendarChanged
from shared.contracts.competency.credentials import (
    CredentialIssued,
    CredentialKind,
    CredentialRevoked,
    CredentialState,
    LearnerCredentialsSnapshot,
)
from shared.contracts.competency.frameworks import FrameworkPublished, FrameworkRevised, ItemPublished, ItemRetired
from shared.contracts.competency.mastery import (
    Cause,
    EvidenceRecorded,
    EvidenceSuperseded,
    EvidenceVoided,
    LearnerMasterySnapshot,
    MasteryChanged,
    MasteryState,
)
from shared.contracts.competency.planning import (
    LearnerPlanningSnapshot,
    OpenReview,
    PaceChanged,
    PaceState,
    PlanChanged,
    PlanPartChange,
    ReviewDecided,
    ReviewMoved,
    ReviewOverdue,
    ReviewRequested,
    ReviewStage,
)
from shared.contracts.competency.topic import CALENDARS, COMPETENCY

__all__ = [
    "CALENDARS",
    "COMPETENCY",
    "AmendedItem",
    "AmendmentDecided",
    "AmendmentDue",
    "CalendarChanged",
    "Cause",
    "CredentialIssued",
    "CredentialKind",
    "CredentialRevoked",
    "CredentialState",
    "EvidenceRecorded",
    "EvidenceSuperseded",
    "EvidenceVoided",
    "FrameworkPublished",
    "FrameworkRevised",
    "ItemPublished",
    "ItemRetired",
    "LearnerCredentialsSnapshot",
    "LearnerMasterySnapshot",
    "LearnerPlanningSnapshot",
    "MasteryChanged",
    "MasteryState",
    "OpenReview",
    "PaceChanged",
    "PaceState",
    "PlanChanged",
    "PlanPartChange",
    "RecordContested",
    "ReviewDecided",
    "ReviewMoved",
    "ReviewOverdue",
    "ReviewRequested",
    "ReviewStage",
]
