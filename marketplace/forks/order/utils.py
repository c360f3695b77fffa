"""Order numbers that nobody can guess."""

from typing import Any

from oscar.apps.order import utils
from oscar.apps.order.models import Line

from catalog.lib.codes import new_code


class OrderNumberGenerator:
    """Replaces Oscar's `100000 + basket id`, which tells how many orders there are and what the next one is called."""

    def order_number(self, basket: Any = None) -> str:
        """Give twelve random characters, about 59 bits."""
        return new_code()


class OrderCreator(utils.OrderCreator):
    """Oscar's order creator with all lines in one statement, and without taking stock: whoever places the order does so last."""

    def write(self, *, basket: Any, has_vouchers: bool, user: Any, **facts: Any) -> tuple[Any, list[Any]]:
        """Write a priced basket's order, discounts and lines; give the order and its lines, in the basket's order.

        The vouchers on the basket have been locked and looked at by the caller. Oscar's rows of line prices, for its reports, are
        left out: our line facts hold them.
        """
        order = self.create_order_model(user, basket, None, status=None, billing_address=None, **facts)
        for application in basket.offer_applications:
            application["message"] = application["offer"].apply_deferred_benefit(basket, order, application)
            self.create_discount_model(order, application)
            self.record_discount(application)
        # Read anew where there are any: recording a discount has changed their rows.
        for voucher in basket.vouchers.all() if has_vouchers else ():
            self.record_voucher_usage(order, voucher, user)
        pairs = [(_line(order, line), line) for line in basket.all_lines()]
        lines = Line.objects.bulk_create(order_line for order_line, _basket_line in pairs)
        for order_line, basket_line in pairs:
            self.create_line_discount_models(order, order_line, basket_line)
        return order, lines


def _line(order: Any, line: Any) -> Any:
    record = line.stockrecord
    return Line(
        order=order,
        partner_id=record.partner_id,
        partner_name=record.partner.name,
        partner_sku=record.partner_sku,
        stockrecord=record,
        product=line.product,
        title=line.product.get_title(),
        upc=line.product.upc,
        quantity=line.quantity,
        line_price_excl_tax=line.line_price_excl_tax_incl_discounts,
        line_price_incl_tax=line.line_price_incl_tax_incl_discounts,
        line_price_before_discounts_excl_tax=line.line_price_excl_tax,
        line_price_before_discounts_incl_tax=line.line_price_incl_tax,
        unit_price_incl_tax=line.unit_price_incl_tax,
        unit_price_excl_tax=line.unit_price_excl_tax,
        tax_code=line.tax_code,
        num_allocated=line.quantity,
    )
