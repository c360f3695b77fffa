"""How Oscar asks for price and availability: whole đồng, VAT included, one seller a product."""

from typing import Any

from oscar.apps.partner import strategy


class Selector:
    """Gives every visitor the same strategy; Oscar looks this name up."""

    def strategy(self, request: Any = None, user: Any = None, **kwargs: Any) -> "Dong":
        """Give the shop's only strategy."""
        return Dong(request)


class Dong(strategy.UseFirstStockRecord, strategy.StockRequired, strategy.NoTax, strategy.Structured):
    """Prices already include VAT; its rate is frozen on our own line facts, not computed by Oscar."""

    def fetch_for_line(self, line: Any, stockrecord: Any = None) -> Any:
        """Price a basket's line by its own stock record, which is read with it: Oscar asks for it anew, line by line."""
        return self.fetch_for_product(line.product, stockrecord or line.stockrecord)
