"""What MS Project XML (MSPDI) and this site call the same things."""

import datetime
import re

from planning.schedule import LinkKind

NAMESPACE = "http://schemas.microsoft.com/project"
# Written in the file, so that our own files are known again.
AUTHOR = "Cadrage CRM"
CALENDAR_NAME = "Jours ouvrés français"
# Custom text fields: our key, and what the row is (phase, task, gate).
KEY_FIELD, KEY_NAME, KEY_ALIAS = "188743731", "Text1", "Clé Cadrage CRM"
KIND_FIELD, KIND_NAME, KIND_ALIAS = "188743734", "Text2", "Nature Cadrage CRM"
PHASE, TASK, GATE = "phase", "tâche", "point de validation"
# Who stands for nobody in an assignment.
NOBODY = "-65535"

LINK_TYPES = {
    LinkKind.FINISH_FINISH: "0",
    LinkKind.FINISH_START: "1",
    LinkKind.START_FINISH: "2",
    LinkKind.START_START: "3",
}
LINK_KINDS = {number: kind for kind, number in LINK_TYPES.items()}

AS_SOON, AS_LATE, MUST_START, MUST_FINISH = "0", "1", "2", "3"
START_FROM, START_BY, FINISH_FROM, FINISH_BY = "4", "5", "6", "7"

DAYS = "7"
# Units of durations and lags that count nights and weekends, and percents; « estimated » ones are 32 more.
ELAPSED = {"4", "6", "8", "10", "12", "36", "38", "40", "42", "44"}
PERCENTS = {"19", "20", "51", "52"}
ELAPSED_PERCENTS = {"20", "52"}

MORNING, EVENING = datetime.time(9), datetime.time(17)
DURATION = re.compile(
    r"-?P(?:(?P<days>\d{1,9})D)?(?:T(?:(?P<hours>\d{1,9})H)?(?:(?P<minutes>\d{1,9})M)?"
    r"(?:(?P<seconds>\d{1,9}(?:\.\d{1,9})?)S)?)?"
)


def duration(minutes: float) -> str:
    """So many minutes as ISO 8601, hours first as MS Project writes them: PT35H0M0S."""
    seconds = round(minutes * 60)
    return f"PT{seconds // 3600}H{seconds % 3600 // 60}M{seconds % 60}S"


def minutes_of(text: str) -> float | None:
    """The minutes of such a duration; None when it is none."""
    found = DURATION.fullmatch(text.strip())
    if found is None or not any(found.groups()):
        return None
    days, hours, minutes, seconds = (float(part or 0) for part in found.groups())
    total = days * 1440 + hours * 60 + minutes + seconds / 60
    return -total if text.strip().startswith("-") else total


def moment(text: str) -> datetime.datetime | None:
    """A date and time of the file, without its zone; None when it is none, or no day of ours."""
    try:
        found = datetime.datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found.replace(tzinfo=None)
