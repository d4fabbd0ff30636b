"""Screens of the planning."""
