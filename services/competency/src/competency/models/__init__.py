"""What competency keeps. Evidence, voidings and determinations are only ever added to."""

from competency.models.amendments import Amendment, AmendmentDecision, AmendmentStep, AmendmentTerms
from competency.models.base import Base, metadata
from competency.models.credentials import (
    Credential,
    CredentialDue,
    CredentialIssue,
    District,
    IssuerKey,
    StatusList,
)
from competency.models.criteria import Criterion
from competency.models.doors import FrameworkImport, XapiActivity, XapiStatement
from competency.models.evidence import Evidence, EvidenceCorrection, EvidenceVoid, Learner, LearnerIdentifier
from competency.models.frameworks import (
    CaseRecord,
    CrosswalkMatch,
    Framework,
    FrameworkAdaptation,
    FrameworkEdition,
    FrameworkScale,
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
from competency.models.people import Enrolment, Guardian, Person, SchoolClass, Term
from competency.models.planning import (
    LearnerPace,
    PaceSetting,
    Plan,
    PlanChange,
    PlanCohort,
    PlanFollowed,
    PlanFollowing,
    PlanningRules,
    PlanningRulesVersion,
    PlanTemplate,
    PlanTemplateVersion,
)
from competency.models.reviews import Review, ReviewMove

__all__ = [
    "Amendment",
    "AmendmentDecision",
    "AmendmentStep",
    "AmendmentTerms",
    "Base",
    "CaseRecord",
    "Credential",
    "CredentialDue",
    "CredentialIssue",
    "Criterion",
    "CrosswalkMatch",
    "Determination",
    "District",
    "Enrolment",
    "Evidence",
    "EvidenceCorrection",
    "EvidenceVoid",
    "Framework",
    "FrameworkAdaptation",
    "FrameworkEdition",
    "FrameworkImport",
    "FrameworkScale",
    "Guardian",
    "IssuerKey",
    "Item",
    "Learner",
    "LearnerIdentifier",
    "LearnerPace",
    "Mastery",
    "MasteryPolicy",
    "PaceSetting",
    "Person",
    "Plan",
    "PlanChange",
    "PlanCohort",
    "PlanFollowed",
    "PlanFollowing",
    "PlanTemplate",
    "PlanTemplateVersion",
    "PlanningRules",
    "PlanningRulesVersion",
    "PolicyPreview",
    "PolicyPreviewChange",
    "Recalculation",
    "Review",
    "ReviewMove",
    "SchoolClass",
    "StatusList",
    "Term",
    "XapiActivity",
    "XapiStatement",
    "metadata",
]
