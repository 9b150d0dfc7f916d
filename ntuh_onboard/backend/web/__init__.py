"""A backend to somebody's real pages over HTTP. Imports nothing here, so that reading the port costs nothing."""
