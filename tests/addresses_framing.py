"""How the permissions test visits the addresses of the preparation and of the journey map."""

from charter.models import Project
from tests.visits import Provider, Visit


def _questions(part: str) -> Provider:
    def visit(_project: Project) -> Visit:
        return Visit({"part": part})

    return visit


ADDRESSES: dict[str, Provider] = {
    "framing": lambda _project: Visit(),
    "framing_answers": _questions("diagnostic"),
    "preparation_tick": lambda _project: Visit(
        {"preparation": "needs"}, "POST", {"done": "1", "note": "", "version": 0}
    ),
    "exit_plan": lambda _project: Visit(),
    "feasibility": lambda _project: Visit(),
    "journeys": lambda _project: Visit(),
}
