"""Leaders plan assessments, invite raters, and see in bands how many take part."""
