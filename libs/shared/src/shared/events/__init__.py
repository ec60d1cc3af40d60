"""Events between services: what they are, how they leave (outbox, relay) and how they arrive (consumer)."""

from shared.events.event import Event, Received, Topic
from shared.events.outbox import publish, publish_tombstone

__all__ = ["Event", "Received", "Topic", "publish", "publish_tombstone"]
