"""Who and what the examples are about: Riverside discloses to Lakeview how its learners do in mathematics."""

RIVERSIDE = "0198f0a2-11c4-7e21-9b57-3f0d6a2c8e10"
LAKEVIEW = "0198f0a2-11d9-7b64-8c02-a95e3f71d046"
AGREEMENT = "0198f0a7-62e5-7c18-b3d9-04f7a1e85c32"
LEARNER = "0198f0a2-3b77-7c90-8a14-52e9b1d7f603"
EDUCATOR = "0198f0a2-40de-7a35-9c02-6b71f8e2d419"
PSEUDONYM = "5d0c6f3e-8a27-4b19-9e64-c1f2a7d83b50"
ITEM = "0198f0b6-0b15-7083-92d7-a65e1c3f4b08"

PURPOSE = "Coaching of learners whom both districts teach"
