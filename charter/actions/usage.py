"""Writes on the usage charter: what it starts with, proposals, publishing."""

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Kind, User
from accounts.notify import Notice, notify
from charter.models import Project, UsageArticle, UsageCharter, UsageProposal, UsageVersion
from charter.models.usage import ProposalState
from charter.usage.content import digest, draft_content, emptied
from charter.usage.start import ARTICLES, PREAMBLE
from crmproject.toolkit.diagnostics import listed
from crmproject.toolkit.refusals import ContentChangedError, RefusedError
from crmproject.toolkit.richtext import clean_html
from crmproject.toolkit.rows import next_position
from crmproject.toolkit.text import shortened


def charter_of(project: Project) -> UsageCharter:
    """The usage charter of this project, made when there is none yet."""
    charter: UsageCharter = UsageCharter.objects.get_or_create(project=project)[0]
    return charter


@transaction.atomic
def add_starting_set(*, project: Project) -> int:
    """Add the articles of the starting set that the draft lacks, by their titles; how many were added."""
    charter = charter_of(project)
    if not charter.preamble:
        charter.write(read_version=charter.version, preamble=PREAMBLE)
    articles = UsageArticle.objects.filter(project=project)
    present = set(articles.filter(deleted_at=None).values_list("title", flat=True))
    first = next_position(articles)
    new = [
        UsageArticle(project=project, title=title, text=clean_html(text), position=first + rank)
        for rank, (title, text) in enumerate(one for one in ARTICLES if one[0] not in present)
    ]
    UsageArticle.objects.bulk_create(new)
    return len(new)


@transaction.atomic
def publish(*, project: Project, note: str, read: str, by: User) -> UsageVersion:
    """Freeze the draft as the next version.

    Raises RefusedError for a charter that is empty or unchanged, ContentChangedError when it is not the draft that
    was read.
    """
    charter = charter_of(project)
    # One publication at a time gives each version its number.
    UsageCharter.objects.select_for_update().get(pk=charter.pk)
    articles = list(UsageArticle.objects.live().filter(project=project))
    if not articles:
        raise RefusedError("La charte n’a aucun article\u00a0: écrivez-en au moins un avant de la publier.")
    silent = emptied(articles)
    if silent:
        named = listed(f"«\u00a0{title}\u00a0»" for title in silent)
        raise RefusedError(f"Ces articles ne disent rien\u00a0: {named}. Écrivez-les, ou mettez-les de côté.")
    content = draft_content(charter, articles)
    fingerprint = digest(content)
    if read != fingerprint:
        raise ContentChangedError(
            "Le brouillon a changé depuis que vous l’avez ouvert\u00a0: relisez-le ci-dessous, puis publiez."
        )
    last = charter.versions.order_by("-number").first()
    if last and last.fingerprint == fingerprint:
        raise RefusedError(f"Rien n’a changé depuis la {last}\u00a0: il n’y a rien à publier.")
    if last and not note.strip():
        raise RefusedError(
            "Dites en une phrase ce qui change\u00a0: chacun le lira avant de signer de nouveau."
        )
    return UsageVersion.objects.create(
        charter=charter,
        number=last.number + 1 if last else 1,
        content=content,
        fingerprint=fingerprint,
        note=note.strip(),
        published_by=by,
        author_name=str(by),
    )


@transaction.atomic
def propose(*, article: UsageArticle, text: str, by: User) -> UsageProposal:
    """Propose another wording, and tell the manager."""
    proposal = UsageProposal.objects.create(article=article, text=text, author=by)
    project = article.project
    notify(
        [project.manager],
        Notice(
            f"usage-proposal:{proposal.pk}",
            Kind.COMMENT,
            f"{by} propose une modification de l’article «\u00a0{shortened(article.title, 200)}\u00a0»",
            reverse("usage_proposals", args=[project.slug]),
            about=project.name,
            detail=text,
        ),
        but=by,
    )
    return proposal


@transaction.atomic
def answer_proposal(*, proposal: UsageProposal, accepted: bool, answer: str, by: User) -> None:
    """Keep or decline a proposal, and tell its author. Raises RefusedError without a reason, or when answered."""
    if not accepted and not answer.strip():
        raise RefusedError("Dites pourquoi la proposition n’est pas retenue\u00a0: son auteur le lira.")
    state = ProposalState.ACCEPTED if accepted else ProposalState.DECLINED
    try:
        written = UsageProposal.objects.filter(pk=proposal.pk, state=ProposalState.OPEN).update(
            state=state, answer=answer.strip(), answered_at=timezone.now()
        )
    except IntegrityError as error:
        raise RefusedError("Dites pourquoi la proposition n’est pas retenue.") from error
    if not written:
        raise RefusedError("Cette proposition a déjà reçu une réponse.")
    project = proposal.article.project
    kept = "est retenue" if accepted else "n’est pas retenue"
    notify(
        [proposal.author],
        Notice(
            f"usage-proposal-answer:{proposal.pk}",
            Kind.COMMENT,
            f"Votre proposition sur l’article «\u00a0{shortened(proposal.article.title, 200)}\u00a0» {kept}",
            reverse("usage_proposals", args=[project.slug]),
            about=project.name,
            detail=answer.strip(),
        ),
        but=by,
    )
