import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("charter", "0008_usage"),
        ("planning", "0005_schedule"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[("mine", "Mes échéances"), ("all", "Tout le planning")],
                        default="mine",
                        max_length=5,
                        verbose_name="contenu",
                    ),
                ),
                (
                    "alarm",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Aucun rappel"),
                            (1, "La veille"),
                            (3, "Trois jours avant"),
                            (7, "Une semaine avant"),
                        ],
                        default=0,
                        verbose_name="rappel",
                    ),
                ),
                ("token_sha256", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="fait le")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="révoqué le")),
                ("last_read_at", models.DateTimeField(blank=True, null=True, verbose_name="lu le")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="feeds",
                        to="charter.membership",
                        verbose_name="membre",
                    ),
                ),
            ],
            options={
                "verbose_name": "lien d’agenda",
                "verbose_name_plural": "liens d’agenda",
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="calendarfeed",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_at", None)),
                fields=("member", "scope"),
                name="one_standing_feed",
                violation_error_message="Ce lien d’agenda existe déjà\xa0: faites-en un nouveau à sa place.",
            ),
        ),
        migrations.AddConstraint(
            model_name="calendarfeed",
            constraint=models.CheckConstraint(
                condition=models.Q(("scope__in", ["mine", "all"])), name="feed_scope_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="calendarfeed",
            constraint=models.CheckConstraint(
                condition=models.Q(("alarm__in", [0, 1, 3, 7])), name="feed_alarm_known"
            ),
        ),
    ]
