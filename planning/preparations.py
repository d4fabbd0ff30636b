"""What the planning’s data say of the preparations before the project: whether the direction decided to launch it."""

from charter.blocks import load_project
from charter.preparation import LAUNCH, Evidence, Look, tells
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.templatetags.french import long_date
from planning.gates import Facts, review_launch


@tells(LAUNCH)
def launch(gathering: Gathering) -> Evidence | None:
    """The decision taken at the gate of the launch, and by whom; nothing where no gate awaits it."""
    project = gathering.once(load_project)
    review = review_launch(Facts(project, gathering))
    if review is None:
        return None
    url, label = review.gate.get_absolute_url(), "Décision de lancement"
    decision = review.decision
    if decision is None:
        begun = any(node.record.submission for node in review.facts.nodes)
        text = "La direction n’a pas encore décidé"
        return Evidence(text, Look.BEGUN if begun else Look.NOTHING, url, label)
    outcome = str(decision.get_outcome_display()).lower()
    text = f"{outcome.capitalize()} le {long_date(decision.decided_at)} par {decision.name}"
    return Evidence(text, Look.DONE if review.is_passed else Look.BEGUN, url, label)
