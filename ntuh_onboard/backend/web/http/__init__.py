"""The safe HTTP client: connections, deadline, trust, redirects, character sets."""
