"""What follows when a district is selected as a host's partner: drafts of the agreements that the two will need; and
when it withdraws: their end.
"""
