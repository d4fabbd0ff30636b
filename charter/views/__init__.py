"""Screens of the project and its charter."""
