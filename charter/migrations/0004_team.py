import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from charter.sentences import compose


def keep_the_sentence(apps, schema_editor):
    """What stood in documents stays: a sentence that would now be put together otherwise is kept as touched up."""
    Objective = apps.get_model("charter", "StrategicObjective")
    for row in Objective.objects.filter(wording=""):
        old = _as_it_was_composed(row)
        blanks = ("key", "teams", "benefits", "results", "reinforces", "ambition")
        if old != compose({name: getattr(row, name) for name in blanks}):
            Objective.objects.filter(pk=row.pk).update(wording=old)


def _as_it_was_composed(row):
    parts = [f"Le projet CRM vise à {row.key}" if row.key else ""]
    if row.teams:
        parts.append(f" pour {row.teams}")
    if row.benefits:
        parts.append(f", afin de {row.benefits}")
    first = "".join(parts) + "." if row.key else ""
    second = f" Les résultats visés sont {row.results}." if row.results else ""
    third = f" Il renforce {row.reinforces}" if row.reinforces else ""
    if row.ambition:
        third += f" et doit {row.ambition}" if third else f" Il doit {row.ambition}"
    return (first + second + (third + "." if third else "")).strip()


class Migration(migrations.Migration):

    dependencies = [
        ('charter', '0003_framing'),
    ]

    operations = [
        migrations.CreateModel(
            name='ExternalPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, editable=False, verbose_name='position')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='supprimé le')),
                ('kind', models.CharField(choices=[('vendor', 'Éditeur'), ('integrator', 'Intégrateur'), ('consultant', 'Conseil'), ('trainer', 'Organisme de formation'), ('other', 'Autre partenaire')], default='vendor', max_length=20, verbose_name='qualité')),
                ('name', models.CharField(max_length=160, verbose_name='nom ou fonction')),
                ('organisation', models.CharField(max_length=160, verbose_name='organisation')),
                ('role', models.CharField(blank=True, max_length=200, verbose_name='rôle dans le projet')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='adresse e-mail')),
                ('phone', models.CharField(blank=True, max_length=30, validators=[django.core.validators.RegexValidator('^\\+?[0-9][0-9 .()\\-\\u00a0\\u202f]{4,28}$', 'Un numéro de téléphone\xa0: «\xa001 23 45 67 89\xa0» ou «\xa0+33 1 23 45 67 89\xa0».')], verbose_name='téléphone')),
            ],
            options={
                'verbose_name': 'intervenant extérieur',
                'verbose_name_plural': 'intervenants extérieurs',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ExternalPersonEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('position', models.PositiveIntegerField(default=0, editable=False, verbose_name='position')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='supprimé le')),
                ('kind', models.CharField(choices=[('vendor', 'Éditeur'), ('integrator', 'Intégrateur'), ('consultant', 'Conseil'), ('trainer', 'Organisme de formation'), ('other', 'Autre partenaire')], default='vendor', max_length=20, verbose_name='qualité')),
                ('name', models.CharField(max_length=160, verbose_name='nom ou fonction')),
                ('organisation', models.CharField(max_length=160, verbose_name='organisation')),
                ('role', models.CharField(blank=True, max_length=200, verbose_name='rôle dans le projet')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='adresse e-mail')),
                ('phone', models.CharField(blank=True, max_length=30, validators=[django.core.validators.RegexValidator('^\\+?[0-9][0-9 .()\\-\\u00a0\\u202f]{4,28}$', 'Un numéro de téléphone\xa0: «\xa001 23 45 67 89\xa0» ou «\xa0+33 1 23 45 67 89\xa0».')], verbose_name='téléphone')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='membership',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='membership',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='strategicobjective',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='strategicobjective',
            name='update_update',
        ),
        migrations.AddField(
            model_name='membership',
            name='functions',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('management', 'Membre de la direction'), ('referent', 'Référent de premier niveau'), ('pilot', 'Groupe pilote'), ('beta', 'Bêta-testeur'), ('usage', 'Représentant des utilisateurs')], max_length=20), blank=True, default=list, verbose_name='fonctions dans le projet'),
        ),
        migrations.AddField(
            model_name='membership',
            name='share',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1, 'De 1 à 100 pour cent de son temps.'), django.core.validators.MaxValueValidator(100, 'De 1 à 100 pour cent de son temps.')], verbose_name='temps consacré au projet (%)'),
        ),
        migrations.AddField(
            model_name='membershipevent',
            name='functions',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('management', 'Membre de la direction'), ('referent', 'Référent de premier niveau'), ('pilot', 'Groupe pilote'), ('beta', 'Bêta-testeur'), ('usage', 'Représentant des utilisateurs')], max_length=20), blank=True, default=list, verbose_name='fonctions dans le projet'),
        ),
        migrations.AddField(
            model_name='membershipevent',
            name='share',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1, 'De 1 à 100 pour cent de son temps.'), django.core.validators.MaxValueValidator(100, 'De 1 à 100 pour cent de son temps.')], verbose_name='temps consacré au projet (%)'),
        ),
        migrations.AddField(
            model_name='strategicobjective',
            name='worded_from',
            field=models.TextField(blank=True, editable=False, verbose_name='phrase composée avant la retouche'),
        ),
        migrations.AddField(
            model_name='strategicobjectiveevent',
            name='worded_from',
            field=models.TextField(blank=True, editable=False, verbose_name='phrase composée avant la retouche'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "charter_membershipevent" ("deleted_at", "department_id", "functions", "id", "invited_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "roles", "share", "title", "user_id", "version") VALUES (NEW."deleted_at", NEW."department_id", NEW."functions", NEW."id", NEW."invited_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."project_id", NEW."roles", NEW."share", NEW."title", NEW."user_id", NEW."version"); RETURN NULL;', hash='f06b20c5264c6a2d23a26a2615273afbc639f8fd', operation='INSERT', pgid='pgtrigger_insert_insert_925ec', table='charter_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "charter_membershipevent" ("deleted_at", "department_id", "functions", "id", "invited_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "roles", "share", "title", "user_id", "version") VALUES (NEW."deleted_at", NEW."department_id", NEW."functions", NEW."id", NEW."invited_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."project_id", NEW."roles", NEW."share", NEW."title", NEW."user_id", NEW."version"); RETURN NULL;', hash='2dac3c7afef63e3684ada63b95ef88343f14ca44', operation='UPDATE', pgid='pgtrigger_update_update_f41b1', table='charter_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='strategicobjective',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "charter_strategicobjectiveevent" ("ambition", "benefits", "deleted_at", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "reinforces", "results", "teams", "version", "worded_from", "wording") VALUES (NEW."ambition", NEW."benefits", NEW."deleted_at", NEW."id", NEW."key", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."project_id", NEW."reinforces", NEW."results", NEW."teams", NEW."version", NEW."worded_from", NEW."wording"); RETURN NULL;', hash='0134bea571fe5d05a52a800880f177de9450c80c', operation='INSERT', pgid='pgtrigger_insert_insert_13f31', table='charter_strategicobjective', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='strategicobjective',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "charter_strategicobjectiveevent" ("ambition", "benefits", "deleted_at", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "reinforces", "results", "teams", "version", "worded_from", "wording") VALUES (NEW."ambition", NEW."benefits", NEW."deleted_at", NEW."id", NEW."key", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."project_id", NEW."reinforces", NEW."results", NEW."teams", NEW."version", NEW."worded_from", NEW."wording"); RETURN NULL;', hash='56c83390b05cb2abdcb0173d3974ae1f0569d7d4', operation='UPDATE', pgid='pgtrigger_update_update_41f08', table='charter_strategicobjective', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('functions__contained_by', ['management', 'referent', 'pilot', 'beta', 'usage'])), name='membership_functions_known', violation_error_message='Fonction inconnue.'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('share', None), ('share__range', (1, 100)), _connector='OR'), name='membership_share_of_100', violation_error_message='De 1 à 100 pour cent de son temps.'),
        ),
        migrations.AddField(
            model_name='externalperson',
            name='project',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_rows', to='charter.project', verbose_name='projet'),
        ),
        migrations.AddField(
            model_name='externalpersonevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='externalpersonevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='charter.externalperson'),
        ),
        migrations.AddField(
            model_name='externalpersonevent',
            name='project',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='charter.project', verbose_name='projet'),
        ),
        migrations.AddConstraint(
            model_name='externalperson',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['vendor', 'integrator', 'consultant', 'trainer', 'other'])), name='external_kind_known'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='externalperson',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "charter_externalpersonevent" ("deleted_at", "email", "id", "kind", "name", "organisation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "project_id", "role", "version") VALUES (NEW."deleted_at", NEW."email", NEW."id", NEW."kind", NEW."name", NEW."organisation", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."position", NEW."project_id", NEW."role", NEW."version"); RETURN NULL;', hash='70a73dcb00f37e4bab1a803bdddf11a2a1702eab', operation='INSERT', pgid='pgtrigger_insert_insert_bda44', table='charter_externalperson', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='externalperson',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "charter_externalpersonevent" ("deleted_at", "email", "id", "kind", "name", "organisation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "project_id", "role", "version") VALUES (NEW."deleted_at", NEW."email", NEW."id", NEW."kind", NEW."name", NEW."organisation", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."position", NEW."project_id", NEW."role", NEW."version"); RETURN NULL;', hash='768c3a2d6f49883dc52c1f93a170303a974bef9c', operation='UPDATE', pgid='pgtrigger_update_update_8a835', table='charter_externalperson', when='AFTER')),
        ),
        migrations.RunPython(keep_the_sentence, migrations.RunPython.noop),
    ]
