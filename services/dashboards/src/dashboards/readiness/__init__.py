"""Pages of readiness: raters take part, leaders plan assessments and write instruments."""
