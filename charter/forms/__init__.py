"""Forms of the project and its charter."""
