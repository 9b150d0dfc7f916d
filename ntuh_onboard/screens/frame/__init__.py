"""What surrounds every step: frame, front, act handlers, cover, language, kept views, saved files."""
