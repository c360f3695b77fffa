"""Addresses of basket, checkout and orders."""

from django.urls import path

from catalog.lib.languages import bilingual
from marketplace.checkout import address_pages, order_pages, pay_pages, views, vouchers

app_name = "checkout"
urlpatterns = [
    path(bilingual("dia-chi-da-luu/", "saved-addresses/"), address_pages.address_list, name="addresses"),
    path(
        bilingual("dia-chi-da-luu/<int:address_id>/xoa/", "saved-addresses/<int:address_id>/delete/"),
        address_pages.address_forget,
        name="address-forget",
    ),
    path(bilingual("gio-hang/", "basket/"), views.basket, name="basket"),
    path(bilingual("gio-hang/them/", "basket/add/"), views.basket_add, name="basket-add"),
    path(bilingual("gio-hang/doi/", "basket/change/"), views.basket_change, name="basket-change"),
    path(bilingual("gio-hang/ma/", "basket/voucher/"), vouchers.voucher_add, name="voucher-add"),
    path(bilingual("gio-hang/bo-ma/", "basket/voucher/remove/"), vouchers.voucher_remove, name="voucher-remove"),
    path(bilingual("dat-hang/", "checkout/"), views.details, name="details"),
    path(bilingual("dat-hang/xem-lai/", "checkout/review/"), views.review, name="review"),
    path(bilingual("dat-hang/xac-nhan/", "checkout/place/"), views.place, name="place"),
    path(bilingual("don-hang/", "orders/"), order_pages.order_list, name="order-list"),
    path(bilingual("don-hang/<slug:number>/mua-lai/", "orders/<slug:number>/again/"), order_pages.order_again, name="order-again"),
    path(bilingual("don-hang/tim/", "orders/find/"), order_pages.order_find, name="order-find"),
    path(
        bilingual("don-hang/<slug:number>/<slug:signature>/", "orders/<slug:number>/<slug:signature>/"),
        order_pages.order_detail,
        name="order-detail",
    ),
    path(
        bilingual(
            "don-hang/<slug:number>/<slug:signature>/<int:parcel_id>/huy/", "orders/<slug:number>/<slug:signature>/<int:parcel_id>/cancel/"
        ),
        order_pages.parcel_cancel,
        name="parcel-cancel",
    ),
    path(
        bilingual("don-hang/<slug:number>/<slug:signature>/tra-tien/", "orders/<slug:number>/<slug:signature>/pay/"),
        pay_pages.pay,
        name="pay",
    ),
    path(
        bilingual("don-hang/<slug:number>/<slug:signature>/tra-xong/", "orders/<slug:number>/<slug:signature>/paid/"),
        pay_pages.pay_return,
        name="pay-return",
    ),
    path(
        bilingual("don-hang/<slug:number>/<slug:signature>/vietqr.svg", "orders/<slug:number>/<slug:signature>/vietqr.svg"),
        order_pages.order_qr,
        name="order-qr",
    ),
]
