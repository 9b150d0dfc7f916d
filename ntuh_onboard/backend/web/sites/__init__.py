"""The verbs of the port as sequences of pages, one module per site."""
