from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("requirements", "0011_journey")]

    operations = []
