"""Workshops: people choose what they attend and see what they have; hosts plan, seat and lead them."""
