"""An example of what a stream sends."""

FRAMES = (
    "id: 1-4180\nevent: ready\ndata: {}\n\n"
    "id: 1-4181\nevent: mastery\n"
    'data: {"learner_id":"0198f0a2-3b77-7c90-8a14-52e9b1d7f603","item_id":"0198f0b6-0b15-7083-92d7-a65e1c3f4b08",'
    '"score":3.0,"mastered":true,"observed_at":"2026-10-06T14:30:00+00:00","known_at":"2026-10-06T15:02:11+00:00"}\n\n'
    "id: 1-4182\nevent: pace\n"
    'data: {"learner_id":"0198f0a2-3b77-7c90-8a14-52e9b1d7f603","changed_at":"2026-10-06T15:02:14+00:00"}\n\n'
    "id: 1-4183\nevent: gaps\n"
    'data: {"gap_id":"0198f0c4-7d20-7a35-9c1e-8b64f2037da1","changed_at":"2026-10-09T16:20:45+00:00"}\n\n'
    "id: 1-4184\nevent: coaching\n"
    'data: {"subject":"goals","changed_at":"2026-10-09T16:21:03+00:00"}\n\n'
)
