"""The log only grows."""

import pytest
from django.db import IntegrityError, connection, transaction

from catalog.audit.models import AuditEntry
from catalog.producers.errors import UnableToChangeState
from catalog.producers.services import change_producer_state
from marketplace.accounts.models import User
from tests.factories.producers import ProducerFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("statement", ["UPDATE audit_auditentry SET action = 'x'", "DELETE FROM audit_auditentry"])
def test_the_database_refuses_to_change_or_remove_an_entry(mai: User, statement: str) -> None:
    change_producer_state(producer=ProducerFactory.create(), state="suspended", reference="Đơn 12", officer=mai)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEntry.objects.get().action == "producers.change-state"


def test_a_change_without_a_reference_or_out_of_turn_is_refused_and_leaves_no_trace(mai: User) -> None:
    producer = ProducerFactory.create()
    for state, reference in (("suspended", "  "), ("applied", "Đơn 12"), ("verified", "Đơn 12")):
        with pytest.raises(UnableToChangeState):
            change_producer_state(producer=producer, state=state, reference=reference, officer=mai)
    producer.refresh_from_db()
    assert producer.state == "verified"
    assert not AuditEntry.objects.exists()
