"""The events that resources reads, of one district at a time, in order per key, each once."""

from resources.adoptions.usecases.following import follow_recalls, follow_revisions
from resources.items.usecases.following import record_agreements
from shared.contracts.partners import AgreementChanged
from shared.contracts.resources import ResourceRetired, ResourceRevised
from shared.events.apply import Subscription

agreements = Subscription("resources.agreements", {AgreementChanged: record_agreements})
"""Who sees what is for partners."""

adopted = Subscription("resources.adopted", {ResourceRevised: follow_revisions, ResourceRetired: follow_recalls})
"""What becomes of what other districts have adopted and adapted, told by resources itself."""

subscriptions = [agreements, adopted]
