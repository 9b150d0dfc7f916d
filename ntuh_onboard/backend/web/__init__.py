"""A backend to a hospital's real pages over HTTP. Imports nothing here, so that reading the port costs nothing."""
