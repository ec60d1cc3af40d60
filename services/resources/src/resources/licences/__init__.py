"""What the licences of an item's parts let whom do with it, and what they demand."""
