"""One student's journey: its steps as tables (open `steps` first), its state, its moves, and the walk through it."""
