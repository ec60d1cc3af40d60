"""Building the read models again from Kafka."""
