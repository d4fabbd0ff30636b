"""What the specification brings to a project’s home; each module fills the registry as it is imported."""

from requirements.home import meetings, note, reviews, sections, workshops

__all__ = ["meetings", "note", "reviews", "sections", "workshops"]
