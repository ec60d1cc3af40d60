"""Mastery that others can trust: Open Badges 3.0 and CLR 2.0 as signed credentials, their revocation, and whether one
that somebody shows is good. Nothing here fetches, stores or asks the time.
"""
