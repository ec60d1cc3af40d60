"""Values that every service reads alike: ids, words, numbers and days. Pure."""
