"""The simulated hospital: logic over a Store of atomic operations, invented people, faults. No real person or site.

Nothing is imported here, so that the parts of it cost nothing until they are used.
"""
