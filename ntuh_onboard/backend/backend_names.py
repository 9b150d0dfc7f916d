"""The names of our backends, for whoever may name one without loading it: command line, settings, policy."""

GROUP = "ntuh_onboard.backends"
"""The entry points by which other packages bring backends."""
SIMULATED = frozenset({"mock"})
"""Those that never stand for the real hospital."""
BUILT_IN = frozenset({"web"})
"""Those that come with the program and speak to a real hospital; `registry.OURS` opens them."""
