from django.db import migrations, models

KINDS = [
    ("launch", "Lancement du projet"),
    ("before_tender", "Avant l’appel d’offres"),
    ("before_choice", "Avant le choix du fournisseur"),
    ("other", "Autre point de validation"),
]


class Migration(migrations.Migration):
    dependencies = [("planning", "0003_gate_kinds")]

    operations = [
        migrations.AlterField(
            model_name=model,
            name="kind",
            field=models.CharField(choices=KINDS, default="other", max_length=15, verbose_name="nature"),
        )
        for model in ("gate", "gateevent")
    ]
