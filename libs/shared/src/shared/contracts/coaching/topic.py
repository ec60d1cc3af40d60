"""Coaching's topic."""

from shared.events.event import Topic

COACHING = Topic("trellis.coaching.v1")
