"""What the charter obliges people to do by a date, one module for each concept."""

from charter.reminders import listening, usage

__all__ = ["listening", "usage"]
