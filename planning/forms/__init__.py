"""Forms of the planning, each concept in a module of its own."""
