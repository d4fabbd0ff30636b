"""What the header of every page shows of one’s notifications."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from accounts import mailbox
from accounts.models import Notification

# Beyond, the exact number says nothing more, and costs more to count.
COUNTED = 99


@dataclass
class Bell:
    """The unread notifications of whoever is signed in, counted when a page shows them."""

    user: Any

    @cached_property
    def count(self) -> int:
        """How many; one more than COUNTED stands for all beyond."""
        return Notification.objects.filter(user_id=self.user.pk).unread().order_by()[: COUNTED + 1].count()

    @property
    def shown(self) -> str:
        return str(self.count) if self.count <= COUNTED else f"{COUNTED}+"

    @property
    def label(self) -> str:
        """What the bell is called: « Notifications, 3 non lues »."""
        if not self.count:
            return "Notifications, aucune non lue"
        if self.count > COUNTED:
            return f"Notifications, plus de {COUNTED} non lues"
        return f"Notifications, {self.count} non lue{'s' if self.count > 1 else ''}"


def notices(request: Any) -> dict[str, object]:
    """The bell, and whether e-mails are read in the site; without a signed-in person there is nothing to show."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"bell": None, "mails_kept": False}
    return {"bell": Bell(user), "mails_kept": mailbox.folder() is not None}
