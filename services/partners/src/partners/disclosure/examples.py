"""Examples of who had received what was amended."""

from partners.common.examples import AGREEMENT, ITEM, LAKEVIEW, LEARNER

RECEIVERS = {
    "amendment_id": "0198f31e-8b06-7d74-a5c9-e2f0416b8d93",
    "learner_id": LEARNER,
    "receivers": [
        {
            "recipient_id": LAKEVIEW,
            "recipient_name": "Lakeview School District",
            "agreement_id": AGREEMENT,
            "decision": 1,
            "told_at": "2026-10-20T09:15:30Z",
            "disclosed": [
                {
                    "item_id": ITEM,
                    "score": 1,
                    "mastered": False,
                    "observed_on": "2026-10-06",
                    "disclosed_at": "2026-10-06T15:02:12Z",
                }
            ],
        }
    ],
}
