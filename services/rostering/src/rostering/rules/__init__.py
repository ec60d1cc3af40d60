"""What a roster is made of and what may be in it. Pure: nothing here reads, writes or waits."""
