"""For trainers: scenarios that play in the real screens by themselves, and recordings of them (docs/training.md)."""
