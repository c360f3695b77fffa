// The card form: mounts the provider's own fields and confirms once. The card's number never touches this page.
(function () {
  "use strict";
  const form = document.getElementById("card-form");
  const error = document.getElementById("card-error");
  const button = form.querySelector("button[type=submit]");
  const show = function (text) {
    error.textContent = text;
    error.hidden = !text;
  };
  if (!window.Stripe) {
    show(form.dataset.language === "en" ? "The card form could not be loaded. Please try again." : "Không tải được biểu mẫu thẻ. Mời bạn thử lại.");
    button.disabled = true;
    return;
  }
  const stripe = window.Stripe(form.dataset.key, { locale: form.dataset.language });
  const elements = stripe.elements({ clientSecret: form.dataset.secret });
  elements.create("payment").mount("#card-element");
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    button.disabled = true;
    show("");
    stripe.confirmPayment({ elements: elements, confirmParams: { return_url: form.dataset.return } }).then(function (result) {
      if (result.error) {
        show(result.error.message);
        button.disabled = false;
      }
    });
  });
})();
