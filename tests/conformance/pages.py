"""The pages, and what their addresses are ids of."""

_OF_FRAMEWORK = {"framework_id": "framework", "item_id": "own_item"}
_OF_LEARNERS_FRAMEWORK = _OF_FRAMEWORK | {"learner_id": "learner"}
_OF_ASSESSMENT = {"assessment_id": "assessment"}
_OF_CLOSED = {"assessment_id": "closed_assessment"}
_OF_INSTRUMENT = {"instrument_id": "instrument"}
_OF_INVITATION = {"invitation_id": "own_invitation"}
_OF_CALL = {"call_id": "call"}
_OF_RECEIVED = _OF_CALL | {"application_id": "application"}
_OF_APPLICATION = {"application_id": "own_application"}
_OF_REVIEWED = {"application_id": "reviewed_application"}
_OF_PILOT = {"pilot_id": "pilot"}
_OF_GOAL = {"goal_id": "goal"}
_OF_ENGAGEMENT = {"engagement_id": "engagement"}
_OF_ACTION = {"action_id": "action"}
_OF_INDICATOR = _OF_GOAL | {"indicator_id": "indicator"}
_GOAL = "/district-goals/{goal_id}"
_INDICATOR = f"{_GOAL}/indicators/{{indicator_id}}"
_OF_WORKSHOP = {"workshop_id": "workshop"}
_OF_SESSION = _OF_WORKSHOP | {"session_id": "workshop_session"}
_OF_MATCHING = {"matching_id": "matching"}
_OF_MEETING = {"meeting_id": "meeting"}
_OF_LIBRARY = {"item_id": "library_item"}
_OF_PLAYLIST = {"playlist_id": "playlist"}
_OF_LEARNERS_PLAYLIST = _OF_PLAYLIST | {"learner_id": "learner"}
_OF_NEED = {"need_id": "need"}
_OF_MATCH = {"match_id": "coach_match"}
_OF_COACH = {"coach_id": "coach"}
_OF_CONCERN = {"concern_id": "concern"}
_DRAFT = "/instruments/{instrument_id}/draft"
_VERSION = "/instruments/{instrument_id}/versions/{version}"

