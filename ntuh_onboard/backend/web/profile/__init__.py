"""What is known of a hospital's pages beyond its words, and the schema of a profile's file."""
