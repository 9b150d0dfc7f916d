"""The parts that views are made of. A part posts its own messages and never reaches for its parent."""
