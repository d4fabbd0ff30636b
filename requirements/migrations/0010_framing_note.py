import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('requirements', '0009_export_kind'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='specification',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='specification',
            name='update_update',
        ),
        migrations.AddField(
            model_name='specification',
            name='kind',
            field=models.CharField(choices=[('specification', 'Cahier des charges'), ('framing_note', 'Note de cadrage')], default='specification', editable=False, max_length=20, verbose_name='nature'),
        ),
        migrations.AddField(
            model_name='specificationevent',
            name='kind',
            field=models.CharField(choices=[('specification', 'Cahier des charges'), ('framing_note', 'Note de cadrage')], default='specification', editable=False, max_length=20, verbose_name='nature'),
        ),
        migrations.AlterField(
            model_name='specification',
            name='project',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='specifications', to='charter.project', verbose_name='projet'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='specification',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "requirements_specificationevent" ("id", "kind", "objection_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (NEW."id", NEW."kind", NEW."objection_days", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."project_id"); RETURN NULL;', hash='0a1ddd1eedfff98c0d5a3313cd7bdb12905ee7ca', operation='INSERT', pgid='pgtrigger_insert_insert_d5bb7', table='requirements_specification', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='specification',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "requirements_specificationevent" ("id", "kind", "objection_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") VALUES (NEW."id", NEW."kind", NEW."objection_days", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."project_id"); RETURN NULL;', hash='23b42b9e7a674bce9fd3f820aea865f762f5f266', operation='UPDATE', pgid='pgtrigger_update_update_0dc59', table='requirements_specification', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='specification',
            constraint=models.UniqueConstraint(fields=('project', 'kind'), name='document_kind_unique'),
        ),
        migrations.AddConstraint(
            model_name='specification',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['specification', 'framing_note'])), name='document_kind_known'),
        ),
    ]
