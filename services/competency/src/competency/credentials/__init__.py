"""Open Badges and Comprehensive Learner Records: issued, revoked, verified."""
