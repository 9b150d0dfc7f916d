"""`ntuh-onboard check`: what it finds out without any credential, and how that is shown (J0.2, J0.7)."""
