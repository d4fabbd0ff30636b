from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("requirements", "0010_framing_note")]

    operations = []
