"""Who is told of each move of a change request: those whom the matrix of the day names, its author, and nobody else.

| move | told |
|---|---|
| submitted | R, to instruct; C, for an opinion |
| studied | A, to decide; the author |
| accepted, refused | the author, R, C, I |
| done | the author, A, I |
| reopened | R, to instruct again; C, I, the author |
| withdrawn | R and C, who were asked; A too once it was studied |
| opinion | R |

All that a move tells bears one key: somebody with two letters is told once, by the first of them.
"""

from collections.abc import Iterable

from accounts.models import Kind, User
from accounts.notify import Notice, notify
from charter.models import Membership
from crmproject.toolkit.templatetags.french import NBSP, long_date
from planning.models import ChangeStep, Move
from planning.routing import Route


def tell(step: ChangeStep, route: Route, *, was_studied: bool = False) -> None:
    """Tell the right people of this step, in its transaction; who did it knows."""
    request = step.request
    for people, kind, text in _told(step, route, was_studied):
        notify(
            people,
            Notice(
                key=f"change:{request.pk}:{step.pk}",
                kind=kind,
                text=text,
                url=request.get_absolute_url(),
                about=request.project.name,
                detail=_detail(step),
            ),
            but=step.by,
        )


type _Told = tuple[list[User], Kind, str]


def _told(step: ChangeStep, route: Route, was_studied: bool) -> Iterable[_Told]:
    """(people, kind, text), those who have something to do first."""
    request = step.request
    name = f"{request.ref} «{NBSP}{request.title}{NBSP}»"
    author = [request.author] if request.author else []
    doing, deciding = _users(route.instructors), _users(route.approvers)
    consulted, informed = _users(route.consulted), _users(route.informed)
    asked = f"Votre avis est demandé sur {name}, avant le {long_date(request.opinions_due)}"
    study = f"{name} à instruire avant le {long_date(request.study_due)}"
    match step.move:
        case Move.SUBMITTED:
            return [(doing, Kind.DECIDE, f"Demande d’évolution {study}"), (consulted, Kind.DECIDE, asked)]
        case Move.STUDIED | Move.RESTUDIED:
            due = long_date(request.decision_due)
            again = "instruction complétée" if step.move == Move.RESTUDIED else "instruite"
            text = f"Demande d’évolution {name}, {again}{NBSP}: à décider avant le {due}"
            said = f"Votre demande d’évolution {name} est instruite{NBSP}: elle attend sa décision"
            return [(deciding, Kind.DECIDE, text), (author, Kind.DECIDED, said)]
        case Move.ACCEPTED | Move.REFUSED:
            verdict = "acceptée" if step.move == Move.ACCEPTED else "refusée"
            everyone = [*author, *doing, *consulted, *informed]
            return [(everyone, Kind.DECIDED, f"Demande d’évolution {name} {verdict}")]
        case Move.DONE:
            text = f"Demande d’évolution {name} réalisée"
            return [([*author, *deciding, *informed], Kind.DECIDED, text)]
        case Move.REOPENED:
            text = f"Demande d’évolution {name} rouverte"
            return [
                (doing, Kind.DECIDE, f"Demande d’évolution rouverte{NBSP}: {study}"),
                (consulted, Kind.DECIDE, asked),
                ([*author, *informed], Kind.DECIDED, text),
            ]
        case Move.WITHDRAWN:
            text = f"Demande d’évolution {name} retirée par son auteur"
            return [([*doing, *consulted, *(deciding if was_studied else [])], Kind.DECIDED, text)]
        case Move.OPINION:
            return [(doing, Kind.COMMENT, f"{step.name} a donné son avis sur {name}")]
    return []


def _users(people: Iterable[Membership]) -> list[User]:
    return [one.user for one in people]


def _detail(step: ChangeStep) -> str:
    """What the message says besides: the need of a new request, the words of any other move."""
    return step.request.need if step.move == Move.SUBMITTED else step.text
