from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("charter", "0004_team")]

    operations = []
