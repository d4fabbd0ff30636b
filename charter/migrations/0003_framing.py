import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('charter', '0002_project_colour'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='ExitPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, editable=False, verbose_name='position')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='supprimé le')),
                ('role', models.TextField(blank=True, max_length=2000, verbose_name='ce que fait l’outil sortant')),
                ('liked', models.TextField(blank=True, max_length=2000, verbose_name='ce que les utilisateurs y apprécient')),
                ('contract_end', models.DateField(blank=True, null=True, verbose_name='fin du contrat')),
                ('notice_months', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(36)], verbose_name='préavis (mois)')),
                ('overlap_start', models.DateField(blank=True, null=True, verbose_name='début du recouvrement')),
                ('overlap_end', models.DateField(blank=True, null=True, verbose_name='fin du recouvrement')),
                ('data', models.TextField(blank=True, max_length=2000, verbose_name='données à reprendre')),
                ('closes_on', models.DateField(blank=True, null=True, verbose_name='fermeture des accès')),
                ('archives', models.TextField(blank=True, max_length=2000, verbose_name='archives')),
            ],
            options={
                'verbose_name': 'plan de sortie',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ExitPlanEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('position', models.PositiveIntegerField(default=0, editable=False, verbose_name='position')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='supprimé le')),
                ('role', models.TextField(blank=True, max_length=2000, verbose_name='ce que fait l’outil sortant')),
                ('liked', models.TextField(blank=True, max_length=2000, verbose_name='ce que les utilisateurs y apprécient')),
                ('contract_end', models.DateField(blank=True, null=True, verbose_name='fin du contrat')),
                ('notice_months', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(36)], verbose_name='préavis (mois)')),
                ('overlap_start', models.DateField(blank=True, null=True, verbose_name='début du recouvrement')),
                ('overlap_end', models.DateField(blank=True, null=True, verbose_name='fin du recouvrement')),
                ('data', models.TextField(blank=True, max_length=2000, verbose_name='données à reprendre')),
                ('closes_on', models.DateField(blank=True, null=True, verbose_name='fermeture des accès')),
                ('archives', models.TextField(blank=True, max_length=2000, verbose_name='archives')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Feasibility',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, editable=False, verbose_name='position')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='supprimé le')),
                ('person_days', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(100000)], verbose_name='temps disponible en interne (jours)')),
                ('people', models.TextField(blank=True, max_length=2000, verbose_name='personnes et compétences')),
                ('known_budget', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='enveloppe connue (€ HT)')),
                ('tools', models.TextField(blank=True, max_length=2000, verbose_name='outils et matériel disponibles')),
                ('opinion', models.CharField(blank=True, choices=[('favourable', 'Favorable'), ('reserved', 'Favorable sous réserve'), ('unfavourable', 'Défavorable')], max_length=20, verbose_name='avis')),
                ('reasons', models.TextField(blank=True, max_length=4000, verbose_name='motifs')),
                ('reserves', models.TextField(blank=True, max_length=4000, verbose_name='réserves à lever')),
                ('given_by', models.CharField(blank=True, max_length=200, verbose_name='avis donné par')),
                ('given_on', models.DateField(blank=True, null=True, verbose_name='avis donné le')),
            ],
            options={
                'verbose_name': 'étude de faisabilité',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FeasibilityEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('position', models.PositiveIntegerField(default=0, editable=False, verbose_name='position')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='supprimé le')),
                ('person_days', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(100000)], verbose_name='temps disponible en interne (jours)')),
                ('people', models.TextField(blank=True, max_length=2000, verbose_name='personnes et compétences')),
                ('known_budget', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='enveloppe connue (€ HT)')),
                ('tools', models.TextField(blank=True, max_length=2000, verbose_name='outils et matériel disponibles')),
                ('opinion', models.CharField(blank=True, choices=[('favourable', 'Favorable'), ('reserved', 'Favorable sous réserve'), ('unfavourable', 'Défavorable')], max_length=20, verbose_name='avis')),
                ('reasons', models.TextField(blank=True, max_length=4000, verbose_name='motifs')),
                ('reserves', models.TextField(blank=True, max_length=4000, verbose_name='réserves à lever')),
                ('given_by', models.CharField(blank=True, max_length=200, verbose_name='avis donné par')),
                ('given_on', models.DateField(blank=True, null=True, verbose_name='avis donné le')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FramingAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, editable=False, verbose_name='position')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='supprimé le')),
                ('question', models.CharField(editable=False, max_length=40, verbose_name='question')),
                ('text', models.TextField(blank=True, max_length=4000, verbose_name='réponse')),
            ],
            options={
                'verbose_name': 'réponse de cadrage',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FramingAnswerEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('position', models.PositiveIntegerField(default=0, editable=False, verbose_name='position')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='supprimé le')),
                ('question', models.CharField(editable=False, max_length=40, verbose_name='question')),
                ('text', models.TextField(blank=True, max_length=4000, verbose_name='réponse')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PreparationTick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, editable=False, verbose_name='position')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='supprimé le')),
                ('key', models.CharField(editable=False, max_length=20, verbose_name='préparatif')),
                ('done', models.BooleanField(default=False, verbose_name='fait')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='remarque')),
                ('who', models.CharField(blank=True, editable=False, max_length=200, verbose_name='coché par')),
                ('ticked_on', models.DateField(default=django.utils.timezone.localdate, editable=False, verbose_name='coché le')),
            ],
            options={
                'verbose_name': 'préparatif',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PreparationTickEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('position', models.PositiveIntegerField(default=0, editable=False, verbose_name='position')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='supprimé le')),
                ('key', models.CharField(editable=False, max_length=20, verbose_name='préparatif')),
                ('done', models.BooleanField(default=False, verbose_name='fait')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='remarque')),
                ('who', models.CharField(blank=True, editable=False, max_length=200, verbose_name='coché par')),
                ('ticked_on', models.DateField(default=django.utils.timezone.localdate, editable=False, verbose_name='coché le')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProjectConstraint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, editable=False, verbose_name='position')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='supprimé le')),
                ('text', models.CharField(max_length=300, verbose_name='contrainte')),
                ('nature', models.CharField(choices=[('technical', 'Technique'), ('regulatory', 'Réglementaire'), ('calendar', 'Calendrier'), ('organisational', 'Organisationnelle'), ('financial', 'Financière')], default='organisational', max_length=20, verbose_name='nature')),
                ('imperative', models.BooleanField(default=False, verbose_name='impératif')),
            ],
            options={
                'verbose_name': 'contrainte',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProjectConstraintEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('position', models.PositiveIntegerField(default=0, editable=False, verbose_name='position')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='supprimé le')),
                ('text', models.CharField(max_length=300, verbose_name='contrainte')),
                ('nature', models.CharField(choices=[('technical', 'Technique'), ('regulatory', 'Réglementaire'), ('calendar', 'Calendrier'), ('organisational', 'Organisationnelle'), ('financial', 'Financière')], default='organisational', max_length=20, verbose_name='nature')),
                ('imperative', models.BooleanField(default=False, verbose_name='impératif')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='scopeitem',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='scopeitem',
            name='update_update',
        ),
        migrations.AddField(
            model_name='scopeitem',
            name='department',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='charter.department', verbose_name='service concerné'),
        ),
        migrations.AddField(
            model_name='scopeitem',
            name='nature',
            field=models.CharField(choices=[('function', 'Fonction ou processus'), ('site', 'Filiale ou site'), ('department', 'Service'), ('other', 'Autre')], default='function', max_length=20, verbose_name='nature'),
        ),
        migrations.AddField(
            model_name='scopeitemevent',
            name='department',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='charter.department', verbose_name='service concerné'),
        ),
        migrations.AddField(
            model_name='scopeitemevent',
            name='nature',
            field=models.CharField(choices=[('function', 'Fonction ou processus'), ('site', 'Filiale ou site'), ('department', 'Service'), ('other', 'Autre')], default='function', max_length=20, verbose_name='nature'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='scopeitem',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "charter_scopeitemevent" ("deleted_at", "department_id", "id", "included", "nature", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "text", "version") VALUES (NEW."deleted_at", NEW."department_id", NEW."id", NEW."included", NEW."nature", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."project_id", NEW."text", NEW."version"); RETURN NULL;', hash='42a2b1814bebfdb1acec5fe30c01661f4e5d537d', operation='INSERT', pgid='pgtrigger_insert_insert_acc09', table='charter_scopeitem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='scopeitem',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "charter_scopeitemevent" ("deleted_at", "department_id", "id", "included", "nature", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "text", "version") VALUES (NEW."deleted_at", NEW."department_id", NEW."id", NEW."included", NEW."nature", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."project_id", NEW."text", NEW."version"); RETURN NULL;', hash='deb1e551de90d52480fc7d602c32b65e0d09f58c', operation='UPDATE', pgid='pgtrigger_update_update_42473', table='charter_scopeitem', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='scopeitem',
            constraint=models.CheckConstraint(condition=models.Q(('nature__in', ['function', 'site', 'department', 'other'])), name='scope_nature_known', violation_error_message='Nature d’élément inconnue.'),
        ),
        migrations.AddField(
            model_name='exitplan',
            name='decider',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='charter.membership', verbose_name='qui décide de l’arrêt'),
        ),
        migrations.AddField(
            model_name='exitplan',
            name='project',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_rows', to='charter.project', verbose_name='projet'),
        ),
        migrations.AddField(
            model_name='exitplanevent',
            name='decider',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='charter.membership', verbose_name='qui décide de l’arrêt'),
        ),
        migrations.AddField(
            model_name='exitplanevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='exitplanevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='charter.exitplan'),
        ),
        migrations.AddField(
            model_name='exitplanevent',
            name='project',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='charter.project', verbose_name='projet'),
        ),
        migrations.AddField(
            model_name='feasibility',
            name='project',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_rows', to='charter.project', verbose_name='projet'),
        ),
        migrations.AddField(
            model_name='feasibilityevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='feasibilityevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='charter.feasibility'),
        ),
        migrations.AddField(
            model_name='feasibilityevent',
            name='project',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='charter.project', verbose_name='projet'),
        ),
        migrations.AddField(
            model_name='framinganswer',
            name='project',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_rows', to='charter.project', verbose_name='projet'),
        ),
        migrations.AddField(
            model_name='framinganswerevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='framinganswerevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='charter.framinganswer'),
        ),
        migrations.AddField(
            model_name='framinganswerevent',
            name='project',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='charter.project', verbose_name='projet'),
        ),
        migrations.AddField(
            model_name='preparationtick',
            name='project',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_rows', to='charter.project', verbose_name='projet'),
        ),
        migrations.AddField(
            model_name='preparationtickevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='preparationtickevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='charter.preparationtick'),
        ),
        migrations.AddField(
            model_name='preparationtickevent',
            name='project',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='charter.project', verbose_name='projet'),
        ),
        migrations.AddField(
            model_name='projectconstraint',
            name='project',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_rows', to='charter.project', verbose_name='projet'),
        ),
        migrations.AddField(
            model_name='projectconstraintevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='projectconstraintevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='charter.projectconstraint'),
        ),
        migrations.AddField(
            model_name='projectconstraintevent',
            name='project',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='charter.project', verbose_name='projet'),
        ),
        migrations.AddConstraint(
            model_name='exitplan',
            constraint=models.UniqueConstraint(fields=('project',), name='one_exit_plan'),
        ),
        migrations.AddConstraint(
            model_name='exitplan',
            constraint=models.CheckConstraint(condition=models.Q(('overlap_start', None), ('overlap_end', None), ('overlap_end__gt', models.F('overlap_start')), _connector='OR'), name='overlap_ends_after_start', violation_error_message='La fin du recouvrement suit son début.'),
        ),
        migrations.AddConstraint(
            model_name='exitplan',
            constraint=models.CheckConstraint(condition=models.Q(('notice_months', None), ('notice_months__lte', 36), _connector='OR'), name='notice_of_three_years_at_most', violation_error_message='Le préavis est de 36 mois au plus.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='exitplan',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "charter_exitplanevent" ("archives", "closes_on", "contract_end", "data", "decider_id", "deleted_at", "id", "liked", "notice_months", "overlap_end", "overlap_start", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "role", "version") VALUES (NEW."archives", NEW."closes_on", NEW."contract_end", NEW."data", NEW."decider_id", NEW."deleted_at", NEW."id", NEW."liked", NEW."notice_months", NEW."overlap_end", NEW."overlap_start", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."project_id", NEW."role", NEW."version"); RETURN NULL;', hash='37d25c4d1100d0413a8c0bc316d14a971bbea310', operation='INSERT', pgid='pgtrigger_insert_insert_7f96a', table='charter_exitplan', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='exitplan',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "charter_exitplanevent" ("archives", "closes_on", "contract_end", "data", "decider_id", "deleted_at", "id", "liked", "notice_months", "overlap_end", "overlap_start", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "role", "version") VALUES (NEW."archives", NEW."closes_on", NEW."contract_end", NEW."data", NEW."decider_id", NEW."deleted_at", NEW."id", NEW."liked", NEW."notice_months", NEW."overlap_end", NEW."overlap_start", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."project_id", NEW."role", NEW."version"); RETURN NULL;', hash='cfc29488c3d543763bd5cf116361a070a709b34a', operation='UPDATE', pgid='pgtrigger_update_update_37d8b', table='charter_exitplan', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='feasibility',
            constraint=models.UniqueConstraint(fields=('project',), name='one_feasibility_study'),
        ),
        migrations.AddConstraint(
            model_name='feasibility',
            constraint=models.CheckConstraint(condition=models.Q(('opinion__in', ['', 'favourable', 'reserved', 'unfavourable'])), name='feasibility_opinion_known'),
        ),
        migrations.AddConstraint(
            model_name='feasibility',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('opinion', 'reserved'), _negated=True), models.Q(('reserves', ''), _negated=True), _connector='OR'), name='reserves_are_written', violation_error_message='Un avis sous réserve dit ses réserves.'),
        ),
        migrations.AddConstraint(
            model_name='feasibility',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('opinion', 'unfavourable'), _negated=True), models.Q(('reasons', ''), _negated=True), _connector='OR'), name='unfavourable_opinion_has_reasons', violation_error_message='Un avis défavorable dit ses motifs.'),
        ),
        migrations.AddConstraint(
            model_name='feasibility',
            constraint=models.CheckConstraint(condition=models.Q(('known_budget', None), ('known_budget__gte', 0), _connector='OR'), name='known_budget_not_negative', violation_error_message='Une enveloppe n’est pas négative.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feasibility',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "charter_feasibilityevent" ("deleted_at", "given_by", "given_on", "id", "known_budget", "opinion", "people", "person_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "reasons", "reserves", "tools", "version") VALUES (NEW."deleted_at", NEW."given_by", NEW."given_on", NEW."id", NEW."known_budget", NEW."opinion", NEW."people", NEW."person_days", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."project_id", NEW."reasons", NEW."reserves", NEW."tools", NEW."version"); RETURN NULL;', hash='28f81ca43743311c06d32c26e999795ef5502fb0', operation='INSERT', pgid='pgtrigger_insert_insert_1e7d1', table='charter_feasibility', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feasibility',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "charter_feasibilityevent" ("deleted_at", "given_by", "given_on", "id", "known_budget", "opinion", "people", "person_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "reasons", "reserves", "tools", "version") VALUES (NEW."deleted_at", NEW."given_by", NEW."given_on", NEW."id", NEW."known_budget", NEW."opinion", NEW."people", NEW."person_days", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."project_id", NEW."reasons", NEW."reserves", NEW."tools", NEW."version"); RETURN NULL;', hash='deed35b9ecbdb7c28fec54b12f20093953df3836', operation='UPDATE', pgid='pgtrigger_update_update_5da44', table='charter_feasibility', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='framinganswer',
            constraint=models.UniqueConstraint(fields=('project', 'question'), name='framing_question_answered_once', violation_error_message='Quelqu’un vient de répondre à cette question.'),
        ),
        migrations.AddConstraint(
            model_name='framinganswer',
            constraint=models.CheckConstraint(condition=models.Q(('question', ''), _negated=True), name='framing_answer_has_question'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='framinganswer',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "charter_framinganswerevent" ("deleted_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "question", "text", "version") VALUES (NEW."deleted_at", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."project_id", NEW."question", NEW."text", NEW."version"); RETURN NULL;', hash='7670901f55358f279a01f7a1bab8768128fa5909', operation='INSERT', pgid='pgtrigger_insert_insert_10c33', table='charter_framinganswer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='framinganswer',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "charter_framinganswerevent" ("deleted_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "question", "text", "version") VALUES (NEW."deleted_at", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."project_id", NEW."question", NEW."text", NEW."version"); RETURN NULL;', hash='c1eb62aae13c2c0a35dab67508355dd132646edc', operation='UPDATE', pgid='pgtrigger_update_update_987b7', table='charter_framinganswer', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='preparationtick',
            constraint=models.UniqueConstraint(fields=('project', 'key'), name='preparation_ticked_once', violation_error_message='Quelqu’un vient de noter ce préparatif.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='preparationtick',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "charter_preparationtickevent" ("deleted_at", "done", "id", "key", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "ticked_on", "version", "who") VALUES (NEW."deleted_at", NEW."done", NEW."id", NEW."key", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."project_id", NEW."ticked_on", NEW."version", NEW."who"); RETURN NULL;', hash='3eaca6c112e3ad1c0bfe137e7c9ae384f93ac3e5', operation='INSERT', pgid='pgtrigger_insert_insert_82744', table='charter_preparationtick', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='preparationtick',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "charter_preparationtickevent" ("deleted_at", "done", "id", "key", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "ticked_on", "version", "who") VALUES (NEW."deleted_at", NEW."done", NEW."id", NEW."key", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."project_id", NEW."ticked_on", NEW."version", NEW."who"); RETURN NULL;', hash='d1cce1f8e301255722cc9aa32285f8173b8ac6ca', operation='UPDATE', pgid='pgtrigger_update_update_db095', table='charter_preparationtick', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='projectconstraint',
            constraint=models.CheckConstraint(condition=models.Q(('nature__in', ['technical', 'regulatory', 'calendar', 'organisational', 'financial'])), name='constraint_nature_known', violation_error_message='Nature de contrainte inconnue.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='projectconstraint',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "charter_projectconstraintevent" ("deleted_at", "id", "imperative", "nature", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "text", "version") VALUES (NEW."deleted_at", NEW."id", NEW."imperative", NEW."nature", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."project_id", NEW."text", NEW."version"); RETURN NULL;', hash='9b9de2a4c782f4cf4406b4b40fe9add10dd5c57c', operation='INSERT', pgid='pgtrigger_insert_insert_df495', table='charter_projectconstraint', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='projectconstraint',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "charter_projectconstraintevent" ("deleted_at", "id", "imperative", "nature", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "text", "version") VALUES (NEW."deleted_at", NEW."id", NEW."imperative", NEW."nature", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."project_id", NEW."text", NEW."version"); RETURN NULL;', hash='8a911f17383dc0636056a60df274057786935057', operation='UPDATE', pgid='pgtrigger_update_update_51cb9', table='charter_projectconstraint', when='AFTER')),
        ),
    ]
