import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("charter", "0008_usage"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("planning", "0007_execution"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ActualCost",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, editable=False, verbose_name="position")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "deleted_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="supprimé le"),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("licences", "Licences ou abonnements"),
                            ("integration", "Intégration et paramétrage"),
                            ("migration", "Reprise des données"),
                            ("connectors", "Connecteurs"),
                            ("training", "Formation"),
                            ("change", "Conduite du changement"),
                            ("post_launch", "Développements après le déploiement"),
                            ("support", "Assistance"),
                            ("hardware", "Matériel"),
                            ("contingency", "Aléas"),
                        ],
                        editable=False,
                        max_length=20,
                        verbose_name="poste",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(
                                0, "Un montant ne peut pas être négatif."
                            )
                        ],
                        verbose_name="montant réel (€ HT)",
                    ),
                ),
                ("comment", models.TextField(blank=True, max_length=1000, verbose_name="commentaire")),
                (
                    "project",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_rows",
                        to="charter.project",
                        verbose_name="projet",
                    ),
                ),
            ],
            options={
                "verbose_name": "dépense constatée",
                "verbose_name_plural": "dépenses constatées",
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ActualCostEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("position", models.PositiveIntegerField(default=0, editable=False, verbose_name="position")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "deleted_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="supprimé le"),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("licences", "Licences ou abonnements"),
                            ("integration", "Intégration et paramétrage"),
                            ("migration", "Reprise des données"),
                            ("connectors", "Connecteurs"),
                            ("training", "Formation"),
                            ("change", "Conduite du changement"),
                            ("post_launch", "Développements après le déploiement"),
                            ("support", "Assistance"),
                            ("hardware", "Matériel"),
                            ("contingency", "Aléas"),
                        ],
                        editable=False,
                        max_length=20,
                        verbose_name="poste",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(
                                0, "Un montant ne peut pas être négatif."
                            )
                        ],
                        verbose_name="montant réel (€ HT)",
                    ),
                ),
                ("comment", models.TextField(blank=True, max_length=1000, verbose_name="commentaire")),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="planning.actualcost",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="charter.project",
                        verbose_name="projet",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Improvement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, editable=False, verbose_name="position")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "deleted_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="supprimé le"),
                ),
                ("title", models.CharField(max_length=200, verbose_name="action")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="pourquoi")),
                ("due", models.DateField(blank=True, null=True, verbose_name="échéance")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("todo", "À faire"),
                            ("doing", "En cours"),
                            ("done", "Faite"),
                            ("dropped", "Abandonnée"),
                        ],
                        default="todo",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                (
                    "effort",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=7,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(
                                0, "Une charge ne peut pas être négative."
                            ),
                            django.core.validators.MaxValueValidator(
                                10000, "Au plus 10\xa0000 jours de travail."
                            ),
                        ],
                        verbose_name="charge (jours de travail)",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="charter.indicator",
                        verbose_name="indicateur",
                    ),
                ),
                (
                    "objective",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="charter.operationalobjective",
                        verbose_name="objectif",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="charter.membership",
                        verbose_name="responsable",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_rows",
                        to="charter.project",
                        verbose_name="projet",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="improvements",
                        to="planning.task",
                    ),
                ),
            ],
            options={
                "verbose_name": "action d’optimisation",
                "verbose_name_plural": "actions d’optimisation",
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Lesson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, editable=False, verbose_name="position")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "deleted_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="supprimé le"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("worked", "Ce qui a marché"),
                            ("failed", "Ce qui n’a pas marché"),
                            ("change", "Ce qu’il faut changer"),
                        ],
                        default="worked",
                        max_length=10,
                        verbose_name="nature",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("human", "Humain"),
                            ("organisation", "Organisation"),
                            ("tool", "Outil"),
                            ("data", "Données"),
                            ("training", "Formation"),
                        ],
                        max_length=15,
                        verbose_name="domaine",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="enseignement")),
                ("detail", models.TextField(blank=True, max_length=2000, verbose_name="explication")),
                ("concerns", models.CharField(blank=True, max_length=200, verbose_name="qui est concerné")),
                ("follow_up", models.CharField(blank=True, max_length=500, verbose_name="suite donnée")),
                (
                    "project",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_rows",
                        to="charter.project",
                        verbose_name="projet",
                    ),
                ),
            ],
            options={
                "verbose_name": "enseignement",
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ImprovementEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("position", models.PositiveIntegerField(default=0, editable=False, verbose_name="position")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "deleted_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="supprimé le"),
                ),
                ("title", models.CharField(max_length=200, verbose_name="action")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="pourquoi")),
                ("due", models.DateField(blank=True, null=True, verbose_name="échéance")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("todo", "À faire"),
                            ("doing", "En cours"),
                            ("done", "Faite"),
                            ("dropped", "Abandonnée"),
                        ],
                        default="todo",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                (
                    "effort",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=7,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(
                                0, "Une charge ne peut pas être négative."
                            ),
                            django.core.validators.MaxValueValidator(
                                10000, "Au plus 10\xa0000 jours de travail."
                            ),
                        ],
                        verbose_name="charge (jours de travail)",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="charter.indicator",
                        verbose_name="indicateur",
                    ),
                ),
                (
                    "objective",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="charter.operationalobjective",
                        verbose_name="objectif",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="charter.membership",
                        verbose_name="responsable",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="planning.improvement",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="charter.project",
                        verbose_name="projet",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="planning.task",
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="planning.lesson",
                        verbose_name="enseignement",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="improvement",
            name="lesson",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="actions",
                to="planning.lesson",
                verbose_name="enseignement",
            ),
        ),
        migrations.CreateModel(
            name="LessonEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("position", models.PositiveIntegerField(default=0, editable=False, verbose_name="position")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "deleted_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="supprimé le"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("worked", "Ce qui a marché"),
                            ("failed", "Ce qui n’a pas marché"),
                            ("change", "Ce qu’il faut changer"),
                        ],
                        default="worked",
                        max_length=10,
                        verbose_name="nature",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("human", "Humain"),
                            ("organisation", "Organisation"),
                            ("tool", "Outil"),
                            ("data", "Données"),
                            ("training", "Formation"),
                        ],
                        max_length=15,
                        verbose_name="domaine",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="enseignement")),
                ("detail", models.TextField(blank=True, max_length=2000, verbose_name="explication")),
                ("concerns", models.CharField(blank=True, max_length=200, verbose_name="qui est concerné")),
                ("follow_up", models.CharField(blank=True, max_length=500, verbose_name="suite donnée")),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="planning.lesson",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="charter.project",
                        verbose_name="projet",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ObjectiveVerdict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, editable=False, verbose_name="position")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "deleted_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="supprimé le"),
                ),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reached", "Atteint"),
                            ("partly", "Partiellement atteint"),
                            ("missed", "Non atteint"),
                            ("too_early", "Trop tôt pour le dire"),
                        ],
                        max_length=10,
                        verbose_name="jugement",
                    ),
                ),
                ("comment", models.TextField(blank=True, max_length=1000, verbose_name="commentaire")),
                (
                    "objective",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="charter.operationalobjective",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_rows",
                        to="charter.project",
                        verbose_name="projet",
                    ),
                ),
            ],
            options={
                "verbose_name": "jugement d’un objectif",
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ObjectiveVerdictEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("position", models.PositiveIntegerField(default=0, editable=False, verbose_name="position")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "deleted_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="supprimé le"),
                ),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reached", "Atteint"),
                            ("partly", "Partiellement atteint"),
                            ("missed", "Non atteint"),
                            ("too_early", "Trop tôt pour le dire"),
                        ],
                        max_length=10,
                        verbose_name="jugement",
                    ),
                ),
                ("comment", models.TextField(blank=True, max_length=1000, verbose_name="commentaire")),
                (
                    "objective",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="charter.operationalobjective",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="planning.objectiveverdict",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="charter.project",
                        verbose_name="projet",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, editable=False, verbose_name="position")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "deleted_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="supprimé le"),
                ),
                ("held_on", models.DateField(blank=True, null=True, verbose_name="tenu le")),
                ("conclusion", models.TextField(blank=True, verbose_name="conclusion")),
                (
                    "opinion",
                    models.CharField(
                        blank=True,
                        choices=[("continue", "Poursuivre"), ("correct", "Corriger"), ("stop", "Arrêter")],
                        max_length=10,
                        verbose_name="avis",
                    ),
                ),
                ("is_open", models.BooleanField(default=True, editable=False, verbose_name="ouvert")),
                (
                    "project",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_rows",
                        to="charter.project",
                        verbose_name="projet",
                    ),
                ),
            ],
            options={
                "verbose_name": "bilan",
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReviewEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("position", models.PositiveIntegerField(default=0, editable=False, verbose_name="position")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "deleted_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="supprimé le"),
                ),
                ("held_on", models.DateField(blank=True, null=True, verbose_name="tenu le")),
                ("conclusion", models.TextField(blank=True, verbose_name="conclusion")),
                (
                    "opinion",
                    models.CharField(
                        blank=True,
                        choices=[("continue", "Poursuivre"), ("correct", "Corriger"), ("stop", "Arrêter")],
                        max_length=10,
                        verbose_name="avis",
                    ),
                ),
                ("is_open", models.BooleanField(default=True, editable=False, verbose_name="ouvert")),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="planning.review",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="charter.project",
                        verbose_name="projet",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReviewVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="numéro")),
                ("content", models.JSONField(verbose_name="contenu")),
                ("fingerprint", models.CharField(max_length=64, verbose_name="empreinte")),
                ("held_on", models.DateField(verbose_name="tenu le")),
                (
                    "opinion",
                    models.CharField(
                        choices=[("continue", "Poursuivre"), ("correct", "Corriger"), ("stop", "Arrêter")],
                        max_length=10,
                        verbose_name="avis",
                    ),
                ),
                (
                    "early_reason",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="motif de la clôture anticipée"
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="clos le"),
                ),
                ("name", models.CharField(max_length=300, verbose_name="clos par")),
                ("title", models.CharField(blank=True, max_length=160, verbose_name="fonction")),
                (
                    "closed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="planning.review",
                    ),
                ),
            ],
            options={
                "verbose_name": "bilan clos",
                "verbose_name_plural": "bilans clos",
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="RiskOutcome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, editable=False, verbose_name="position")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "deleted_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="supprimé le"),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("happened", "Survenu"),
                            ("avoided", "Non survenu"),
                            ("pending", "Encore possible"),
                        ],
                        max_length=10,
                        verbose_name="constat",
                    ),
                ),
                ("comment", models.TextField(blank=True, max_length=1000, verbose_name="commentaire")),
                (
                    "project",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_rows",
                        to="charter.project",
                        verbose_name="projet",
                    ),
                ),
                (
                    "risk",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="charter.risk",
                    ),
                ),
            ],
            options={
                "verbose_name": "constat sur un risque",
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RiskOutcomeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("position", models.PositiveIntegerField(default=0, editable=False, verbose_name="position")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "deleted_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="supprimé le"),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("happened", "Survenu"),
                            ("avoided", "Non survenu"),
                            ("pending", "Encore possible"),
                        ],
                        max_length=10,
                        verbose_name="constat",
                    ),
                ),
                ("comment", models.TextField(blank=True, max_length=1000, verbose_name="commentaire")),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="planning.riskoutcome",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="charter.project",
                        verbose_name="projet",
                    ),
                ),
                (
                    "risk",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="charter.risk",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="actualcost",
            constraint=models.UniqueConstraint(fields=("project", "category"), name="actual_cost_once"),
        ),
        migrations.AddConstraint(
            model_name="actualcost",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "category__in",
                        [
                            "licences",
                            "integration",
                            "migration",
                            "connectors",
                            "training",
                            "change",
                            "post_launch",
                            "support",
                            "hardware",
                            "contingency",
                        ],
                    )
                ),
                name="actual_cost_category_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="actualcost",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount", None), ("amount__gte", 0), _connector="OR"),
                name="actual_cost_not_negative",
                violation_error_message="Un montant ne peut pas être négatif.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actualcost",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "planning_actualcostevent" ("amount", "category", "comment", "deleted_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "version") VALUES (NEW."amount", NEW."category", NEW."comment", NEW."deleted_at", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."project_id", NEW."version"); RETURN NULL;',
                    hash="427e99061ba080cf31703af588316ed760d200df",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1bd48",
                    table="planning_actualcost",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actualcost",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "planning_actualcostevent" ("amount", "category", "comment", "deleted_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "version") VALUES (NEW."amount", NEW."category", NEW."comment", NEW."deleted_at", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."project_id", NEW."version"); RETURN NULL;',
                    hash="66bef46c8eb3e467bbda2218dcad167277c2dfa8",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_92854",
                    table="planning_actualcost",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="lesson",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["worked", "failed", "change"])), name="lesson_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="lesson",
            constraint=models.CheckConstraint(
                condition=models.Q(("category__in", ["human", "organisation", "tool", "data", "training"])),
                name="lesson_category_known",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lesson",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "planning_lessonevent" ("category", "concerns", "deleted_at", "detail", "follow_up", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "title", "version") VALUES (NEW."category", NEW."concerns", NEW."deleted_at", NEW."detail", NEW."follow_up", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."project_id", NEW."title", NEW."version"); RETURN NULL;',
                    hash="c2e56ee90a677028d77d389c8c07f3552e76d908",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0c140",
                    table="planning_lesson",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lesson",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "planning_lessonevent" ("category", "concerns", "deleted_at", "detail", "follow_up", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "title", "version") VALUES (NEW."category", NEW."concerns", NEW."deleted_at", NEW."detail", NEW."follow_up", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."project_id", NEW."title", NEW."version"); RETURN NULL;',
                    hash="f02f854c6d6aa3214ed8f1433bf31ca555b725bc",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0dc50",
                    table="planning_lesson",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="improvement",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["todo", "doing", "done", "dropped"])),
                name="improvement_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="improvement",
            constraint=models.CheckConstraint(
                condition=models.Q(("effort", None), ("effort__gte", 0), _connector="OR"),
                name="improvement_effort_not_negative",
                violation_error_message="Une charge ne peut pas être négative.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="improvement",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "planning_improvementevent" ("deleted_at", "due", "effort", "id", "indicator_id", "lesson_id", "objective_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "reason", "state", "task_id", "title", "version") VALUES (NEW."deleted_at", NEW."due", NEW."effort", NEW."id", NEW."indicator_id", NEW."lesson_id", NEW."objective_id", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."project_id", NEW."reason", NEW."state", NEW."task_id", NEW."title", NEW."version"); RETURN NULL;',
                    hash="6f833440f8613851b2855a89c67987ab5e829b6b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3a7b9",
                    table="planning_improvement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="improvement",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "planning_improvementevent" ("deleted_at", "due", "effort", "id", "indicator_id", "lesson_id", "objective_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "reason", "state", "task_id", "title", "version") VALUES (NEW."deleted_at", NEW."due", NEW."effort", NEW."id", NEW."indicator_id", NEW."lesson_id", NEW."objective_id", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."project_id", NEW."reason", NEW."state", NEW."task_id", NEW."title", NEW."version"); RETURN NULL;',
                    hash="1b47c14682f7e6da774b1ac2a701f94e0f9b3121",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_30ee8",
                    table="planning_improvement",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="objectiveverdict",
            constraint=models.UniqueConstraint(fields=("objective",), name="objective_judged_once"),
        ),
        migrations.AddConstraint(
            model_name="objectiveverdict",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["", "reached", "partly", "missed", "too_early"])),
                name="objective_verdict_known",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="objectiveverdict",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "planning_objectiveverdictevent" ("comment", "deleted_at", "id", "objective_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "verdict", "version") VALUES (NEW."comment", NEW."deleted_at", NEW."id", NEW."objective_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."project_id", NEW."verdict", NEW."version"); RETURN NULL;',
                    hash="9e7b8bc7e59946c17b553b736966201aba76c79f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0a9a5",
                    table="planning_objectiveverdict",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="objectiveverdict",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "planning_objectiveverdictevent" ("comment", "deleted_at", "id", "objective_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "verdict", "version") VALUES (NEW."comment", NEW."deleted_at", NEW."id", NEW."objective_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."project_id", NEW."verdict", NEW."version"); RETURN NULL;',
                    hash="e339e2607dfe6739548f16b352d3e96295d0dc1b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_57f5e",
                    table="planning_objectiveverdict",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(fields=("project",), name="one_review"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("opinion__in", ["", "continue", "correct", "stop"])),
                name="review_opinion_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_open", True),
                    models.Q(
                        models.Q(("conclusion", ""), _negated=True), models.Q(("opinion", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="closed_review_concludes",
                violation_error_message="Un bilan se clôt avec une conclusion et un avis.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="review",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "planning_reviewevent" ("conclusion", "deleted_at", "held_on", "id", "is_open", "opinion", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "version") VALUES (NEW."conclusion", NEW."deleted_at", NEW."held_on", NEW."id", NEW."is_open", NEW."opinion", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."project_id", NEW."version"); RETURN NULL;',
                    hash="2355f08cb7a84185a553c877b8207a3464fb77f0",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6430e",
                    table="planning_review",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="review",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "planning_reviewevent" ("conclusion", "deleted_at", "held_on", "id", "is_open", "opinion", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "version") VALUES (NEW."conclusion", NEW."deleted_at", NEW."held_on", NEW."id", NEW."is_open", NEW."opinion", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."project_id", NEW."version"); RETURN NULL;',
                    hash="6d95d5efb024a077dbc19c18492e4e6dc55946f0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8bc6d",
                    table="planning_review",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewversion",
            constraint=models.UniqueConstraint(
                fields=("review", "number"), name="review_version_number_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("opinion__in", ["continue", "correct", "stop"])),
                name="review_version_opinion_known",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewversion",
            trigger=pgtrigger.compiler.Trigger(
                name="review_version_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="2ccc5ff49035e2b942730da2c9dbc908a76e95a5",
                    operation="UPDATE",
                    pgid="pgtrigger_review_version_kept_7aaf9",
                    table="planning_reviewversion",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="riskoutcome",
            constraint=models.UniqueConstraint(fields=("risk",), name="risk_outcome_once"),
        ),
        migrations.AddConstraint(
            model_name="riskoutcome",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["", "happened", "avoided", "pending"])),
                name="risk_outcome_known",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="riskoutcome",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "planning_riskoutcomeevent" ("comment", "deleted_at", "id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "risk_id", "version") VALUES (NEW."comment", NEW."deleted_at", NEW."id", NEW."outcome", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."project_id", NEW."risk_id", NEW."version"); RETURN NULL;',
                    hash="a792f0354664f8d0e13b3885243b06f05d8c790f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ccbc4",
                    table="planning_riskoutcome",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="riskoutcome",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "planning_riskoutcomeevent" ("comment", "deleted_at", "id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "risk_id", "version") VALUES (NEW."comment", NEW."deleted_at", NEW."id", NEW."outcome", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."project_id", NEW."risk_id", NEW."version"); RETURN NULL;',
                    hash="3b56b349888ebef6542ba3c41a1261fb9fef6654",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_12916",
                    table="planning_riskoutcome",
                    when="AFTER",
                ),
            ),
        ),
    ]
