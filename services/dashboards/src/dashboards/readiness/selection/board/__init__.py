"""What a host reads and decides: the ranked list, what would change it, decisions and the record."""
