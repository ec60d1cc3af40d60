"""What every Trellis service stands on. It knows no service; only `contracts` holds domain words, as data."""
