"""What the first pages say of the project, copied when an edition is made."""

import base64
import io
from dataclasses import asdict, dataclass, field
from typing import Any

from PIL import Image, UnidentifiedImageError

from charter.models import Membership, Project

LOGO_SIDE = 640


@dataclass(frozen=True)
class Recipient:
    """A person to whom the document is sent."""

    name: str
    title: str
    roles: str


@dataclass(frozen=True)
class Front:
    """Facts of the cover and of the control page; dates are ISO, `logo` a data: URI or nothing."""

    organisation: str
    project: str
    start: str = ""
    target_end: str = ""
    setup: str = ""
    procurement: str = ""
    manager: str = ""
    logo: str = ""
    colour: str = ""
    recipients: list[Recipient] = field(default_factory=list)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Front":
        """What `as_json` gave; a key that an older edition lacks stays empty."""
        known = {name: data[name] for name in cls.__dataclass_fields__ if name in data}
        recipients = [Recipient(**one) for one in known.pop("recipients", [])]
        return cls(**known, recipients=recipients)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def front_of(project: Project) -> Front:
    """The facts of this project as they stand now."""
    members = Membership.objects.live().filter(project=project).select_related("user", "project")
    return Front(
        organisation=project.organisation,
        project=project.name,
        start=project.start.isoformat(),
        target_end=project.target_end.isoformat(),
        setup=project.get_setup_display(),
        procurement=project.get_procurement_display(),
        manager=str(project.manager),
        logo=logo_uri(project),
        colour=project.colour,
        recipients=[
            Recipient(str(member.user), member.title, ", ".join(member.role_labels)) for member in members
        ],
    )


def logo_uri(project: Project) -> str:
    """The logo as a small PNG in a data: URI; nothing when there is none or it can’t be read any more."""
    if not project.logo:
        return ""
    try:
        with project.logo.open("rb") as file, Image.open(file) as image:
            image.thumbnail((LOGO_SIDE, LOGO_SIDE))
            small = io.BytesIO()
            image.convert("RGBA").save(small, "PNG", optimize=True)
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError):
        return ""
    return "data:image/png;base64," + base64.b64encode(small.getvalue()).decode()
