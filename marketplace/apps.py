"""The one place where what a lower storey asks for is joined to what a higher one gives."""

from django.apps import AppConfig


class MarketplaceConfig(AppConfig):
    """The frame of the shop."""

    name = "marketplace"

    def ready(self) -> None:
        """Join Protocols to their implementations."""
        from catalog.products.pictures import set_picture_source
        from cms.media.selectors import StoredPictures
        from marketplace.caching import receivers
        from marketplace.caching.purging import purge_of_settings, set_purge
        from marketplace.carriers.history import posted_fees, posted_transfers
        from marketplace.carriers.transfers import unpaid_settlements
        from marketplace.complaints.history import posted_returns
        from marketplace.complaints.selectors import has_gone_back, parcels_with_running_complaint
        from marketplace.delivery.reach import DeliveryReach
        from marketplace.frame import receivers as editing
        from marketplace.ledger.proofs import join_history
        from marketplace.orders.history import moved_money, sold_parcels
        from marketplace.orders.objections import join_objection
        from marketplace.orders.popularity import OrderedMost
        from marketplace.payouts.history import posted_payouts
        from marketplace.payouts.holds import join_hold
        from marketplace.reconciliation.findings import join_findings
        from search.popularity import set_popularity_source
        from search.reach import set_reach_source

        set_picture_source(StoredPictures())
        set_purge(purge_of_settings())
        set_reach_source(DeliveryReach())
        set_popularity_source(OrderedMost())
        for history in (sold_parcels, moved_money, posted_returns, posted_payouts, posted_fees, posted_transfers):
            join_history(history)
        join_objection(has_gone_back)
        join_hold(parcels_with_running_complaint)
        join_findings(unpaid_settlements)
        receivers.connect()
        editing.connect()
