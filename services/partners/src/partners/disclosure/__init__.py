"""What becomes known of learners: to their own district, and to partners as agreements allow."""
