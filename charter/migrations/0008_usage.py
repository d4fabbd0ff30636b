import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('charter', '0007_listening'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='UsageArticle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, editable=False, verbose_name='position')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='supprimé le')),
                ('title', models.CharField(max_length=200, verbose_name='titre')),
                ('text', models.TextField(verbose_name='texte')),
                ('project', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_rows', to='charter.project', verbose_name='projet')),
            ],
            options={
                'verbose_name': 'article',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='UsageArticleEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('position', models.PositiveIntegerField(default=0, editable=False, verbose_name='position')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='supprimé le')),
                ('title', models.CharField(max_length=200, verbose_name='titre')),
                ('text', models.TextField(verbose_name='texte')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='charter.usagearticle')),
                ('project', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='charter.project', verbose_name='projet')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='UsageCharter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, editable=False, verbose_name='position')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='supprimé le')),
                ('title', models.CharField(default='Charte d’usage du CRM', max_length=200, verbose_name='titre')),
                ('preamble', models.TextField(blank=True, verbose_name='préambule')),
                ('project', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_rows', to='charter.project', verbose_name='projet')),
            ],
            options={
                'verbose_name': 'charte d’usage',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='UsageCampaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due', models.DateField(verbose_name='à signer avant le')),
                ('message', models.TextField(blank=True, max_length=2000, verbose_name='message joint')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ouverte le')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='close le')),
                ('opened_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('charter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='campaigns', to='charter.usagecharter')),
            ],
            options={
                'verbose_name': 'campagne de signature',
                'verbose_name_plural': 'campagnes de signature',
                'ordering': ['-opened_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='UsageCharterEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('position', models.PositiveIntegerField(default=0, editable=False, verbose_name='position')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='supprimé le')),
                ('title', models.CharField(default='Charte d’usage du CRM', max_length=200, verbose_name='titre')),
                ('preamble', models.TextField(blank=True, verbose_name='préambule')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='charter.usagecharter')),
                ('project', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='charter.project', verbose_name='projet')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='UsageInvitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='nom')),
                ('email', models.EmailField(max_length=254, verbose_name='adresse e-mail')),
                ('department', models.CharField(blank=True, max_length=120, verbose_name='service')),
                ('seed', models.CharField(max_length=64)),
                ('token_sha256', models.CharField(max_length=64, unique=True)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='demandée le')),
                ('opened_at', models.DateTimeField(blank=True, null=True, verbose_name='ouverte le')),
                ('refused_at', models.DateTimeField(blank=True, null=True, verbose_name='refusée le')),
                ('excused_at', models.DateTimeField(blank=True, null=True, verbose_name='dit non concerné le')),
                ('misdirected_at', models.DateTimeField(blank=True, null=True, verbose_name='dit mauvais destinataire le')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='révoquée le')),
                ('code_seed', models.CharField(blank=True, max_length=64)),
                ('code_until', models.DateTimeField(blank=True, null=True)),
                ('code_tries', models.PositiveSmallIntegerField(default=0)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='charter.usagecampaign')),
                ('member', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='charter.membership')),
            ],
            options={
                'verbose_name': 'demande de signature',
                'verbose_name_plural': 'demandes de signature',
                'ordering': ['department', 'name', 'email', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='UsageProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=4000, verbose_name='proposition')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='faite le')),
                ('state', models.CharField(choices=[('open', 'À examiner'), ('accepted', 'Retenue'), ('declined', 'Non retenue')], default='open', max_length=10, verbose_name='état')),
                ('answer', models.TextField(blank=True, max_length=2000, verbose_name='réponse')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='répondue le')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='charter.usagearticle', verbose_name='article')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'proposition',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='UsageRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, editable=False, verbose_name='position')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='supprimé le')),
                ('category', models.CharField(choices=[('request', 'Demande'), ('complaint', 'Réclamation'), ('amendment', 'Proposition de modification'), ('refusal', 'Refus de signer')], max_length=10, verbose_name='nature')),
                ('text', models.TextField(max_length=4000, verbose_name='message')),
                ('author_name', models.CharField(max_length=200, verbose_name='auteur')),
                ('author_email', models.EmailField(max_length=254, verbose_name='adresse e-mail')),
                ('department', models.CharField(blank=True, max_length=120, verbose_name='service')),
                ('state', models.CharField(choices=[('received', 'Reçue'), ('in_progress', 'En cours d’examen'), ('answered', 'Répondue'), ('closed', 'Classée')], default='received', max_length=12, verbose_name='état')),
                ('answer', models.TextField(blank=True, max_length=4000, verbose_name='réponse')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='reçue le')),
                ('assigned', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='charter.membership', verbose_name='confiée à')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('invitation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='charter.usageinvitation')),
                ('project', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_rows', to='charter.project', verbose_name='projet')),
            ],
            options={
                'verbose_name': 'demande au comité de la charte',
                'verbose_name_plural': 'demandes au comité de la charte',
                'ordering': ['-created_at', '-pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='UsageMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120, unique=True)),
                ('kind', models.CharField(choices=[('invitation', 'Demande de signature'), ('reminder', 'Relance'), ('signed', 'Accusé de signature'), ('received', 'Accusé de réception du comité'), ('answered', 'Réponse du comité')], max_length=12, verbose_name='message')),
                ('to', models.EmailField(max_length=254, verbose_name='destinataire')),
                ('state', models.CharField(choices=[('waiting', 'À envoyer'), ('sending', 'En cours d’envoi'), ('sent', 'Envoyé'), ('dropped', 'Devenu inutile'), ('failed', 'Échec')], default='waiting', max_length=10, verbose_name='envoi')),
                ('after', models.DateTimeField(blank=True, null=True)),
                ('claimed_until', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='écrit le')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='envoyé le')),
                ('charter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='charter.usagecharter')),
                ('invitation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='charter.usageinvitation')),
                ('request', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='charter.usagerequest')),
            ],
            options={
                'verbose_name': 'message de la charte d’usage',
                'verbose_name_plural': 'messages de la charte d’usage',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='UsageRequestEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='le')),
                ('who', models.CharField(max_length=200, verbose_name='qui')),
                ('what', models.CharField(max_length=300, verbose_name='quoi')),
                ('text', models.TextField(blank=True, verbose_name='détail')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='charter.usagerequest')),
            ],
            options={
                'verbose_name': 'suite donnée à une demande',
                'verbose_name_plural': 'suites données aux demandes',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='UsageSeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, editable=False, verbose_name='position')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='supprimé le')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='charter.department', verbose_name='service')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='charter.membership', verbose_name='représentant')),
                ('project', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_rows', to='charter.project', verbose_name='projet')),
            ],
            options={
                'verbose_name': 'siège au comité de la charte',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='UsageSeatEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('position', models.PositiveIntegerField(default=0, editable=False, verbose_name='position')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='supprimé le')),
                ('department', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='charter.department', verbose_name='service')),
                ('member', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='charter.membership', verbose_name='représentant')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='charter.usageseat')),
                ('project', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='charter.project', verbose_name='projet')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='UsageVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='numéro')),
                ('content', models.JSONField(verbose_name='contenu')),
                ('fingerprint', models.CharField(max_length=64, verbose_name='empreinte')),
                ('note', models.TextField(blank=True, verbose_name='ce qui change')),
                ('published_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='publiée le')),
                ('author_name', models.CharField(max_length=200, verbose_name='publiée par')),
                ('charter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='charter.usagecharter')),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'version de la charte d’usage',
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='UsageSignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='nom')),
                ('email', models.EmailField(max_length=254, verbose_name='adresse e-mail')),
                ('department', models.CharField(blank=True, max_length=120, verbose_name='service')),
                ('statement', models.TextField(verbose_name='déclaration')),
                ('fingerprint', models.CharField(max_length=64, verbose_name='empreinte')),
                ('signed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='signée le')),
                ('taken_over', models.BooleanField(default=False, verbose_name='reprise d’un fichier')),
                ('invitation', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signature', to='charter.usageinvitation')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='charter.usageversion')),
            ],
            options={
                'verbose_name': 'signature de la charte d’usage',
                'verbose_name_plural': 'signatures de la charte d’usage',
                'ordering': ['department', 'name', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='usagecampaign',
            name='version',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='campaign', to='charter.usageversion'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='usagearticle',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "charter_usagearticleevent" ("deleted_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "text", "title", "version") VALUES (NEW."deleted_at", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."project_id", NEW."text", NEW."title", NEW."version"); RETURN NULL;', hash='fac50ed86d2d5ca512442d74ed53ed74f671cc03', operation='INSERT', pgid='pgtrigger_insert_insert_913e5', table='charter_usagearticle', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='usagearticle',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "charter_usagearticleevent" ("deleted_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "text", "title", "version") VALUES (NEW."deleted_at", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."project_id", NEW."text", NEW."title", NEW."version"); RETURN NULL;', hash='5d4748e0b6280bbf0829730faa0ba8db77ce09e5', operation='UPDATE', pgid='pgtrigger_update_update_d0662', table='charter_usagearticle', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='usagecharter',
            constraint=models.UniqueConstraint(fields=('project',), name='one_usage_charter'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='usagecharter',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "charter_usagecharterevent" ("deleted_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "preamble", "project_id", "title", "version") VALUES (NEW."deleted_at", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."preamble", NEW."project_id", NEW."title", NEW."version"); RETURN NULL;', hash='0e97639e1ecad108da53f93435f79195f7a355fa', operation='INSERT', pgid='pgtrigger_insert_insert_f2511', table='charter_usagecharter', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='usagecharter',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "charter_usagecharterevent" ("deleted_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "preamble", "project_id", "title", "version") VALUES (NEW."deleted_at", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."preamble", NEW."project_id", NEW."title", NEW."version"); RETURN NULL;', hash='15dc09d5f936512d6a3b0c6e95cffb4ac79a62c6', operation='UPDATE', pgid='pgtrigger_update_update_3ff27', table='charter_usagecharter', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='usageinvitation',
            constraint=models.UniqueConstraint(fields=('campaign', 'email'), name='usage_invited_once', violation_error_message='Cette adresse est déjà dans la campagne.'),
        ),
        migrations.AddConstraint(
            model_name='usageproposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='usage_proposal_declined_with_reason', violation_error_message='Dites pourquoi la proposition n’est pas retenue.'),
        ),
        migrations.AddConstraint(
            model_name='usagerequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'answered'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='usage_request_answered_in_words', violation_error_message='Écrivez la réponse.'),
        ),
        migrations.AddIndex(
            model_name='usagemail',
            index=models.Index(fields=['state', 'after'], name='usage_mail_owed'),
        ),
        migrations.AddConstraint(
            model_name='usageseat',
            constraint=models.UniqueConstraint(condition=models.Q(('deleted_at', None)), fields=('project', 'department'), name='usage_seat_unique', violation_error_message='Ce service a déjà un représentant au comité\xa0: modifiez son siège.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='usageseat',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "charter_usageseatevent" ("deleted_at", "department_id", "id", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "version") VALUES (NEW."deleted_at", NEW."department_id", NEW."id", NEW."member_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."project_id", NEW."version"); RETURN NULL;', hash='b30b7a07016b7caa667d0fb0010f7a564cad5d79', operation='INSERT', pgid='pgtrigger_insert_insert_85e3b', table='charter_usageseat', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='usageseat',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "charter_usageseatevent" ("deleted_at", "department_id", "id", "member_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "version") VALUES (NEW."deleted_at", NEW."department_id", NEW."id", NEW."member_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."project_id", NEW."version"); RETURN NULL;', hash='d9cd3389334cb8721a8ee19aec308120ca7bb882', operation='UPDATE', pgid='pgtrigger_update_update_7339a', table='charter_usageseat', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='usageversion',
            constraint=models.UniqueConstraint(fields=('charter', 'number'), name='usage_version_number_unique'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='usageversion',
            trigger=pgtrigger.compiler.Trigger(name='usage_version_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='cc165a6e320b47798f723556c22a27079345026a', operation='UPDATE', pgid='pgtrigger_usage_version_kept_e23f7', table='charter_usageversion', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='usagesignature',
            constraint=models.UniqueConstraint(fields=('version', 'email'), name='usage_signed_once', violation_error_message='Cette personne a déjà signé cette version.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='usagesignature',
            trigger=pgtrigger.compiler.Trigger(name='usage_signature_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='80278c0f9c49de005bc7c3f4f6a4d77d5ca535f6', operation='UPDATE', pgid='pgtrigger_usage_signature_kept_8ab68', table='charter_usagesignature', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='usagecampaign',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('charter',), name='one_open_usage_campaign'),
        ),
    ]
