import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('requirements', '0010_framing_note'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='interaction',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='interaction',
            name='update_update',
        ),
        migrations.AddField(
            model_name='interaction',
            name='emotion',
            field=models.SmallIntegerField(blank=True, choices=[(-2, 'Mécontent'), (-1, 'Agacé'), (0, 'Neutre'), (1, 'Satisfait'), (2, 'Ravi')], null=True, verbose_name='émotion du client'),
        ),
        migrations.AddField(
            model_name='interaction',
            name='friction',
            field=models.CharField(blank=True, max_length=300, verbose_name='irritant pour le client'),
        ),
        migrations.AddField(
            model_name='interaction',
            name='journey',
            field=models.CharField(blank=True, max_length=120, verbose_name='parcours'),
        ),
        migrations.AddField(
            model_name='interactionevent',
            name='emotion',
            field=models.SmallIntegerField(blank=True, choices=[(-2, 'Mécontent'), (-1, 'Agacé'), (0, 'Neutre'), (1, 'Satisfait'), (2, 'Ravi')], null=True, verbose_name='émotion du client'),
        ),
        migrations.AddField(
            model_name='interactionevent',
            name='friction',
            field=models.CharField(blank=True, max_length=300, verbose_name='irritant pour le client'),
        ),
        migrations.AddField(
            model_name='interactionevent',
            name='journey',
            field=models.CharField(blank=True, max_length=120, verbose_name='parcours'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='interaction',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "requirements_interactionevent" ("deleted_at", "emotion", "friction", "id", "journey", "needs", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "priority", "problem", "project_id", "stage", "touchpoint", "version") VALUES (NEW."deleted_at", NEW."emotion", NEW."friction", NEW."id", NEW."journey", NEW."needs", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."priority", NEW."problem", NEW."project_id", NEW."stage", NEW."touchpoint", NEW."version"); RETURN NULL;', hash='658cf6ff02e50664a7120542dfbdd7027cd3b67f', operation='INSERT', pgid='pgtrigger_insert_insert_15605', table='requirements_interaction', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='interaction',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "requirements_interactionevent" ("deleted_at", "emotion", "friction", "id", "journey", "needs", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "priority", "problem", "project_id", "stage", "touchpoint", "version") VALUES (NEW."deleted_at", NEW."emotion", NEW."friction", NEW."id", NEW."journey", NEW."needs", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."priority", NEW."problem", NEW."project_id", NEW."stage", NEW."touchpoint", NEW."version"); RETURN NULL;', hash='595f202c548e8343914460bfe1627add33edc8a0', operation='UPDATE', pgid='pgtrigger_update_update_d1502', table='requirements_interaction', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='interaction',
            constraint=models.CheckConstraint(condition=models.Q(('emotion', None), ('emotion__in', [-2, -1, 0, 1, 2]), _connector='OR'), name='interaction_emotion_known', violation_error_message='L’émotion va de -2 à 2.'),
        ),
    ]
