"""What `ntuh-onboard check` finds out without any credential, and how it is shown (J0.2, J0.7)."""
