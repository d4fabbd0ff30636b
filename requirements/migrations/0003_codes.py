"""Give a verification code to each edition, and the time of their opening to comments written before."""

from django.db import migrations
from django.db.models import F

from requirements.models.editions import new_code


def fill(apps, schema_editor):
    Edition = apps.get_model("requirements", "Edition")
    for pk in Edition.objects.filter(code=None).values_list("pk", flat=True):
        Edition.objects.filter(pk=pk).update(code=new_code())
    apps.get_model("requirements", "Comment").objects.update(opened_at=F("created_at"))


class Migration(migrations.Migration):
    dependencies = [("requirements", "0002_agreement")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
