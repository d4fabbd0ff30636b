"""The planning written for other tools, and read from their files."""
