"""Every code that the documents and events name has words of its own."""

from typing import Any, get_args

import pytest

from coaching.coaches.rules.quorum import QuorumCode
from coaching.coaches.rules.standing import A_LEARNER
from coaching.meetings.rules.notes import NOTICE, WHO_READS
from dashboards.agreements import labels as agreements
from dashboards.amendments import labels as amendments
from dashboards.coaching import labels as coaching
from dashboards.coaching.coaches import labels as coaches
from dashboards.coaching.engagements import labels as engagements
from dashboards.coaching.goals import labels as goals
from dashboards.coaching.matching import labels as matching
from dashboards.coaching.pilots import labels as pilots
from dashboards.coaching.week import labels as week
from dashboards.coaching.workshops import labels as workshops
from dashboards.common.labels import Labels
from dashboards.credentials import labels as credentials
from dashboards.frameworks import labels as frameworks
from dashboards.learners import labels as learners
from dashboards.library import labels as library
from dashboards.library.adoptions import labels as adoptions
from dashboards.network import labels as network
from dashboards.progress import labels as progress
from dashboards.progress.rules.levels import Level
from dashboards.readiness import labels as readiness
from dashboards.readiness.selection import labels as selection
from dashboards.reviews import labels as reviews
from dashboards.start import labels as start
from dashboards.start.client import QUESTIONS
from dashboards.timelines import labels as timelines
from dashboards.timelines.rules.chain import KINDS, STEPS, State
from services.dashboards.tests.contracts import COACHING, PARTNERS, READINESS, RESOURCES, codes_of
from shared.contracts.coaching import ActionDropped, MatchEnded
from shared.contracts.competency import FrameworkRevised
from shared.contracts.partners import AgreementChanged

LACKS = ("missing", "not_yet_valid", "expired", "revoked")
"""What the document of coaching says, in words, to be wrong with what is demanded of a coach."""


def literals(annotation: Any) -> list[str]:
    return list(get_args(annotation))


