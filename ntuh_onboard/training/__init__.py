"""For trainers: scenarios that play themselves in the real screens, and recordings of them (docs/training.md)."""
