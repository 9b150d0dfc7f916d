"""What every room may use: clock, secrets, safe text, private files, server addresses. Imports no other room."""
