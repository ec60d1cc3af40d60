"""SQL that several subjects need: the calendar, and how a transaction is planned."""
