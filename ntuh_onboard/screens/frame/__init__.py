"""What stands around every step: application frame, front, step view, busy lock, language, leaving."""
