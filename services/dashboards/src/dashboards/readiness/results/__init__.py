"""What assessments came to: results and why, gaps, and what changed since an earlier assessment."""
