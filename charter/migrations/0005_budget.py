import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.math
import pgtrigger.compiler
import pgtrigger.migrations
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("charter", "0004_team"), migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("pghistory", "0007_auto_20250421_0444")]

    operations = [
        migrations.CreateModel(
            name='BudgetSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, editable=False, verbose_name='position')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='supprimé le')),
                ('horizon', models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10)], verbose_name='horizon (années)')),
                ('users', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)], verbose_name='utilisateurs au lancement')),
                ('contingency', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('100'))], verbose_name='aléas (%)')),
                ('low_percent', models.DecimalField(decimal_places=2, default=Decimal('10'), max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('100'))], verbose_name='hypothèse basse\xa0: en moins (%)')),
                ('high_percent', models.DecimalField(decimal_places=2, default=Decimal('20'), max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('300'))], verbose_name='hypothèse haute\xa0: en plus (%)')),
                ('tax_shown', models.BooleanField(default=False, verbose_name='montrer la TVA et les totaux TTC')),
                ('tax_rate', models.DecimalField(decimal_places=2, default=Decimal('20'), max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('100'))], verbose_name='taux de TVA (%)')),
            ],
            options={
                'verbose_name': 'réglages du budget',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='BudgetSettingsEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('position', models.PositiveIntegerField(default=0, editable=False, verbose_name='position')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='supprimé le')),
                ('horizon', models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10)], verbose_name='horizon (années)')),
                ('users', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000)], verbose_name='utilisateurs au lancement')),
                ('contingency', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('100'))], verbose_name='aléas (%)')),
                ('low_percent', models.DecimalField(decimal_places=2, default=Decimal('10'), max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('100'))], verbose_name='hypothèse basse\xa0: en moins (%)')),
                ('high_percent', models.DecimalField(decimal_places=2, default=Decimal('20'), max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('300'))], verbose_name='hypothèse haute\xa0: en plus (%)')),
                ('tax_shown', models.BooleanField(default=False, verbose_name='montrer la TVA et les totaux TTC')),
                ('tax_rate', models.DecimalField(decimal_places=2, default=Decimal('20'), max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('100'))], verbose_name='taux de TVA (%)')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, editable=False, verbose_name='position')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='supprimé le')),
                ('name', models.CharField(max_length=200, verbose_name='nom')),
                ('baseline', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='valeur de départ')),
                ('target', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='cible')),
                ('unit', models.CharField(blank=True, max_length=60, verbose_name='unité')),
                ('due', models.DateField(blank=True, null=True, verbose_name='date de mesure')),
            ],
            options={
                'verbose_name': 'indicateur',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='IndicatorEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('position', models.PositiveIntegerField(default=0, editable=False, verbose_name='position')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='supprimé le')),
                ('name', models.CharField(max_length=200, verbose_name='nom')),
                ('baseline', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='valeur de départ')),
                ('target', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='cible')),
                ('unit', models.CharField(blank=True, max_length=60, verbose_name='unité')),
                ('due', models.DateField(blank=True, null=True, verbose_name='date de mesure')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Measurement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, editable=False, verbose_name='position')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='supprimé le')),
                ('measured_on', models.DateField(verbose_name='mesuré le')),
                ('value', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='valeur')),
                ('comment', models.CharField(blank=True, max_length=300, verbose_name='commentaire')),
            ],
            options={
                'verbose_name': 'mesure',
                'ordering': ['measured_on', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MeasurementEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('position', models.PositiveIntegerField(default=0, editable=False, verbose_name='position')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='supprimé le')),
                ('measured_on', models.DateField(verbose_name='mesuré le')),
                ('value', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='valeur')),
                ('comment', models.CharField(blank=True, max_length=300, verbose_name='commentaire')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='budgetline',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='budgetline',
            name='update_update',
        ),
        migrations.AddField(
            model_name='budgetline',
            name='first_year',
            field=models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10)], verbose_name='première année'),
        ),
        migrations.AddField(
            model_name='budgetline',
            name='high',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='hypothèse haute (€ HT)'),
        ),
        migrations.AddField(
            model_name='budgetline',
            name='increase',
            field=models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('-50')), django.core.validators.MaxValueValidator(Decimal('100'))], verbose_name='hausse par an (%)'),
        ),
        migrations.AddField(
            model_name='budgetline',
            name='low',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='hypothèse basse (€ HT)'),
        ),
        migrations.AddField(
            model_name='budgetline',
            name='months',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)], verbose_name='mois par an'),
        ),
        migrations.AddField(
            model_name='budgetline',
            name='quantity',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='quantité'),
        ),
        migrations.AddField(
            model_name='budgetline',
            name='unit',
            field=models.CharField(blank=True, choices=[('days', 'Jours'), ('users', 'Utilisateurs'), ('months', 'Mois'), ('pieces', 'Unités')], max_length=10, verbose_name='unité'),
        ),
        migrations.AddField(
            model_name='budgetline',
            name='unit_price',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='prix unitaire (€ HT)'),
        ),
        migrations.AddField(
            model_name='budgetline',
            name='years',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10)], verbose_name='nombre d’années'),
        ),
        migrations.AddField(
            model_name='budgetlineevent',
            name='first_year',
            field=models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10)], verbose_name='première année'),
        ),
        migrations.AddField(
            model_name='budgetlineevent',
            name='high',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='hypothèse haute (€ HT)'),
        ),
        migrations.AddField(
            model_name='budgetlineevent',
            name='increase',
            field=models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('-50')), django.core.validators.MaxValueValidator(Decimal('100'))], verbose_name='hausse par an (%)'),
        ),
        migrations.AddField(
            model_name='budgetlineevent',
            name='low',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='hypothèse basse (€ HT)'),
        ),
        migrations.AddField(
            model_name='budgetlineevent',
            name='months',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)], verbose_name='mois par an'),
        ),
        migrations.AddField(
            model_name='budgetlineevent',
            name='quantity',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='quantité'),
        ),
        migrations.AddField(
            model_name='budgetlineevent',
            name='unit',
            field=models.CharField(blank=True, choices=[('days', 'Jours'), ('users', 'Utilisateurs'), ('months', 'Mois'), ('pieces', 'Unités')], max_length=10, verbose_name='unité'),
        ),
        migrations.AddField(
            model_name='budgetlineevent',
            name='unit_price',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='prix unitaire (€ HT)'),
        ),
        migrations.AddField(
            model_name='budgetlineevent',
            name='years',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10)], verbose_name='nombre d’années'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='budgetline',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "charter_budgetlineevent" ("amount", "category", "deleted_at", "first_year", "high", "id", "increase", "internal", "label", "low", "months", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "quantity", "recurring", "unit", "unit_price", "version", "years") VALUES (NEW."amount", NEW."category", NEW."deleted_at", NEW."first_year", NEW."high", NEW."id", NEW."increase", NEW."internal", NEW."label", NEW."low", NEW."months", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."project_id", NEW."quantity", NEW."recurring", NEW."unit", NEW."unit_price", NEW."version", NEW."years"); RETURN NULL;', hash='05ffb9c6eb6d0747f6c9f82a49d6095eb593910a', operation='INSERT', pgid='pgtrigger_insert_insert_edd7d', table='charter_budgetline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='budgetline',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "charter_budgetlineevent" ("amount", "category", "deleted_at", "first_year", "high", "id", "increase", "internal", "label", "low", "months", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "quantity", "recurring", "unit", "unit_price", "version", "years") VALUES (NEW."amount", NEW."category", NEW."deleted_at", NEW."first_year", NEW."high", NEW."id", NEW."increase", NEW."internal", NEW."label", NEW."low", NEW."months", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."project_id", NEW."quantity", NEW."recurring", NEW."unit", NEW."unit_price", NEW."version", NEW."years"); RETURN NULL;', hash='dbd87f149a33172ae00e7adaf2cf184e1479e2c9', operation='UPDATE', pgid='pgtrigger_update_update_d9f13', table='charter_budgetline', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('months', None), ('quantity', None), ('unit', ''), ('unit_price', None)), models.Q(models.Q(('unit', ''), _negated=True), ('amount', django.db.models.functions.math.Round(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('quantity'), '*', models.F('unit_price')), '*', django.db.models.functions.comparison.Coalesce(models.F('months'), models.Value(1))), 2)), ('quantity__isnull', False), ('unit_price__isnull', False)), _connector='OR'), name='budget_amount_reckoned', violation_error_message='Le montant n’est pas la quantité multipliée par le prix unitaire.'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('quantity', None), ('quantity__gte', 0), _connector='OR'), models.Q(('unit_price', None), ('unit_price__gte', 0), _connector='OR')), name='budget_quantity_positive', violation_error_message='Une quantité ou un prix ne peut pas être négatif.'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('low', None), models.Q(('low__gte', 0), ('low__lte', models.F('amount'))), _connector='OR'), models.Q(('high', None), ('high__gte', models.F('amount')), _connector='OR')), name='budget_likely_between', violation_error_message='Le montant probable se tient entre l’hypothèse basse et l’hypothèse haute.'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(('recurring', True), models.Q(('increase', 0), ('years', None)), _connector='OR'), name='budget_years_recur', violation_error_message='Un nombre d’années ou une hausse ne vaut que pour un coût récurrent.'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(('first_year__range', (1, 10)), models.Q(('years', None), ('years__range', (1, 10)), _connector='OR'), models.Q(('months', None), ('months__range', (1, 12)), _connector='OR'), ('increase__range', (-50, 100))), name='budget_years_in_range', violation_error_message='Les années vont de 1 à 10, les mois de 1 à 12, la hausse de −50 à 100\xa0%.'),
        ),
        migrations.AddField(
            model_name='budgetsettings',
            name='project',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_rows', to='charter.project', verbose_name='projet'),
        ),
        migrations.AddField(
            model_name='budgetsettingsevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='budgetsettingsevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='charter.budgetsettings'),
        ),
        migrations.AddField(
            model_name='budgetsettingsevent',
            name='project',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='charter.project', verbose_name='projet'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='objective',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='indicators', to='charter.operationalobjective', verbose_name='objectif servi'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='indicators', to='charter.membership', verbose_name='propriétaire'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='project',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_rows', to='charter.project', verbose_name='projet'),
        ),
        migrations.AddField(
            model_name='indicatorevent',
            name='objective',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='charter.operationalobjective', verbose_name='objectif servi'),
        ),
        migrations.AddField(
            model_name='indicatorevent',
            name='owner',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='charter.membership', verbose_name='propriétaire'),
        ),
        migrations.AddField(
            model_name='indicatorevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='indicatorevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='charter.indicator'),
        ),
        migrations.AddField(
            model_name='indicatorevent',
            name='project',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='charter.project', verbose_name='projet'),
        ),
        migrations.AddField(
            model_name='measurement',
            name='author',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='saisi par'),
        ),
        migrations.AddField(
            model_name='measurement',
            name='indicator',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='measurements', to='charter.indicator', verbose_name='indicateur'),
        ),
        migrations.AddField(
            model_name='measurementevent',
            name='author',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='saisi par'),
        ),
        migrations.AddField(
            model_name='measurementevent',
            name='indicator',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='charter.indicator', verbose_name='indicateur'),
        ),
        migrations.AddField(
            model_name='measurementevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='measurementevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='charter.measurement'),
        ),
        migrations.AddConstraint(
            model_name='budgetsettings',
            constraint=models.UniqueConstraint(fields=('project',), name='one_budget_settings'),
        ),
        migrations.AddConstraint(
            model_name='budgetsettings',
            constraint=models.CheckConstraint(condition=models.Q(('horizon__range', (1, 10)), ('contingency__range', (0, 100)), ('low_percent__range', (0, 100)), ('high_percent__range', (0, 300)), ('tax_rate__range', (0, 100)), models.Q(('users', None), ('users__gte', 1), _connector='OR')), name='budget_settings_in_range', violation_error_message='Un réglage du budget sort de ses bornes.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='budgetsettings',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "charter_budgetsettingsevent" ("contingency", "deleted_at", "high_percent", "horizon", "id", "low_percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "tax_rate", "tax_shown", "users", "version") VALUES (NEW."contingency", NEW."deleted_at", NEW."high_percent", NEW."horizon", NEW."id", NEW."low_percent", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."project_id", NEW."tax_rate", NEW."tax_shown", NEW."users", NEW."version"); RETURN NULL;', hash='890f9d8435536a7877bbf8e981f8b20e904753c2', operation='INSERT', pgid='pgtrigger_insert_insert_05b8c', table='charter_budgetsettings', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='budgetsettings',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "charter_budgetsettingsevent" ("contingency", "deleted_at", "high_percent", "horizon", "id", "low_percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "tax_rate", "tax_shown", "users", "version") VALUES (NEW."contingency", NEW."deleted_at", NEW."high_percent", NEW."horizon", NEW."id", NEW."low_percent", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."project_id", NEW."tax_rate", NEW."tax_shown", NEW."users", NEW."version"); RETURN NULL;', hash='d5d607058e16fbfcce85c7de53e14d66fb65fb7f', operation='UPDATE', pgid='pgtrigger_update_update_fd6fa', table='charter_budgetsettings', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(('baseline', None), ('target', None), models.Q(('baseline', models.F('target')), _negated=True), _connector='OR'), name='indicator_has_a_way_to_go', violation_error_message='La cible égale la valeur de départ\xa0: il n’y aurait rien à atteindre.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='indicator',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "charter_indicatorevent" ("baseline", "deleted_at", "due", "id", "name", "objective_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "target", "unit", "version") VALUES (NEW."baseline", NEW."deleted_at", NEW."due", NEW."id", NEW."name", NEW."objective_id", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."project_id", NEW."target", NEW."unit", NEW."version"); RETURN NULL;', hash='401bf4d20f9f35444264c02843b0a3993c808af9', operation='INSERT', pgid='pgtrigger_insert_insert_6f97c', table='charter_indicator', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='indicator',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "charter_indicatorevent" ("baseline", "deleted_at", "due", "id", "name", "objective_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "target", "unit", "version") VALUES (NEW."baseline", NEW."deleted_at", NEW."due", NEW."id", NEW."name", NEW."objective_id", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."project_id", NEW."target", NEW."unit", NEW."version"); RETURN NULL;', hash='6448794783b264a7941087f9158699999102df78', operation='UPDATE', pgid='pgtrigger_update_update_caf09', table='charter_indicator', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='measurement',
            constraint=models.UniqueConstraint(condition=models.Q(('deleted_at', None)), fields=('indicator', 'measured_on'), name='measurement_once_a_day', violation_error_message='Une mesure de cet indicateur porte déjà cette date\xa0: corrigez-la.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='measurement',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "charter_measurementevent" ("author_id", "comment", "deleted_at", "id", "indicator_id", "measured_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "value", "version") VALUES (NEW."author_id", NEW."comment", NEW."deleted_at", NEW."id", NEW."indicator_id", NEW."measured_on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."value", NEW."version"); RETURN NULL;', hash='fb4b1be8ab0cdee2b05b9232934b76a3ba59f9c2', operation='INSERT', pgid='pgtrigger_insert_insert_d1ad6', table='charter_measurement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='measurement',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "charter_measurementevent" ("author_id", "comment", "deleted_at", "id", "indicator_id", "measured_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "value", "version") VALUES (NEW."author_id", NEW."comment", NEW."deleted_at", NEW."id", NEW."indicator_id", NEW."measured_on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."value", NEW."version"); RETURN NULL;', hash='ff97e3351673e2d998eb2c009ebc0dc86cfc5e4f', operation='UPDATE', pgid='pgtrigger_update_update_a816e', table='charter_measurement', when='AFTER')),
        ),
    ]
