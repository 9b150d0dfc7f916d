"""Cards over the wizard: each is a question that is answered once."""
