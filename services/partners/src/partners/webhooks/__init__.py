"""Webhooks: endpoints of districts, and deliveries to them."""
