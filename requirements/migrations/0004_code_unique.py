from django.db import migrations, models

import requirements.models.editions


class Migration(migrations.Migration):
    dependencies = [("requirements", "0003_codes")]

    operations = [
        migrations.AlterField(
            model_name="edition",
            name="code",
            field=models.CharField(
                default=requirements.models.editions.new_code,
                max_length=16,
                unique=True,
                verbose_name="code de vérification",
            ),
        ),
    ]
