"""A rater takes part: by a personal link, or signed in."""
