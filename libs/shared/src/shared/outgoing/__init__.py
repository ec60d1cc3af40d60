"""Calls to addresses outside, which strangers may have chosen, and mail."""
