from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("charter", "0002_project_colour")]

    operations = []
