"""The wizard as line prompts without any control sequence: for screen readers, braille, and the simplest terminals."""
