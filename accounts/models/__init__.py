"""People, what they are told, and how."""

from accounts.models.notices import Kind, MailState, Notification, Preferences, Rhythm
from accounts.models.people import User, UserManager

__all__ = ["Kind", "MailState", "Notification", "Preferences", "Rhythm", "User", "UserManager"]
