"""A host and its partner who meet, of their own for each test."""

from services.dashboards.tests.coaching.engagements.conftest import engaging, shared_engaging

__all__ = ["engaging", "shared_engaging"]
