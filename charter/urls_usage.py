"""Addresses of the usage charter, and of the pages that personal links open."""

from django.urls import URLPattern, URLResolver, path

from charter.views import usage, usage_campaign, usage_committee, usage_signing

HERE = "projets/<slug:slug>/charte/usage/"
LINK = "charte-usage/<str:token>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, usage.usage_charter, name="usage_charter"),
    path(f"{HERE}jeu-de-depart", usage.usage_start, name="usage_start"),
    path(f"{HERE}presentation/", usage.usage_presentation, name="usage_presentation"),
    path(f"{HERE}propositions/", usage.usage_proposals, name="usage_proposals"),
    path(f"{HERE}propositions/<int:pk>/repondre", usage.usage_proposal_answer, name="usage_proposal_answer"),
    path(f"{HERE}publier/", usage.usage_publish, name="usage_publish"),
    path(f"{HERE}versions/<int:number>/", usage.usage_version, name="usage_version"),
    path(f"{HERE}versions/<int:number>/ecarts/", usage.usage_changes, name="usage_changes"),
    path(f"{HERE}signatures/", usage_campaign.usage_campaign, name="usage_campaign"),
    path(f"{HERE}signatures/ouvrir/", usage_campaign.usage_campaign_open, name="usage_campaign_open"),
    path(f"{HERE}signatures/ajouter", usage_campaign.usage_campaign_add, name="usage_campaign_add"),
    path(f"{HERE}signatures/cloture", usage_campaign.usage_campaign_close, name="usage_campaign_close"),
    path(f"{HERE}signatures/liste.csv", usage_campaign.usage_campaign_csv, name="usage_campaign_csv"),
    path(f"{HERE}signatures/<int:pk>/renvoyer", usage_campaign.usage_ask_again, name="usage_ask_again"),
    path(f"{HERE}signatures/<int:pk>/revoquer", usage_campaign.usage_revoke, name="usage_revoke"),
    path(f"{HERE}signatures/<int:pk>/preuve", usage_campaign.usage_signature, name="usage_signature"),
    path(f"{HERE}ma-signature", usage_campaign.usage_mine, name="usage_mine"),
    path(f"{HERE}comite/", usage_committee.usage_committee, name="usage_committee"),
    path(f"{HERE}comite/<int:pk>/", usage_committee.usage_request, name="usage_request"),
    path(LINK, usage_signing.usage_sign, name="usage_sign"),
    path(f"{LINK}preuve", usage_signing.usage_sign_proof, name="usage_sign_proof"),
]
