"""The events that resources reads, of one district at a time, in order per key, each once."""

from shared.events.apply import Subscription

subscriptions: list[Subscription] = []
