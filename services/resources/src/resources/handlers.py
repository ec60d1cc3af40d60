"""The events that resources reads, of one district at a time, in order per key, each once."""

from resources.items.usecases.following import record_agreements
from shared.contracts.partners import AgreementChanged
from shared.events.apply import Subscription

agreements = Subscription("resources.agreements", {AgreementChanged: record_agreements})
"""Who sees what is for partners."""

subscriptions = [agreements]
