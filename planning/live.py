"""What moves with the work and no edition freezes: progress, reference dates, the states of gates.

It stands beside `planning.reading.as_data`, whose fingerprint says whether a validated section is still the same.
"""

from collections.abc import Mapping, Sequence

from crmproject.toolkit.blocks import Gathering, Json
from planning import baselines
from planning.baselines import Slippage, slippage
from planning.gates import GateReview
from planning.reading import Planning, load_planning


def load_slippage(gathering: Gathering) -> Slippage | None:
    """How far the planning slipped since its latest reference; None without one."""
    found = gathering.once(baselines.latest)
    return slippage(gathering.once(load_planning), found) if found else None


def live_data(planning: Planning, reviews: Sequence[GateReview], slipped: Slippage | None) -> dict[str, Json]:
    """Progress by task, reference dates by task and gate, state and its name by gate; what says nothing is absent."""
    data: dict[str, Json] = {}
    if progress := {line.task.key: line.task.progress for line in planning.tasks if line.task.progress}:
        data["progress"] = dict(progress)
    if reviews:
        data["states"] = {one.gate.key: [one.state.value, str(one.state.label)] for one in reviews}
    if slipped:
        data["reference"] = str(slipped.baseline)
        data["tasks"] = _planned(slipped, gates=False)
        data["gates"] = _planned(slipped, gates=True)
    return data


def _planned(slipped: Slippage, *, gates: bool) -> dict[str, Json]:
    found: Mapping[str, baselines.Slip] = slipped.gates if gates else slipped.tasks
    return {
        key: [one.planned.start.isoformat(), one.planned.end.isoformat()]
        for key, one in found.items()
        if one.planned
    }
