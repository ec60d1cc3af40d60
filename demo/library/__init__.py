"""What stands in the library of the demo network: items in our own words, and files that are made of them."""
