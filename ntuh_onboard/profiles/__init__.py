"""Profile files, which describe the hospital's sites and which staff can correct, and what reads them."""
