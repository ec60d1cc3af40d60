"""Examples of the partner network."""

NETWORK = {
    "district_id": "0198f0a2-11c4-7e21-9b57-3f0d6a2c8e10",
    "agreements": [
        {
            "agreement_id": "0198f0a7-62e5-7c18-b3d9-04f7a1e85c32",
            "direction": "to partner",
            "partner_id": "0198f0a2-11d9-7b64-8c02-a95e3f71d046",
            "partner_name": "Lakeview School District",
            "purpose": "Coaching of learners whom both districts teach",
            "granularity": "pseudonymous",
            "data_elements": ["mastery"],
            "state": "active",
            "starts_on": "2026-09-01",
            "expires_on": "2027-06-30",
            "disclosed": {"learners": 24, "masteries": 131, "aggregates": 0, "latest_window_end": None},
        }
    ],
}
