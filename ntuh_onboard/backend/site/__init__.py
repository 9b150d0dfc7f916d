"""The simulated hospital as web pages over HTTP (the simulator server); for practice and tests, on loopback.

This file imports nothing: the server's libraries come with the extra `server`.
"""
