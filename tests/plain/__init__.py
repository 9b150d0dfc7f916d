"""The wizard by line prompts."""
