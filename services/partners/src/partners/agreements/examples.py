"""Examples of agreements."""

from partners.common.examples import AGREEMENT, LAKEVIEW, PURPOSE, RIVERSIDE

NEW_AGREEMENT = {
    "discloser_id": RIVERSIDE,
    "recipient_id": LAKEVIEW,
    "purpose": PURPOSE,
    "granularity": "pseudonymous",
    "basis": "school_official",
    "elements": ["mastery"],
    "starts_on": "2026-09-01",
    "expires_on": "2027-06-30",
    "destroy_by": "2027-07-31",
}
AGREEMENT_CHANGE = {"granularity": "aggregate", "expires_on": "2026-12-18"}
AGREEMENT_SHOWN = NEW_AGREEMENT | {
    "agreement_id": AGREEMENT,
    "time_zone": "America/New_York",
    "state": "active",
    "document_hash": "4c0fd1b7a9e26538d07a91c4e8f25b6310d9a7e4c8f2b16053e7d9a8c4f1b260",
    "discloser_signed_at": "2026-08-20T14:05:00Z",
    "recipient_signed_at": "2026-08-24T09:40:00Z",
    "destruction_due": None,
}
