"""The wizard in a terminal: views that draw the steps, in one frame."""
