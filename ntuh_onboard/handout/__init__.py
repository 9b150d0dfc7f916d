"""The illustrated guide, drawn from the live screens of the journey each time it is made, so that it cannot be old."""
