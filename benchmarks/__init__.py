"""Measurements: each of ours beside its limit, on the same machine in the same run.

`make bench` writes docs/benchmarks.md.
"""
