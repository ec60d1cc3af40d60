"""Who coaches whom: gaps and coaches, matched by a published rule and checked."""