PAGES: dict[str, dict[str, str]] = {
    "/": {}, "/district": {}, "/network": {}, "/agreements": {}, "/agreements/new": {},
    "/frameworks": {}, "/reviews": {}, "/amendments": {},
    "/agreements/{agreement_id}": {"agreement_id": "agreement"},
    "/learners/{learner_id}": {"learner_id": "learner"},
    "/learners/{learner_id}/amendments": {"learner_id": "learner"},
    "/learners/{learner_id}/reviews": {"learner_id": "learner"},
    "/learners/{learner_id}/map": {"learner_id": "learner"},
    "/learners/{learner_id}/map/{framework_id}/branches/{item_id}": _OF_LEARNERS_FRAMEWORK,
    "/learners/{learner_id}/items/{item_id}": {"learner_id": "learner", "item_id": "own_item"},
    "/classes/{class_id}": {"class_id": "class"}, "/schools/{organisation_id}": {"organisation_id": "organisation"},
    "/frameworks/{framework_id}": {"framework_id": "framework"},
    "/frameworks/{framework_id}/branches/{item_id}": _OF_FRAMEWORK,
    "/frameworks/{framework_id}/items/{item_id}": _OF_FRAMEWORK,
    **{f"/frameworks/{{framework_id}}/{one}": {"framework_id": "framework"}
       for one in ("editions", "lineage", "import-report")},
    "/assessments": {}, "/assessments/new": {}, "/instruments": {}, "/instruments/new": {}, "/my-invitations": {},
    "/assessments/{assessment_id}": _OF_ASSESSMENT,
    **{f"/assessments/{{assessment_id}}/{one}": _OF_ASSESSMENT
       for one in ("paper", "people", "raters", "review", "settings")},
    **{f"/assessments/{{assessment_id}}/{one}": _OF_CLOSED
       for one in ("comparison", "reopen", "results", "results/{number}", "results/{number}/explanation")},
    "/my-verifications": {}, "/my-verifications/{assessment_id}": _OF_CLOSED,
    "/my-verifications/{assessment_id}/{question}": _OF_CLOSED | {"question": "question"},
    "/gaps": {}, "/gaps/{gap_id}": {"gap_id": "gap"},
    "/timelines": {}, "/timelines/{gap_id}": {"gap_id": "gap"},
    "/calls": {}, "/calls/new": {}, "/open-calls": {}, "/my-applications": {}, "/my-reviews": {},
    "/calls/{call_id}": _OF_CALL,
    **{f"/calls/{{call_id}}/{one}": _OF_CALL
       for one in ("board", "decisions", "rankings/{number}", "record", "reviewers", "terms")},
    "/calls/{call_id}/applications/{application_id}": _OF_RECEIVED,
    "/calls/{call_id}/applications/{application_id}/decision": _OF_RECEIVED,
    "/open-calls/{call_id}": {"call_id": "open_call"},
    "/my-applications/{application_id}": _OF_APPLICATION,
    "/my-applications/{application_id}/check": _OF_APPLICATION,
    "/my-applications/{application_id}/{act}": _OF_APPLICATION,
    "/my-reviews/{application_id}": _OF_REVIEWED,
    "/engagements": {}, "/engagements/report": {},
    **{f"/engagements/{{engagement_id}}{one}": _OF_ENGAGEMENT for one in ("", "/actions/new", "/charter", "/closing")},
    "/coaching-actions/{action_id}": _OF_ACTION,
    "/coaching-meetings/new": {}, "/coaching-meetings/{meeting_id}/{changing}": _OF_MEETING,
    "/pilots": {}, "/pilots/new": {}, "/pilots/{pilot_id}": _OF_PILOT,
    "/pilots/{pilot_id}/waves/{wave}": _OF_PILOT,
    **{f"/pilots/{{pilot_id}}/waves/{{wave}}/{one}": _OF_PILOT for one in ("gate", "gate-form", "plan", "teachers")},
    "/instruments/offered/{offer_id}": {"offer_id": "offer"},
    "/instruments/{instrument_id}": _OF_INSTRUMENT,
    _DRAFT: _OF_INSTRUMENT,
    **{f"{_DRAFT}/{one}": _OF_INSTRUMENT for one in (
        "about", "preview", "sections/{section}", "sections/{section}/questions/{question}")},
    _VERSION: _OF_INSTRUMENT, f"{_VERSION}/differences": _OF_INSTRUMENT,
    "/district-goals": {}, "/district-goals/new": {}, "/district-goals/rallying-cry": {}, "/our-goals": {},
    **{f"{_GOAL}{one}": _OF_GOAL for one in ("", "/change", "/end", "/indicators/new")},
    **{f"{_INDICATOR}{one}": _OF_INDICATOR for one in ("", "/change")},
    f"{_INDICATOR}/measurements/{{measurement_id}}": _OF_INDICATOR | {"measurement_id": "measurement"},
    "/workshops": {}, "/workshops/new": {}, "/my-workshops": {},
    "/workshops/{workshop_id}": _OF_WORKSHOP, "/my-workshops/{workshop_id}": _OF_WORKSHOP,
    **{f"/workshops/{{workshop_id}}/{one}": _OF_WORKSHOP for one in ("change", "people")},
    "/workshops/{workshop_id}/sessions/{session_id}": _OF_SESSION,
    **{f"/coaching-week{one}": {} for one in ("", "/calendars", "/concern")},
    "/childrens-meetings": {}, "/coaching-week/meetings/{meeting_id}": _OF_MEETING,
    "/coaching-week/actions/{action_id}": {"action_id": "own_action"},
    "/matchings": {}, "/matchings/new": {}, "/needs": {}, "/needs/new": {}, "/matches": {},
    "/matchings/{matching_id}": _OF_MATCHING, "/needs/{need_id}": _OF_NEED, "/matches/{match_id}": _OF_MATCH,
    "/matchings/{matching_id}/coaches/{coach_id}": _OF_MATCHING | {"coach_id": "matched_coach"},
    "/coaches": {}, "/coaches/new": {}, "/relations": {}, "/coaches/{coach_id}": _OF_COACH, "/safeguarding-people": {},
    "/concerns": {}, "/concerns/{concern_id}": _OF_CONCERN,
    "/library": {}, "/library/desk": {}, "/library/desk/new": {}, "/library/desk/curators": {},
    "/library/desk/exchange": {}, "/library/desk/links": {},
    "/library/desk/{item_id}": _OF_LIBRARY, "/library/desk/{item_id}/files": _OF_LIBRARY,
    "/library/items/{item_id}": _OF_LIBRARY, "/library/items/{item_id}/use": _OF_LIBRARY,
    "/library/items/{item_id}/versions/{version}": _OF_LIBRARY, "/library/desk/reports": {},
    "/library/desk/reports/{report_id}": {"report_id": "library_report"},
    "/library/items/{item_id}/adopt": _OF_LIBRARY,
    "/library/adoptions": {}, "/library/offers": {}, "/library/offers/{offer_id}": {"offer_id": "library_offer"},
    **{f"/library/adoptions/{{adoption_id}}{one}": {"adoption_id": "adoption"} for one in ("", "/changes", "/offer")},
    "/library/playlists": {}, "/library/playlists/{playlist_id}": _OF_PLAYLIST,
    "/library/playlists/{playlist_id}/people": _OF_PLAYLIST, "/my-playlists": {},
    "/learners/{learner_id}/playlists": {"learner_id": "learner"},
    "/learners/{learner_id}/playlists/{playlist_id}": _OF_LEARNERS_PLAYLIST,
    "/library/searches": {},
    "/my-invitations/{invitation_id}": _OF_INVITATION,
    **{f"/my-invitations/{{invitation_id}}/{one}": _OF_INVITATION for one in ("questions", "review")},
}  # fmt: skip
"""Those that show a district to its people."""

