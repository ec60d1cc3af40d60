"""What can be done with a roster: a module for each kind of entity, and what is done alike with all. Nothing commits.

Whoever changes a district's roster holds it until commit (`lock_roster`), so a change is decided on what is there, two
that meet come one after the other, and none can deadlock.
"""
