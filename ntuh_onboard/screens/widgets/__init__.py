"""The parts that views are made of. A part posts its own messages and never refers to its parent."""