FORMS: dict[str, dict[str, str]] = {
    **{f"/assessments/{{assessment_id}}/{one}": _OF_ASSESSMENT for one in ("begin", "end", "sheet")},
    "/assessments/{assessment_id}/raters/{invitation_id}/{how}": _OF_ASSESSMENT | {"invitation_id": "invitation"},
    "/calls/{call_id}/decisions/release": _OF_CALL, "/calls/{call_id}/rankings": _OF_CALL,
    "/calls/{call_id}/reviewers/{reviewer_id}/revoke": _OF_CALL | {"reviewer_id": "reviewer"},
    "/calls/{call_id}/{how}": _OF_CALL,
    **{f"/my-applications/{{application_id}}/{one}": _OF_APPLICATION for one in ("appeals", "submit")},
    **{f"/my-reviews/{{application_id}}/{one}": _OF_REVIEWED for one in ("conflict", "sheet")},
    "/agreements/{agreement_id}/{deciding}": {"agreement_id": "agreement"},
    "/open-calls/{call_id}/apply": {"call_id": "open_call"},
    **{f"/engagements/{{engagement_id}}/{one}": _OF_ENGAGEMENT
       for one in ("charter/{writing}", "closing/{leaving}", "{step}")},
    "/coaching-actions/{action_id}/{deed}": _OF_ACTION,
    "/pilots/{pilot_id}/waves/{wave}/measurements": _OF_PILOT,
    "/pilots/{pilot_id}/waves/{wave}/teachers/{teacher_id}": _OF_PILOT | {"teacher_id": "educator"},
    "/pilots/{pilot_id}/waves/{wave}/{how}": _OF_PILOT,
    f"{_GOAL}/publish": _OF_GOAL, f"{_INDICATOR}/retire": _OF_INDICATOR,
    "/instruments/import": {},
    **{f"{_DRAFT}/{one}": _OF_INSTRUMENT for one in ("discard", "publish", "sections")},
    "/my-invitations/{invitation_id}/submit": _OF_INVITATION,
    **{f"/library/desk/{{item_id}}/{one}": _OF_LIBRARY for one in ("files/fit", "{act}")},
    "/library/items/{item_id}/versions/{version}/{saying}": _OF_LIBRARY,
    "/library/adoptions/{adoption_id}/{doing}": {"adoption_id": "adoption"},
    "/library/offers/{offer_id}/{act}": {"offer_id": "library_offer"},
    **{f"/library/playlists/{{playlist_id}}/{one}": _OF_PLAYLIST for one in ("delete", "entries")},
    "/learners/{learner_id}/playlists/{playlist_id}/{entry_id}/{going}":
        _OF_LEARNERS_PLAYLIST | {"entry_id": "playlist_entry"},
    "/library/searches/{search_id}/forget": {"search_id": "saved_search"},
    "/matchings/{matching_id}/{turn}": _OF_MATCHING, "/needs/{need_id}/withdraw": _OF_NEED,
    "/matches/{match_id}/{saying}": _OF_MATCH,
    "/relations/{relation_id}/withdraw": {"relation_id": "relation"},
    "/coaches/{coach_id}/{telling}": _OF_COACH, "/concerns/{concern_id}/{seeing}": _OF_CONCERN,
    "/coaching-week/meetings/{meeting_id}/{doing}": _OF_MEETING,
    "/coaching-week/actions/{action_id}/used": {"action_id": "own_action"},
    "/coaching-week/calendars/{feed_id}/revoke": {"feed_id": "feed"},
    "/workshops/{workshop_id}/{move}": _OF_WORKSHOP, "/my-workshops/{workshop_id}/{act}": _OF_WORKSHOP,
    "/workshops/{workshop_id}/sessions/{session_id}/{pinning}": _OF_SESSION,
}  # fmt: skip
"""Addresses that forms are sent to and that show nothing when they are read."""

