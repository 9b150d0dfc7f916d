"""What surrounds every step: frame, front, act handlers, cover, kept views, saved files."""
