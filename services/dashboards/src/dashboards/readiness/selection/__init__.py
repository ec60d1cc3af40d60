"""Hosts call for partners and choose them, reviewers score applications, and districts apply."""
