"""How evidence comes in: one by one, in batches, as sheets, as xAPI statements; and how it is corrected."""
