from django.urls import path

from raci import urls_exchange, urls_versions
from raci.views import activity, columns, matrix, mine

RACI = "projets/<slug:slug>/raci/"

urlpatterns = [
    path(RACI, matrix.raci_matrix, name="raci_matrix"),
    path(f"{RACI}reprendre/", matrix.raci_take_tasks, name="raci_take_tasks"),
    path(f"{RACI}cases/", matrix.raci_cells, name="raci_cells"),
    path(f"{RACI}colonnes/", columns.raci_columns, name="raci_columns"),
    path(f"{RACI}mes-responsabilites/", mine.my_responsibilities, name="my_responsibilities"),
    path(f"{RACI}<int:activity_pk>/", activity.raci_activity, name="raci_activity"),
    *urls_exchange.urlpatterns,
    *urls_versions.urlpatterns,
]
