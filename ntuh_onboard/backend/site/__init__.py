"""The simulated hospital as web pages over HTTP (the simulator server); for practice and tests, on loopback.

Nothing is imported here: the server's libraries come with the extra `server`.
"""
