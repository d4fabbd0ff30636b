from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("requirements", "0009_export_kind")]

    operations = []
