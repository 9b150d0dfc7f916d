"""What a page's scripts do when it is loaded, as far as their text shows; no script is ever run."""
