"""Leaders write, compare, publish and take over the instruments by which districts are assessed."""
