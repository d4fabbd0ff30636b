"""Screens of the matrix."""
