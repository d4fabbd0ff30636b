"""What the project covers, and what it leaves out."""

from typing import ClassVar

import pghistory
from django.db import models

from charter.models.project import ProjectRow


@pghistory.track()
class ScopeItem(ProjectRow):
    """One item inside or outside the scope."""

    included = models.BooleanField(
        "position", choices=[(True, "Dans le périmètre"), (False, "Hors périmètre")], default=True
    )
    text = models.CharField("élément", max_length=300)

    class Meta(ProjectRow.Meta):
        verbose_name = "élément de périmètre"
        ordering: ClassVar[list[str]] = ["-included", "position", "pk"]

    def __str__(self) -> str:
        return self.text
