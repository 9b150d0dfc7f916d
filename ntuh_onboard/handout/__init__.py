"""The illustrated guide, drawn from the live screens of the journey each time, so that it is never out of date."""
