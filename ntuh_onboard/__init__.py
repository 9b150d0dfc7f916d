"""A guided terminal wizard for the first day at National Taiwan University Hospital."""

__version__ = "0.1.0"
