"""Work outside the request, one module for each concept."""

from charter.tasks import listening, usage

__all__ = ["listening", "usage"]
