"""What a host and a partner do together: phases, teams, a charter, milestones, how it ends and what is kept of it."""
