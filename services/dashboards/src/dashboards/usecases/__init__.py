"""What dashboards does: keep the read models, and answer from them."""
