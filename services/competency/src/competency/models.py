"""What competency keeps. Evidence, voidings and determinations are only ever added to."""

from competency.amendments.models import Amendment, AmendmentDecision, AmendmentStep, AmendmentTerms
from competency.common.models import Base, metadata
from competency.credentials.models import Credential, CredentialDue, CredentialIssue, District, IssuerKey, StatusList
from competency.district.models import PlanningRules, PlanningRulesVersion
from competency.evidence.models import Evidence, EvidenceCorrection, EvidenceVoid
from competency.frameworks.models import (
    CaseRecord,
    CrosswalkMatch,
    Framework,
    FrameworkAdaptation,
    FrameworkEdition,
    FrameworkImport,
    FrameworkScale,
    Item,
)
from competency.intake.models import XapiActivity, XapiStatement
from competency.learners.models import Learner, LearnerIdentifier
from competency.mastery.models.criteria import Criterion
from competency.mastery.models.mastery import (
    Determination,
    Mastery,
    MasteryPolicy,
    PolicyPreview,
    PolicyPreviewChange,
    Recalculation,
)
from competency.planning.models import (
    LearnerPace,
    PaceSetting,
    Plan,
    PlanChange,
    PlanCohort,
    PlanFollowed,
    PlanFollowing,
    PlanTemplate,
    PlanTemplateVersion,
)
from competency.reviews.models import Review, ReviewMove

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
    "Evidence",
    "EvidenceCorrection",
    "EvidenceVoid",
    "Framework",
    "FrameworkAdaptation",
    "FrameworkEdition",
    "FrameworkImport",
    "FrameworkScale",
    "IssuerKey",
    "Item",
    "Learner",
    "LearnerIdentifier",
    "LearnerPace",
    "Mastery",
    "MasteryPolicy",
    "PaceSetting",
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
    "StatusList",
    "XapiActivity",
    "XapiStatement",
    "metadata",
]
