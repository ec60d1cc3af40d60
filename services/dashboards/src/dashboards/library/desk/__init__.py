"""The desk: where a district's people write items, send them to review and publish them."""
