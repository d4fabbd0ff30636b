"""Who opened an edition is noted when the page says so, once in ten minutes, and shown to whom it concerns."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.utils import timezone

from accounts.models import User
from charter.models import Project
from requirements.actions.editions import freeze_edition
from requirements.models import Edition, Opening, OpeningWay, ShareLink, Specification
from requirements.openings import readings_of, record_opening
from tests.factories import SectionFactory
from tests.personas import ClientFor

URL = "/projets/negoce/editions/1/ouverture/"


@pytest.fixture
def edition(project: Project) -> Edition:
    specification, _ = Specification.objects.specifications().get_or_create(project=project)
    SectionFactory(specification=specification)
    return freeze_edition(specification=specification, title="Pour le comité", note="", by=project.manager)


@pytest.mark.django_db
def test_reading_a_page_notes_nothing_until_the_page_says_so(
    edition: Edition, personas: dict[str, User], client_for: ClientFor
) -> None:
    reader = client_for("reader")
    for path in ("", "lecture/"):
        assert reader.get(f"/projets/negoce/editions/1/{path}").status_code == 200
    assert not Opening.objects.exists()
    assert reader.post(URL, {"way": "reading"}).status_code == 204
    opening = Opening.objects.get()
    assert (opening.user, opening.way) == (personas["reader"], OpeningWay.READING)


@pytest.mark.django_db
def test_an_unknown_way_is_refused(
    edition: Edition, personas: dict[str, User], client_for: ClientFor
) -> None:
    assert client_for("reader").post(URL, {"way": "télépathie"}).status_code == 400
    assert not Opening.objects.exists()


@pytest.mark.django_db
def test_opening_again_within_ten_minutes_counts_once(edition: Edition, personas: dict[str, User]) -> None:
    user = personas["reader"]
    assert record_opening(edition=edition, way=OpeningWay.PAGE, user=user)
    assert not record_opening(edition=edition, way=OpeningWay.PAGE, user=user)
    assert record_opening(edition=edition, way=OpeningWay.PDF, user=user)
    assert record_opening(edition=edition, way=OpeningWay.PAGE, user=personas["head"])
    Opening.objects.update(opened_at=timezone.now() - datetime.timedelta(minutes=11))
    assert record_opening(edition=edition, way=OpeningWay.PAGE, user=user)
    (one,) = readings_of(edition, only=user)
    assert (one.name, one.ways) == (str(user), "Page de l’édition (2 fois), PDF")


@pytest.mark.django_db
def test_members_see_their_own_openings_the_manager_and_the_committee_all(
    edition: Edition, personas: dict[str, User], client_for: ClientFor
) -> None:
    for persona in ("head", "reader"):
        record_opening(edition=edition, way=OpeningWay.PAGE, user=personas[persona])
    seen = {
        persona: {
            one.user_id for one in client_for(persona).get("/projets/negoce/editions/1/").context["readings"]
        }
        for persona in ("manager", "steering", "head", "sponsor")
    }
    head, reader = personas["head"].pk, personas["reader"].pk
    assert seen == {"manager": {head, reader}, "steering": {head, reader}, "head": {head}, "sponsor": set()}


@pytest.mark.django_db
def test_the_holder_of_a_link_is_named(edition: Edition) -> None:
    link = ShareLink.objects.create(
        edition=edition, recipient="Alice Martin", organisation="Intégrateur", token_sha256="0" * 64,
        expires_at=timezone.now() + datetime.timedelta(days=1), created_by=edition.author,
    )  # fmt: skip
    assert record_opening(edition=edition, way=OpeningWay.PDF, link=link)
    assert not record_opening(edition=edition, way=OpeningWay.PDF, link=link)
    (one,) = readings_of(edition)
    assert (one.name, one.title) == ("Alice Martin", "Intégrateur, par lien de partage")


@pytest.mark.django_db(transaction=True)
def test_ten_windows_opened_at_once_count_once(edition: Edition, personas: dict[str, User]) -> None:
    def open_it(_: int) -> bool:
        try:
            return record_opening(edition=edition, way=OpeningWay.PACK, user=personas["reader"])
        finally:
            connections.close_all()

    assert connection.vendor == "postgresql"
    with ThreadPoolExecutor(10) as pool:
        noted = list(pool.map(open_it, range(10)))
    assert noted.count(True) == 1
    assert Opening.objects.count() == 1
