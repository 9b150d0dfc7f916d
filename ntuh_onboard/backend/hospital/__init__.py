"""The simulated hospital: its logic over a Store of atomic operations, invented people, faults. No real person or site.

This file imports nothing, so that the parts cost nothing until they are used.
"""