@pytest.mark.parametrize(
    ("labels", "codes"),
    [
        (progress.LEVELS, literals(Level)),
        (progress.EVIDENCE_KINDS, codes_of("PieceOut", "kind")),
        (progress.EVIDENCE_KINDS, codes_of("EvidenceOut", "kind")),
        (learners.METHODS, codes_of("PolicyTerms-Output", "method")),
        (learners.REASONS, codes_of("PieceOut", "reason")),
        (learners.POLICY_LEVELS, codes_of("TermsOut", "level")),
        (learners.PACES, codes_of("PaceOut", "status")),
        (amendments.GROUNDS, codes_of("AmendmentOut", "ground")),
        (amendments.OWED, codes_of("ClockOut", "owed")),
        (amendments.STATES, [*codes_of("AmendmentOut", "state"), "refused_in_part"]),
        (reviews.STATES, codes_of("ReviewOut", "state")),
        (frameworks.FATES, codes_of("KinshipOut", "fate")),
        (frameworks.STATES, codes_of("FrameworkOut", "state")),
        (frameworks.STATES, literals(FrameworkRevised.model_fields["state"].annotation)),
        (credentials.CHECKS, codes_of("CheckOut", "name")),
        (credentials.PROBLEMS, codes_of("CheckOut", "problem")),
        (goals.KINDS, codes_of("GoalShown", "kind", COACHING)),
        (goals.STATES, codes_of("GoalShown", "state", COACHING)),
        (goals.PACES, codes_of("IndicatorProgress", "pace", COACHING)),
        (goals.DIRECTIONS, codes_of("IndicatorShown", "direction", COACHING)),
        (goals.UNITS, codes_of("IndicatorShown", "unit", COACHING)),
        (goals.SOURCES, codes_of("IndicatorShown", "source", COACHING)),
        (goals.OUTCOMES, codes_of("GoalEnd", "outcome", COACHING)),
        (library.KINDS, codes_of("PublishedShown", "kind", RESOURCES)),
        (library.PART_KINDS, codes_of("PartSaid", "kind", RESOURCES)),
        (library.HOLDERS, codes_of("PartSaid", "holder", RESOURCES)),
        (library.AUDIENCES, codes_of("PublishedShown", "seen_by", RESOURCES)),
        (library.STANDINGS, codes_of("PublishedShown", "standing", RESOURCES)),
        (library.USED_BY, codes_of("WhereUsedShown", "kind", RESOURCES)),
        (library.WITHHELD, codes_of("OutcomeShown", "withheld", RESOURCES)),
        (library.CAUTIONS, codes_of("OutcomeShown", "cautions", RESOURCES)),
        (library.ACTS, codes_of("PublishedWithContent", "may", RESOURCES)),
        (library.DEMANDS, codes_of("PublishedWithContent", "demands", RESOURCES)),
        (library.LICENCE_RIGHTS, codes_of("LicenceShown", "rights", RESOURCES)),
        (library.LICENCE_DEMANDS, codes_of("LicenceShown", "demands", RESOURCES)),
        (library.STATES, codes_of("OwnItem", "state", RESOURCES)),
        (library.NEW_STANDINGS, codes_of("NewStanding", "standing", RESOURCES)),
        (library.NARROWED, codes_of("DecisionShown", "reason", RESOURCES)),
        (library.ENTRY_STATES, codes_of("LearnerEntry", "state", RESOURCES)),
        (library.WHY_CLOSED, codes_of("ClosedShown", "why", RESOURCES)),
        (library.GIVEN_BY, codes_of("GivenPlaylistShown", "given_by", RESOURCES)),
        (library.REPORTED, codes_of("ReportShown", "about", RESOURCES)),
        (library.REPORT_STATES, codes_of("ReportShown", "state", RESOURCES)),
        (library.NEW_REPORT_STATES, codes_of("NewAnswer", "state", RESOURCES)),
        (library.UPLOAD_STATES, codes_of("UploadShown", "state", RESOURCES)),
        (library.SCANS, codes_of("FileShown", "scan", RESOURCES)),
        (library.RELATIONS, codes_of("AlignmentSaid", "relation", RESOURCES)),
        (adoptions.STATES, codes_of("AdoptionShown", "state", RESOURCES)),
        (adoptions.UPSTREAM, codes_of("AdoptionShown", "upstream", RESOURCES)),
        (adoptions.WHAT_TO_DO, codes_of("AdoptionShown", "upstream", RESOURCES)),
        (adoptions.GROUNDS, codes_of("MayShown", "reason", RESOURCES)),
        (adoptions.WAYS, codes_of("MayShown", "ways", RESOURCES)),
        (adoptions.INTENTS, codes_of("IntentsSaid", "otherwise", RESOURCES)),
        (adoptions.OUTCOMES, codes_of("ChangeShown", "outcome", RESOURCES)),
        (adoptions.CLASHES, codes_of("ChangeShown", "clash", RESOURCES)),
        (adoptions.OFFER_STATES, codes_of("OfferShown", "state", RESOURCES)),
        (adoptions.DECLINE_REASONS, codes_of("Refusal", "reason", RESOURCES)),
        (adoptions.FITS, codes_of("OfferSeen", "fit", RESOURCES)),
        (network.GRANULARITIES, literals(AgreementChanged.model_fields["granularity"].annotation)),
        (network.STATES, literals(AgreementChanged.model_fields["state"].annotation)),
        (readiness.ROLES, codes_of("Questionnaire", "role", READINESS)),
        (readiness.TAKING_PART, codes_of("Questionnaire", "state", READINESS)),
        (readiness.STATES, codes_of("Assessment", "state", READINESS)),
        (readiness.LEVELS, codes_of("Assessment", "level", READINESS)),
        (readiness.PICKED_BY, codes_of("AskedRole", "picked_by", READINESS)),
        (readiness.BANDS, codes_of("RoleParticipation", "band", READINESS)),
        (readiness.VERSION_STATES, codes_of("VersionOut", "state", READINESS)),
        (readiness.KINDS, codes_of("FormShown", "kind", READINESS)),
        (readiness.EFFECTS, codes_of("QuestionContent-Output", "dont_know", READINESS)),
        (readiness.EFFECTS, codes_of("QuestionContent-Output", "not_applicable", READINESS)),
        (readiness.TOPICS, codes_of("ProtectionContent", "topic", READINESS)),
        (readiness.CHANGES, codes_of("ChangeOut", "how", READINESS)),
        (readiness.NO_DELTA, codes_of("DeltaOut", "because", READINESS)),
        (readiness.CONFIDENCE, codes_of("ResultOut", "confidence", READINESS)),
        (readiness.GATES, codes_of("GateOut", "status", READINESS)),
        (readiness.LEFT_OUT, codes_of("QuestionExplained", "because", READINESS)),
        (readiness.GAP_STATES, codes_of("GapOut", "state", READINESS)),
        (readiness.SEVERITIES, codes_of("GapOut", "severity", READINESS)),
        (readiness.GAP_KINDS, codes_of("GapOut", "kind", READINESS)),
        (readiness.CLOSES, codes_of("GapOut", "kind", READINESS)),
        (readiness.ACCEPTED, codes_of("EvidenceContent", "accepts", READINESS)),
        (readiness.PARTS, codes_of("ChangeOut", "part", READINESS)),
        (selection.CALL_STATES, codes_of("CallShown", "state", READINESS)),
        (selection.APPLICATION_STATES, codes_of("OwnApplication", "state", READINESS)),
        (selection.OUTCOMES, codes_of("DecisionShown", "outcome", READINESS)),
        (selection.STANDINGS, codes_of("OwnApplication", "standing", READINESS)),
        (selection.HOLDS, codes_of("FirmnessShown", "hold", READINESS)),
        (selection.SHARED_TO, codes_of("SharingTerms", "direction", READINESS)),
        (selection.SHARED_ABOUT, codes_of("SharingTerms", "granularity", READINESS)),
        (selection.BASES, codes_of("SharingTerms", "basis", READINESS)),
        (engagements.PHASES, codes_of("EngagementShown", "phase", COACHING)),
        (engagements.STALLS, codes_of("EngagementShown", "stalled", COACHING)),
        (coaching.SHARING, codes_of("EngagementShown", "sharing", COACHING)),
        (engagements.DEMAND_STATES, codes_of("SharingDemand", "state", COACHING)),
        (agreements.STATES, codes_of("Agreement", "state", PARTNERS)),
        (agreements.BASES, codes_of("Agreement", "basis", PARTNERS)),
        (agreements.ELEMENTS, codes_of("Agreement", "elements", PARTNERS)),
        (network.GRANULARITIES, codes_of("Agreement", "granularity", PARTNERS)),
        (engagements.SIDES, codes_of("MemberShown", "side", COACHING)),
        (engagements.ROLES, codes_of("MemberShown", "role", COACHING)),
        (engagements.SOMEBODY, codes_of("MemberShown", "role", COACHING)),
        (engagements.MEMBER_STATES, codes_of("MemberShown", "state", COACHING)),
        (engagements.RECORDINGS, codes_of("CharterShown", "recording", COACHING)),
        (engagements.MODES, codes_of("MeetingShown", "mode", COACHING)),
        (engagements.CHANNELS, codes_of("CharterShown", "channel", COACHING)),
        (engagements.CADENCES, codes_of("CharterShown", "cadence", COACHING)),
        (engagements.ENDS, codes_of("EngagementEnd", "end", COACHING)),
        (engagements.END_REASONS, codes_of("EngagementEnd", "reason", COACHING)),
        (engagements.CONTENTS, codes_of("RetentionShown", "content", COACHING)),
        (engagements.ACTION_STATES, codes_of("ActionShown", "state", COACHING)),
        (engagements.ACTION_STALLS, codes_of("ActionShown", "stalled", COACHING)),
        (engagements.DROPS, codes_of("Dropping", "reason", COACHING)),
        (engagements.DROPPED, codes_of("Dropped", "reason", COACHING)),
        (engagements.COACH_KINDS, codes_of("KindTallyShown", "kind", COACHING)),
        (pilots.WAVE_STATES, codes_of("PilotShown", "state", COACHING)),
        (pilots.OPT_INS, codes_of("TeacherShown", "opt_in", COACHING)),
        (pilots.UNITS, codes_of("SignalShown", "unit", COACHING)),
        (pilots.DIRECTIONS, codes_of("SignalShown", "direction", COACHING)),
        (pilots.SOURCES, codes_of("SignalBody-Output", "source", COACHING)),
        (pilots.VERDICTS, codes_of("EvidenceShown", "verdict", COACHING)),
        (pilots.SIGNAL_STATES, codes_of("SignalShown", "state", COACHING)),
        (pilots.GUARDRAIL_STATES, codes_of("GuardrailShown", "state", COACHING)),
        (pilots.OUTCOMES, codes_of("Deciding", "outcome", COACHING)),
        (pilots.REASONS, codes_of("Deciding", "reasons", COACHING)),
        (workshops.STATES, codes_of("WorkshopShown", "state", COACHING)),
        (workshops.STATES, codes_of("MyWorkshopListed", "state", COACHING)),
        (workshops.MODES, codes_of("SessionShown", "mode", COACHING)),
        (workshops.WHYS, codes_of("GivenShown", "why", COACHING)),
        (workshops.COSTS, codes_of("DeniedShown", "because", COACHING)),
        (workshops.NEXT_STEPS, codes_of("GivenShown", "next_step", COACHING)),
        (workshops.SWAP_STATES, codes_of("SwapShown", "state", COACHING)),
        (workshops.PRESENCES, codes_of("SeatShown", "presence", COACHING)),
        (coaches.KINDS, codes_of("CoachShown", "kind", COACHING)),
        (coaches.WEEKDAYS, codes_of("WeeklyTimes", "weekday", COACHING)),
        (coaches.STATES, codes_of("StandingShown", "state", COACHING)),
        (coaches.ATTESTED, codes_of("AttestationShown", "kind", COACHING)),
        (coaches.LACKS, list(LACKS)),
        (coaches.REASONS, [A_LEARNER]),
        (coaches.BANDS, codes_of("AttestationShown", "band", COACHING)),
        (coaches.RELATIONS, codes_of("RelationShown", "kind", COACHING)),
        (coaches.SKILL_LEVELS, ["1", "2", "3", "4"]),
        (coaches.CONCERN_STATES, codes_of("ConcernShown", "state", COACHING)),
        (coaches.OUTCOMES, codes_of("Closing", "outcome", COACHING)),
        (matching.STATES, codes_of("MatchingShown", "state", COACHING)),
        (matching.NEED_STATES, codes_of("NeedShown", "state", COACHING)),
        (matching.NEED_ENDS, codes_of("NeedShown", "because", COACHING)),
        (matching.MATCH_STATES, codes_of("MatchShown", "state", COACHING)),
        (matching.PHASES, codes_of("PhaseShown", "phase", COACHING)),
        (matching.DOUBTS, codes_of("ReasonShown", "doubt", COACHING)),
        (matching.RULES, codes_of("ReasonShown", "rule", COACHING)),
        (matching.LENGTHS, codes_of("PolicySent", "meeting_length", COACHING)),
        (matching.PREVIOUS, codes_of("MatchingShown", "previous", COACHING)),
        (matching.ENDINGS, codes_of("MatchEnding", "because", COACHING)),
        (week.STATES, codes_of("MeetingShown", "state", COACHING)),
        (week.ACTION_STATES, codes_of("ActionShown", "state", COACHING)),
        (week.DROPPED, codes_of("Dropped", "reason", COACHING)),
        (week.BECAUSE, codes_of("MeetingShown", "because", COACHING)),
        (week.RISKS, literals(QuorumCode)),
        (week.MODES, codes_of("MeetingShown", "mode", COACHING)),
        (week.RECORDINGS, codes_of("MeetingShown", "recording", COACHING)),
        (week.PRESENCES, codes_of("MeetingParticipantShown", "presence", COACHING)),
        (week.SOMEBODY, [*codes_of("MeetingParticipantShown", "coach_kind", COACHING), "guest"]),
        (week.MATCH_STATES, codes_of("MatchShown", "state", COACHING)),
        (week.VISIBILITIES, codes_of("VisibilityShown", "visibility", COACHING)),
        (week.SAID, [*WHO_READS.values(), NOTICE]),
        (week.CONCERN_STATES, codes_of("ConcernStanding", "state", COACHING)),
        (start.KINDS, [one.kind for one in QUESTIONS]),
        (timelines.STEPS, [*STEPS, "action_completed"]),
        (timelines.NEXT, list(STEPS)),
        (timelines.NEXT_OF_PARTNER, ["matched", "agreed", "used", "closed"]),
        (timelines.STATES, literals(State)),
        (timelines.KINDS, list(KINDS)),
        (timelines.MATCH_ENDS, literals(MatchEnded.model_fields["because"].annotation)),
        (timelines.ACTION_ENDS, literals(ActionDropped.model_fields["because"].annotation)),
    ],
)
def test_each_code_has_words_and_nothing_else_has(labels: Labels, codes: list[str]) -> None:
    assert codes
    assert set(labels.words) == set(codes)


def test_a_code_of_tomorrow_is_said_in_the_words_for_others_or_as_it_is() -> None:
    assert Labels({"a": "A"}, other="Something")["b"] == "Something"
    assert Labels({"a": "A"})["b"] == "b"
    assert Labels({"a": "A"}, other="Something")["a"] == "A"
