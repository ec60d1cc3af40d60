"""What dashboards decides, without a database."""