OF_THE_NAMED = (
    "/concerns", "/concerns/{concern_id}", "/concerns/{concern_id}/{seeing}",
    "/coaching-week/actions/{action_id}", "/coaching-week/actions/{action_id}/used",
    "/library/desk/reports", "/library/desk/reports/{report_id}",
)  # fmt: skip
"""Only who is named to read concerns, to see to an action, or to decide what is published, finds anything there: the
educator.
"""

PLACES = {
    "version": "2", "number": "1", "section": "0", "question": "0", "wave": "1", "how": "revoke", "act": "withdraw",
    "move": "open", "pinning": "pin", "step": "phase", "writing": "sign", "leaving": "end", "deed": "confirm",
    "deciding": "sign", "changing": "move", "turn": "propose", "saying": "confirm", "telling": "attest",
    "seeing": "acknowledge", "doing": "end", "going": "open",
}  # fmt: skip
"""What in an address is no id."""

PUBLIC_PAGES = {
    "/sign-in", "/password", "/static/{digest}/{name}", "/verify",
    "/open-library", "/open-library/sitemap.xml", "/open-library/sitemaps/{first_id}.xml",
    "/open-library/{item_id}",
    *(f"/take-part/{{invitation_id}}/{{secret}}{one}" for one in ("", "/questions", "/review", "/submit")),
}  # fmt: skip
"""Pages that show nothing of anybody, or are opened by what the address itself holds."""
IN_DEVELOPMENT_ONLY = {"/gallery", "/gallery/{part}", "/gallery/thoughts", "/gallery/files"}
"""What pages are made of, with words and figures of nobody; a 404 unless a setting shows it."""
