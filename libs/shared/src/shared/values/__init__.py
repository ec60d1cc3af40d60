"""Values that every service reads alike: ids, words, numbers, days and moments. Pure, but for the wall clock."""
