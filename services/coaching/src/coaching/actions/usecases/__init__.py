"""Actions are proposed, agreed, done and dropped."""
