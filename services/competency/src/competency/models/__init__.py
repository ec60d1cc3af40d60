"""What competency keeps. Evidence, voidings and determinations are only ever added to."""

from competency.models.base import Base, metadata
from competency.models.doors import FrameworkImport, XapiActivity, XapiStatement
from competency.models.evidence import Evidence, EvidenceCorrection, EvidenceVoid, Learner, LearnerIdentifier
from competency.models.frameworks import (
    CaseRecord,
    CrosswalkMatch,
    Framework,
    FrameworkAdaptation,
    FrameworkEdition,
    Item,
)
from competency.models.mastery import (
    Determination,
    Mastery,
    MasteryPolicy,
    PolicyPreview,
    PolicyPreviewChange,
    Recalculation,
)
from competency.models.people import Enrolment, Guardian

__all__ = [
    "Base",
    "CaseRecord",
    "CrosswalkMatch",
    "Determination",
    "Enrolment",
    "Evidence",
    "EvidenceCorrection",
    "EvidenceVoid",
    "Framework",
    "FrameworkAdaptation",
    "FrameworkEdition",
    "FrameworkImport",
    "Guardian",
    "Item",
    "Learner",
    "LearnerIdentifier",
    "Mastery",
    "MasteryPolicy",
    "PolicyPreview",
    "PolicyPreviewChange",
    "Recalculation",
    "XapiActivity",
    "XapiStatement",
    "metadata",
]
