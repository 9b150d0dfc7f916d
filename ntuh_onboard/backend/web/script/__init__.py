"""What a page's scripts do at once, as far as their text shows it; no script is run."""
