"""The site’s settings for mypy, which reads them and connects to nothing."""

import os

os.environ.setdefault("CADRAGE_DEV", "1")
os.environ.setdefault("DATABASE_URL", "postgresql://postgres@localhost/none")
os.environ.setdefault("REDIS_URL", "redis://localhost/0")

from crmproject.settings import *  # noqa: F403
