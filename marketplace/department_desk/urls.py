"""Addresses of the officers' desk."""

from django.urls import path

from catalog.lib.languages import bilingual
from marketplace.department_desk import (
    award_pages,
    claim_pages,
    complaint_pages,
    list_pages,
    payout_pages,
    refund_pages,
    renewal_pages,
    review_pages,
    run_pages,
    views,
)

app_name = "desk"
urlpatterns = [
    path("", views.desk_overview, name="overview"),
    path(bilingual("chi-tieu/", "targets/"), views.targets, name="targets"),
    path(bilingual("luot/", "runs/"), run_pages.run_list, name="runs"),
    path(bilingual("luot/moi/", "runs/new/"), run_pages.run_new, name="run-new"),
    path(bilingual("luot/<int:run_id>/", "runs/<int:run_id>/"), run_pages.run_detail, name="run"),
    path(bilingual("luot/<int:run_id>/doc/", "runs/<int:run_id>/read/"), run_pages.run_read, name="run-read"),
    path(bilingual("luot/<int:run_id>/ap-dung/", "runs/<int:run_id>/apply/"), run_pages.run_apply, name="run-apply"),
    path(bilingual("luot/<int:run_id>/rut-lai/", "runs/<int:run_id>/undo/"), run_pages.run_undo, name="run-undo"),
    path(bilingual("luot/<int:run_id>/tien-do/", "runs/<int:run_id>/progress/"), run_pages.run_progress, name="run-progress"),
    path(bilingual("luot/<int:run_id>/mo-khoa/", "runs/<int:run_id>/release/"), run_pages.run_release, name="run-release"),
    path(bilingual("luot/<int:run_id>/tep/", "runs/<int:run_id>/file/"), run_pages.run_file, name="run-file"),
    path(bilingual("duyet/", "review/"), review_pages.review, name="review"),
    path(bilingual("duyet/<int:record_id>/", "review/<int:record_id>/"), review_pages.row_detail, name="row"),
    path(bilingual("duyet/<int:record_id>/quyet/", "review/<int:record_id>/decide/"), review_pages.row_decide, name="row-decide"),
    path(bilingual("duyet/<int:record_id>/chu-the/", "review/<int:record_id>/maker/"), review_pages.row_merge, name="row-merge"),
    path(bilingual("tu-nhan-sao/<int:claim_id>/", "claims/<int:claim_id>/"), claim_pages.claim, name="claim"),
    path(bilingual("danh-sach/", "lists/"), list_pages.list_of_lists, name="lists"),
    path(bilingual("danh-sach/<slug:name>/", "lists/<slug:name>/"), list_pages.list_detail, name="list"),
    path(
        bilingual("danh-sach/<slug:name>/tai/<slug:form>/", "lists/<slug:name>/export/<slug:form>/"),
        list_pages.list_export,
        name="list-export",
    ),
    path(bilingual("ban-ghi/<str:code>/", "records/<str:code>/"), award_pages.award_detail, name="award"),
    path(bilingual("ban-ghi/<str:code>/thu-hoi/", "records/<str:code>/revoke/"), award_pages.award_revoke, name="award-revoke"),
    path(bilingual("ban-ghi/<str:code>/rut/", "records/<str:code>/withdraw/"), award_pages.award_withdraw, name="award-withdraw"),
    path(bilingual("ban-ghi/<str:code>/go-lien-ket/", "records/<str:code>/unlink/"), award_pages.award_unlink, name="award-unlink"),
    path(bilingual("chi-tra/", "payouts/"), payout_pages.payout_runs, name="payouts"),
    path(bilingual("chi-tra/lap/", "payouts/prepare/"), payout_pages.payout_prepare, name="payout-prepare"),
    path(bilingual("chi-tra/<int:run_id>/", "payouts/<int:run_id>/"), payout_pages.payout_run, name="payout-run"),
    path(bilingual("chi-tra/<int:run_id>/duyet/", "payouts/<int:run_id>/release/"), payout_pages.payout_release, name="payout-release"),
    path(bilingual("chi-tra/<int:run_id>/huy/", "payouts/<int:run_id>/cancel/"), payout_pages.payout_cancel, name="payout-cancel"),
    path(bilingual("chi-tra/<int:run_id>/tra-loi/", "payouts/<int:run_id>/answer/"), payout_pages.payout_answer, name="payout-answer"),
    path(
        bilingual("chi-tra/<int:run_id>/tep/<slug:form>/", "payouts/<int:run_id>/file/<slug:form>/"),
        payout_pages.payout_file,
        name="payout-file",
    ),
    path(
        bilingual("chi-tra/tai-khoan/<int:account_id>/", "payouts/accounts/<int:account_id>/"),
        payout_pages.payout_account_verify,
        name="payout-account-verify",
    ),
    path(bilingual("hoan-tien/", "refunds/"), refund_pages.refunds, name="refunds"),
    path(bilingual("hoan-tien/tep/", "refunds/file/"), refund_pages.refunds_file, name="refunds-file"),
    path(bilingual("hoan-tien/tra-loi/", "refunds/answer/"), refund_pages.refunds_answer, name="refunds-answer"),
    path(
        bilingual("hoan-tien/<int:account_id>/lap/", "refunds/<int:account_id>/prepare/"),
        refund_pages.refund_prepare,
        name="refund-prepare",
    ),
    path(
        bilingual("hoan-tien/<int:account_id>/duyet/", "refunds/<int:account_id>/release/"),
        refund_pages.refund_release,
        name="refund-release",
    ),
    path(bilingual("danh-gia-lai/", "renewals/"), renewal_pages.renewals, name="renewals"),
    path(bilingual("danh-gia-lai/<int:case_id>/", "renewals/<int:case_id>/"), renewal_pages.renewal, name="renewal"),
    path(bilingual("danh-gia-lai/<int:case_id>/dong/", "renewals/<int:case_id>/close/"), renewal_pages.renewal_close, name="renewal-close"),
    path(bilingual("khieu-nai/", "complaints/"), complaint_pages.complaints, name="complaints"),
    path(
        bilingual("khieu-nai/<int:complaint_id>/", "complaints/<int:complaint_id>/"),
        complaint_pages.complaint_decide,
        name="complaint-decide",
    ),
]
