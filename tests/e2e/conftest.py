"""The running product around a browser: a real worker beside the live server."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.worker import Worker, running_worker

HERE = Path(__file__).parent
# A whole job, or every page of a role: minutes on a busy machine.
LONGEST = 900


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give the tests of this folder the time that they need."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.timeout(LONGEST))


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
