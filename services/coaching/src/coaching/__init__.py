"""The coaching service: coaches, whom they coach, and what becomes of it."""
