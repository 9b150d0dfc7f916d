"""A page as a person reads it: its tree, visibility, labels, controls, forms and messages."""
