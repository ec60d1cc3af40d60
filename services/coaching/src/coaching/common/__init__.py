"""What every subject of coaching stands on."""
