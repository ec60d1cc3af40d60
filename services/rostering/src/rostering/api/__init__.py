"""The routes under /rostering/v1."""

from rostering.api import bulk, classes, enrolments, guardians, organisations, people, terms

routers = [
    bulk.router,
    organisations.router,
    people.router,
    terms.router,
    classes.router,
    enrolments.router,
    guardians.router,
]
"""Bulk first: `/people/bulk` is no address of a person."""
