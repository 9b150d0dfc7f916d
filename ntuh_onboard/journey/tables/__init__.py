"""The steps, one module per site; `steps` joins them, and nothing else reads them from here."""
