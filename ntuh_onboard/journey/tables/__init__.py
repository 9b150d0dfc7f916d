"""The steps, a module a site; `steps` joins them, and nothing else reads them from here."""
