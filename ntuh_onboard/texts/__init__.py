"""Every sentence that a student sees, in every language: `languages` finds them, `sentences` says them."""
