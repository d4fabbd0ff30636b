"""Putting answers together by hand: a column for each cluster, answers moved by a list, the mouse or the keyboard."""

import json

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.actions.sorting import CLUSTER_LENGTH, cluster_named, put_in_cluster, remove_cluster
from charter.forms.listening import ClusterForm
from charter.harvest import destinations, resolved
from charter.listening.sorting import answers_of
from charter.models import Answer, AnswerCluster, Questionnaire
from charter.views.listening.shared import READERS, find, moved, page
from charter.views.pages import REFUSED, is_htmx, refusal
from crmproject.toolkit.http import posted_int, whole_number
from crmproject.toolkit.refusals import RefusedError

BOARD = "charter/listening/clusters.html"
FORM = "charter/listening/cluster.html"
FREE_SHOWN = 60
CLUSTERED_SHOWN = 400


@project_view(*READERS)
@require_safe
def answer_clusters(request: ProjectRequest, pk: int) -> HttpResponse:
    """The clusters with their answers, and the first answers that are in none."""
    one = find(request, pk)
    clusters = list(AnswerCluster.objects.live().filter(questionnaire=one).prefetch_related("uses"))
    together: dict[int, list[Answer]] = {cluster.pk: [] for cluster in clusters}
    ranked = ("question__position", "respondent_id")
    for row in (
        answers_of(one)
        .filter(cluster__deleted_at=None)
        .exclude(cluster=None)
        .order_by(*ranked)[:CLUSTERED_SHOWN]
    ):
        together[row.cluster_id or 0].append(row)
    free = answers_of(one).exclude(cluster__in=clusters) if clusters else answers_of(one)
    made = resolved(request.project.pk, [use for cluster in clusters for use in cluster.uses.all()])
    context = {
        "columns": [
            (cluster, together[cluster.pk], [made[use.pk] for use in cluster.uses.all() if use.pk in made])
            for cluster in clusters
        ],
        "clusters": clusters,
        "free": free.order_by(*ranked)[:FREE_SHOWN],
        "free_total": free.count(),
        "destinations": destinations(),
        "trash": AnswerCluster.objects.deleted().filter(questionnaire=one)[:30],
    }
    return page(request, BOARD, one, context)


def _cluster(one: Questionnaire, pk: int, *, deleted_too: bool = False) -> AnswerCluster:
    rows = AnswerCluster.objects.filter(questionnaire=one, pk=pk)
    found: AnswerCluster | None = (rows if deleted_too else rows.live()).first()
    if found is None:
        raise Http404("Ce regroupement n’existe pas, ou il a été supprimé.")
    return found


@project_view(Permission.EDIT_CHARTER)
@require_POST
def answer_cluster_add(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """A new cluster, still empty."""
    one = find(request, pk)
    name = " ".join(request.POST.get("name", "").split())
    if not name or len(name) > CLUSTER_LENGTH or not name.isprintable():
        messages.error(request, f"Nommez le regroupement, en {CLUSTER_LENGTH} caractères au plus.")
        return redirect("answer_clusters", request.project.slug, one.pk)
    return moved(
        request,
        lambda: cluster_named(questionnaire=one, name=name),
        f"Regroupement «\u00a0{name}\u00a0» prêt.",
        "answer_clusters",
        one.pk,
    )


@project_view(Permission.EDIT_CHARTER)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_cluster_edit(request: ProjectRequest, pk: int, cluster: int) -> HttpResponseBase:
    """Name a cluster, and say what its answers have in common."""
    one = find(request, pk)
    row = _cluster(one, cluster)
    form = ClusterForm(request.POST or None, instance=row)
    if request.method != "POST":
        return page(request, FORM, one, {"form": form, "cluster": row})
    if not form.is_valid():
        return page(request, FORM, one, {"form": form, "cluster": row}, status=REFUSED)
    if form.save_row() is None:
        return page(request, FORM, one, {"form": form, "cluster": row}, status=refusal(form))
    messages.success(request, "Regroupement enregistré.")
    return redirect("answer_clusters", request.project.slug, one.pk)


@project_view(Permission.EDIT_CHARTER)
@require_POST
def answer_cluster_delete(request: ProjectRequest, pk: int, cluster: int) -> HttpResponseBase:
    """Put a cluster aside: its answers are free again."""
    one = find(request, pk)
    row = _cluster(one, cluster)
    version = posted_int(request, "version")
    return moved(
        request,
        lambda: remove_cluster(cluster=row, read_version=version),
        f"Regroupement «\u00a0{row}\u00a0» retiré\u00a0: ses réponses restent, et y reviennent s’il est restauré.",
        "answer_clusters",
        one.pk,
    )


@project_view(Permission.EDIT_CHARTER)
@require_POST
def answer_cluster_restore(request: ProjectRequest, pk: int, cluster: int) -> HttpResponseBase:
    """Bring a cluster back with the answers that were left in it."""
    one = find(request, pk)
    row = _cluster(one, cluster, deleted_too=True)
    name_taken = AnswerCluster.objects.live().filter(questionnaire=one, name=row.name).exists()

    def restore() -> None:
        if name_taken and row.is_deleted:
            raise RefusedError(
                f"Un autre regroupement s’appelle «\u00a0{row}\u00a0»\u00a0: renommez-le d’abord."
            )
        if row.is_deleted:
            row.restore(read_version=row.version)

    return moved(request, restore, f"Restauré\u00a0: {row}", "answer_clusters", one.pk)


@project_view(Permission.EDIT_CHARTER)
@require_POST
def answer_cluster_move(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Put one answer in a cluster, or in none; the mouse and the list post the same."""
    one = find(request, pk)
    answer = Answer.objects.filter(
        respondent__questionnaire=one, pk=whole_number(request.POST.get("answer", "")) or 0
    ).first()
    if answer is None:
        raise Http404("Cette réponse n’est pas de ce questionnaire.")
    asked = whole_number(request.POST.get("cluster", ""))
    cluster = _cluster(one, asked) if asked else None
    put_in_cluster(answers=[answer], cluster=cluster)
    text = (
        f"Réponse rangée dans «\u00a0{cluster}\u00a0»." if cluster else "Réponse hors de tout regroupement."
    )
    if is_htmx(request):
        response = HttpResponse(status=204)
        response["HX-Trigger"] = json.dumps({"toast": {"level": "success", "text": text}})
        return response
    messages.success(request, text)
    return redirect("answer_clusters", request.project.slug, one.pk)
