"""The SQL of districts, clients, accounts, signing keys and failed attempts."""
