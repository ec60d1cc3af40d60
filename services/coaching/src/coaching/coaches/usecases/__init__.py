"""Coaches join, are attested and leave; relations, quorums, concerns."""
