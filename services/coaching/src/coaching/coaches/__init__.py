"""Who coaches, whether they may, who may meet whom, and concerns."""
