"""What every subject of competency builds on: words, times, scales, sheets."""
