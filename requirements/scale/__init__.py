"""Generated projects of any size: the same arguments give the same data."""

from requirements.scale.project import generated_project

__all__ = ["generated_project"]
