"""The running product around a browser: a real worker beside the live server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.worker import Worker, running_worker


@pytest.fixture
def celery_worker(transactional_db: None, service_env: dict[str, str], tmp_path: Path) -> Iterator[Worker]:
    """A worker with beat on the test database and queue."""
    with running_worker(service_env, tmp_path / "worker") as worker:
        yield worker
