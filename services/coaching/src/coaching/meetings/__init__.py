"""Coaching meetings: who meets when, who was there, and what was written of it."""
