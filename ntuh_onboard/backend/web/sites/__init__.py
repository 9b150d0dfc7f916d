"""The verbs of the port as sequences of pages, a module a site."""
