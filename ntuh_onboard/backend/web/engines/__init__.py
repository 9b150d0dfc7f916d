"""What opens and presses pages: the plain client, or a real browser, behind one port."""
