"""What the charter obliges people to do by a date, one module for each concept."""
