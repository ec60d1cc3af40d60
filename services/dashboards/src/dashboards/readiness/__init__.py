"""Pages of readiness: raters take part; leaders plan assessments, write instruments, read results, choose partners."""
