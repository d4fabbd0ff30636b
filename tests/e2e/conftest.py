"""The running product around a browser: a real worker beside the live server."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.worker import Worker, running_worker


@pytest.fixture(autouse=True)
def closed_windows(browser: Browser) -> Iterator[None]:
    """Close what a test left open: a page that polls, or shows a PDF, would slow down all that follow."""
    yield
    for context in browser.contexts:
        context.close()


@pytest.fixture
def celery_worker(transactional_db: None, service_env: dict[str, str], tmp_path: Path) -> Iterator[Worker]:
    """A worker with beat on the test database and queue."""
    with running_worker(service_env, tmp_path / "worker") as worker:
        yield worker
