"""PostgreSQL: where it is, transactions as a district, statements and what its errors mean."""
