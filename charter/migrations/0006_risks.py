from decimal import Decimal
from django.db import migrations, models
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid


class Migration(migrations.Migration):
    dependencies = [("charter", "0005_budget")]

    operations = [
        migrations.CreateModel(
            name='AnonymousFear',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text', models.CharField(max_length=300, verbose_name='crainte')),
                ('released_on', models.DateField(verbose_name='relevée le')),
                ('is_aside', models.BooleanField(default=False, verbose_name='écartée')),
            ],
            options={
                'verbose_name': 'crainte anonyme',
                'verbose_name_plural': 'craintes anonymes',
                'ordering': ['-released_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Benefit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, editable=False, verbose_name='position')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='supprimé le')),
                ('profile', models.CharField(max_length=160, verbose_name='profil d’utilisateur')),
                ('benefit', models.CharField(max_length=500, verbose_name='bénéfice concret')),
            ],
            options={
                'verbose_name': 'bénéfice',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='BenefitEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('position', models.PositiveIntegerField(default=0, editable=False, verbose_name='position')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='supprimé le')),
                ('profile', models.CharField(max_length=160, verbose_name='profil d’utilisateur')),
                ('benefit', models.CharField(max_length=500, verbose_name='bénéfice concret')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Communication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, editable=False, verbose_name='position')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='supprimé le')),
                ('held_on', models.DateField(verbose_name='date')),
                ('audience', models.CharField(max_length=200, verbose_name='public')),
                ('channel', models.CharField(choices=[('meeting', 'Réunion'), ('email', 'E-mail'), ('intranet', 'Intranet'), ('poster', 'Affichage'), ('webinar', 'Visioconférence'), ('interview', 'Échange en face à face'), ('other', 'Autre')], default='meeting', max_length=10, verbose_name='canal')),
                ('message', models.TextField(max_length=2000, verbose_name='message')),
                ('is_launch', models.BooleanField(default=False, verbose_name='réunion de lancement')),
                ('is_done', models.BooleanField(default=False, verbose_name='faite')),
            ],
            options={
                'verbose_name': 'communication',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CommunicationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('position', models.PositiveIntegerField(default=0, editable=False, verbose_name='position')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='supprimé le')),
                ('held_on', models.DateField(verbose_name='date')),
                ('audience', models.CharField(max_length=200, verbose_name='public')),
                ('channel', models.CharField(choices=[('meeting', 'Réunion'), ('email', 'E-mail'), ('intranet', 'Intranet'), ('poster', 'Affichage'), ('webinar', 'Visioconférence'), ('interview', 'Échange en face à face'), ('other', 'Autre')], default='meeting', max_length=10, verbose_name='canal')),
                ('message', models.TextField(max_length=2000, verbose_name='message')),
                ('is_launch', models.BooleanField(default=False, verbose_name='réunion de lancement')),
                ('is_done', models.BooleanField(default=False, verbose_name='faite')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FearCollection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=64, unique=True, verbose_name='jeton')),
                ('is_open', models.BooleanField(default=True, verbose_name='ouvert')),
                ('invitation', models.CharField(blank=True, max_length=500, verbose_name='mot d’accueil')),
            ],
            options={
                'verbose_name': 'recueil de craintes',
                'verbose_name_plural': 'recueils de craintes',
            },
        ),
        migrations.CreateModel(
            name='Support',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, editable=False, verbose_name='position')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='supprimé le')),
                ('kind', models.CharField(choices=[('pilot', 'Groupe pilote'), ('beta', 'Réunion hebdomadaire des bêta-testeurs'), ('referent', 'Référents de premier niveau'), ('tutorial', 'Tutoriel fait par les intéressés'), ('other', 'Autre accompagnement')], max_length=10, verbose_name='nature')),
                ('title', models.CharField(max_length=200, verbose_name='intitulé')),
                ('people', models.CharField(blank=True, max_length=200, verbose_name='par qui, avec qui')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='du')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='au')),
            ],
            options={
                'verbose_name': 'accompagnement',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SupportEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('position', models.PositiveIntegerField(default=0, editable=False, verbose_name='position')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='supprimé le')),
                ('kind', models.CharField(choices=[('pilot', 'Groupe pilote'), ('beta', 'Réunion hebdomadaire des bêta-testeurs'), ('referent', 'Référents de premier niveau'), ('tutorial', 'Tutoriel fait par les intéressés'), ('other', 'Autre accompagnement')], max_length=10, verbose_name='nature')),
                ('title', models.CharField(max_length=200, verbose_name='intitulé')),
                ('people', models.CharField(blank=True, max_length=200, verbose_name='par qui, avec qui')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='du')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='au')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Training',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, editable=False, verbose_name='position')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='supprimé le')),
                ('level', models.CharField(choices=[('in_tool', 'Aide dans l’outil et académie de l’éditeur'), ('vendor', 'Session avec l’éditeur'), ('certified', 'Organisme tiers certifié')], max_length=10, verbose_name='niveau')),
                ('audience', models.CharField(max_length=200, verbose_name='public')),
                ('held_on', models.DateField(blank=True, null=True, verbose_name='date')),
                ('hours', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0.25')), django.core.validators.MaxValueValidator(Decimal('400'))], verbose_name='durée (heures)')),
                ('people', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100000)], verbose_name='personnes')),
                ('trainer', models.CharField(blank=True, max_length=160, verbose_name='formateur')),
                ('is_refresher', models.BooleanField(default=False, verbose_name='perfectionnement')),
            ],
            options={
                'verbose_name': 'formation',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TrainingEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('position', models.PositiveIntegerField(default=0, editable=False, verbose_name='position')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='supprimé le')),
                ('level', models.CharField(choices=[('in_tool', 'Aide dans l’outil et académie de l’éditeur'), ('vendor', 'Session avec l’éditeur'), ('certified', 'Organisme tiers certifié')], max_length=10, verbose_name='niveau')),
                ('audience', models.CharField(max_length=200, verbose_name='public')),
                ('held_on', models.DateField(blank=True, null=True, verbose_name='date')),
                ('hours', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0.25')), django.core.validators.MaxValueValidator(Decimal('400'))], verbose_name='durée (heures)')),
                ('people', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100000)], verbose_name='personnes')),
                ('trainer', models.CharField(blank=True, max_length=160, verbose_name='formateur')),
                ('is_refresher', models.BooleanField(default=False, verbose_name='perfectionnement')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='WaitingFear',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text', models.CharField(max_length=300, verbose_name='crainte')),
            ],
            options={
                'verbose_name': 'crainte en attente',
                'verbose_name_plural': 'craintes en attente',
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='risk',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='risk',
            name='update_update',
        ),
        migrations.AddField(
            model_name='risk',
            name='department',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='fears', to='charter.department', verbose_name='service'),
        ),
        migrations.AddField(
            model_name='risk',
            name='due',
            field=models.DateField(blank=True, null=True, verbose_name='échéance'),
        ),
        migrations.AddField(
            model_name='risk',
            name='profile',
            field=models.CharField(blank=True, max_length=160, verbose_name='profil concerné'),
        ),
        migrations.AddField(
            model_name='risk',
            name='score_reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='motif de la cotation'),
        ),
        migrations.AddField(
            model_name='risk',
            name='status',
            field=models.CharField(choices=[('open', 'Ouvert'), ('treated', 'En cours de traitement'), ('controlled', 'Maîtrisé'), ('occurred', 'Survenu'), ('closed', 'Clos')], default='open', max_length=12, verbose_name='statut'),
        ),
        migrations.AddField(
            model_name='risk',
            name='strategy',
            field=models.CharField(blank=True, choices=[('avoid', 'Éviter'), ('reduce', 'Réduire'), ('transfer', 'Transférer'), ('accept', 'Accepter')], max_length=10, verbose_name='stratégie'),
        ),
        migrations.AddField(
            model_name='risk',
            name='workshop',
            field=models.CharField(blank=True, max_length=200, verbose_name='rencontre où elle a été traitée'),
        ),
        migrations.AddField(
            model_name='risk',
            name='workshop_key',
            field=models.CharField(blank=True, max_length=40, verbose_name='atelier'),
        ),
        migrations.AddField(
            model_name='riskevent',
            name='department',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='charter.department', verbose_name='service'),
        ),
        migrations.AddField(
            model_name='riskevent',
            name='due',
            field=models.DateField(blank=True, null=True, verbose_name='échéance'),
        ),
        migrations.AddField(
            model_name='riskevent',
            name='profile',
            field=models.CharField(blank=True, max_length=160, verbose_name='profil concerné'),
        ),
        migrations.AddField(
            model_name='riskevent',
            name='score_reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='motif de la cotation'),
        ),
        migrations.AddField(
            model_name='riskevent',
            name='status',
            field=models.CharField(choices=[('open', 'Ouvert'), ('treated', 'En cours de traitement'), ('controlled', 'Maîtrisé'), ('occurred', 'Survenu'), ('closed', 'Clos')], default='open', max_length=12, verbose_name='statut'),
        ),
        migrations.AddField(
            model_name='riskevent',
            name='strategy',
            field=models.CharField(blank=True, choices=[('avoid', 'Éviter'), ('reduce', 'Réduire'), ('transfer', 'Transférer'), ('accept', 'Accepter')], max_length=10, verbose_name='stratégie'),
        ),
        migrations.AddField(
            model_name='riskevent',
            name='workshop',
            field=models.CharField(blank=True, max_length=200, verbose_name='rencontre où elle a été traitée'),
        ),
        migrations.AddField(
            model_name='riskevent',
            name='workshop_key',
            field=models.CharField(blank=True, max_length=40, verbose_name='atelier'),
        ),
        migrations.AlterField(
            model_name='risk',
            name='impact',
            field=models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='gravité (1 à 5)'),
        ),
        migrations.AlterField(
            model_name='risk',
            name='probability',
            field=models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='probabilité (1 à 5)'),
        ),
        migrations.AlterField(
            model_name='riskevent',
            name='impact',
            field=models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='gravité (1 à 5)'),
        ),
        migrations.AlterField(
            model_name='riskevent',
            name='probability',
            field=models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='probabilité (1 à 5)'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='risk',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "charter_riskevent" ("deleted_at", "department_id", "due", "id", "impact", "kind", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "probability", "profile", "project_id", "response", "score_reason", "status", "strategy", "title", "version", "workshop", "workshop_key") VALUES (NEW."deleted_at", NEW."department_id", NEW."due", NEW."id", NEW."impact", NEW."kind", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."probability", NEW."profile", NEW."project_id", NEW."response", NEW."score_reason", NEW."status", NEW."strategy", NEW."title", NEW."version", NEW."workshop", NEW."workshop_key"); RETURN NULL;', hash='482152dab33f300b7cb7339e18ed8fb580db591f', operation='INSERT', pgid='pgtrigger_insert_insert_aa7c2', table='charter_risk', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='risk',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "charter_riskevent" ("deleted_at", "department_id", "due", "id", "impact", "kind", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "probability", "profile", "project_id", "response", "score_reason", "status", "strategy", "title", "version", "workshop", "workshop_key") VALUES (NEW."deleted_at", NEW."department_id", NEW."due", NEW."id", NEW."impact", NEW."kind", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."probability", NEW."profile", NEW."project_id", NEW."response", NEW."score_reason", NEW."status", NEW."strategy", NEW."title", NEW."version", NEW."workshop", NEW."workshop_key"); RETURN NULL;', hash='02e23aa2f0faa40a6e5f89250a1bc4317b0ebc7c', operation='UPDATE', pgid='pgtrigger_update_update_b7516', table='charter_risk', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='risk',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['open', 'treated', 'controlled', 'occurred', 'closed'])), name='risk_status_known'),
        ),
        migrations.AddConstraint(
            model_name='risk',
            constraint=models.CheckConstraint(condition=models.Q(('strategy__in', ['', 'avoid', 'reduce', 'transfer', 'accept'])), name='risk_strategy_known'),
        ),
        migrations.AddField(
            model_name='anonymousfear',
            name='project',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='anonymous_fears', to='charter.project', verbose_name='projet'),
        ),
        migrations.AddField(
            model_name='anonymousfear',
            name='risk',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='charter.risk'),
        ),
        migrations.AddField(
            model_name='benefit',
            name='department',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='benefits', to='charter.department', verbose_name='service'),
        ),
        migrations.AddField(
            model_name='benefit',
            name='project',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_rows', to='charter.project', verbose_name='projet'),
        ),
        migrations.AddField(
            model_name='benefitevent',
            name='department',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='charter.department', verbose_name='service'),
        ),
        migrations.AddField(
            model_name='benefitevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='benefitevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='charter.benefit'),
        ),
        migrations.AddField(
            model_name='benefitevent',
            name='project',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='charter.project', verbose_name='projet'),
        ),
        migrations.AddField(
            model_name='communication',
            name='owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='charter.membership', verbose_name='responsable'),
        ),
        migrations.AddField(
            model_name='communication',
            name='project',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_rows', to='charter.project', verbose_name='projet'),
        ),
        migrations.AddField(
            model_name='communicationevent',
            name='owner',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='charter.membership', verbose_name='responsable'),
        ),
        migrations.AddField(
            model_name='communicationevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='communicationevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='charter.communication'),
        ),
        migrations.AddField(
            model_name='communicationevent',
            name='project',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='charter.project', verbose_name='projet'),
        ),
        migrations.AddField(
            model_name='fearcollection',
            name='project',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='fear_collection', to='charter.project', verbose_name='projet'),
        ),
        migrations.AddField(
            model_name='support',
            name='owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='charter.membership', verbose_name='responsable'),
        ),
        migrations.AddField(
            model_name='support',
            name='project',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_rows', to='charter.project', verbose_name='projet'),
        ),
        migrations.AddField(
            model_name='supportevent',
            name='owner',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='charter.membership', verbose_name='responsable'),
        ),
        migrations.AddField(
            model_name='supportevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='supportevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='charter.support'),
        ),
        migrations.AddField(
            model_name='supportevent',
            name='project',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='charter.project', verbose_name='projet'),
        ),
        migrations.AddField(
            model_name='training',
            name='project',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_rows', to='charter.project', verbose_name='projet'),
        ),
        migrations.AddField(
            model_name='trainingevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='trainingevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='charter.training'),
        ),
        migrations.AddField(
            model_name='trainingevent',
            name='project',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='charter.project', verbose_name='projet'),
        ),
        migrations.AddField(
            model_name='waitingfear',
            name='project',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='waiting_fears', to='charter.project', verbose_name='projet'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='benefit',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "charter_benefitevent" ("benefit", "deleted_at", "department_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "profile", "project_id", "version") VALUES (NEW."benefit", NEW."deleted_at", NEW."department_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."profile", NEW."project_id", NEW."version"); RETURN NULL;', hash='243ac904d590355f455cd20b641b5f134f21bcb1', operation='INSERT', pgid='pgtrigger_insert_insert_c92db', table='charter_benefit', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='benefit',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "charter_benefitevent" ("benefit", "deleted_at", "department_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "profile", "project_id", "version") VALUES (NEW."benefit", NEW."deleted_at", NEW."department_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."profile", NEW."project_id", NEW."version"); RETURN NULL;', hash='2542b67466fe8a78f0e149e53c163526554ca3c6', operation='UPDATE', pgid='pgtrigger_update_update_3c5d3', table='charter_benefit', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='communication',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "charter_communicationevent" ("audience", "channel", "deleted_at", "held_on", "id", "is_done", "is_launch", "message", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "version") VALUES (NEW."audience", NEW."channel", NEW."deleted_at", NEW."held_on", NEW."id", NEW."is_done", NEW."is_launch", NEW."message", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."project_id", NEW."version"); RETURN NULL;', hash='27b61a3d775f58c7ee48db20de7ee498ce39cc17', operation='INSERT', pgid='pgtrigger_insert_insert_66754', table='charter_communication', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='communication',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "charter_communicationevent" ("audience", "channel", "deleted_at", "held_on", "id", "is_done", "is_launch", "message", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "version") VALUES (NEW."audience", NEW."channel", NEW."deleted_at", NEW."held_on", NEW."id", NEW."is_done", NEW."is_launch", NEW."message", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."project_id", NEW."version"); RETURN NULL;', hash='758f6d02d582bbf028a4ef052248ff16b314686e', operation='UPDATE', pgid='pgtrigger_update_update_0aa02', table='charter_communication', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='support',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), models.Q(('ends_on__gte', models.F('starts_on')), ('starts_on__isnull', False)), _connector='OR'), name='support_ends_after_start', violation_error_message='La fin suit le début, qui est à donner aussi.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='support',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "charter_supportevent" ("deleted_at", "ends_on", "id", "kind", "owner_id", "people", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "starts_on", "title", "version") VALUES (NEW."deleted_at", NEW."ends_on", NEW."id", NEW."kind", NEW."owner_id", NEW."people", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."project_id", NEW."starts_on", NEW."title", NEW."version"); RETURN NULL;', hash='bfb44261289647ab2b3a98cd7ff83990c9b09f89', operation='INSERT', pgid='pgtrigger_insert_insert_2a350', table='charter_support', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='support',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "charter_supportevent" ("deleted_at", "ends_on", "id", "kind", "owner_id", "people", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "starts_on", "title", "version") VALUES (NEW."deleted_at", NEW."ends_on", NEW."id", NEW."kind", NEW."owner_id", NEW."people", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."project_id", NEW."starts_on", NEW."title", NEW."version"); RETURN NULL;', hash='cb327f1fa83c5ab3369439ec2d78fde066fed8c9', operation='UPDATE', pgid='pgtrigger_update_update_73388', table='charter_support', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='training',
            constraint=models.CheckConstraint(condition=models.Q(('hours', None), ('hours__gt', 0), _connector='OR'), name='training_lasts', violation_error_message='Une formation dure plus de zéro heure.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='training',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "charter_trainingevent" ("audience", "deleted_at", "held_on", "hours", "id", "is_refresher", "level", "people", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "trainer", "version") VALUES (NEW."audience", NEW."deleted_at", NEW."held_on", NEW."hours", NEW."id", NEW."is_refresher", NEW."level", NEW."people", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."project_id", NEW."trainer", NEW."version"); RETURN NULL;', hash='3d9bfea52787058e6ba44ac109ee5b84d677c0be', operation='INSERT', pgid='pgtrigger_insert_insert_6c296', table='charter_training', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='training',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "charter_trainingevent" ("audience", "deleted_at", "held_on", "hours", "id", "is_refresher", "level", "people", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "trainer", "version") VALUES (NEW."audience", NEW."deleted_at", NEW."held_on", NEW."hours", NEW."id", NEW."is_refresher", NEW."level", NEW."people", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."project_id", NEW."trainer", NEW."version"); RETURN NULL;', hash='e3862bc44af801dec98f0ab717ef5a655bad8af0', operation='UPDATE', pgid='pgtrigger_update_update_ae99f', table='charter_training', when='AFTER')),
        ),
    ]
