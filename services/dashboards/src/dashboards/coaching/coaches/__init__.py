"""The district's coaches: whether they may coach, what is attested of them, and who keeps everybody safe."""
