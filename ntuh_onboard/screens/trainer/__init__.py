"""The trainer's panel and captions over the wizard, in practice only."""
