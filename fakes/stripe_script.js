// A small stand-in for Stripe's browser script: mounts one field, confirms, follows 3-D Secure. For trying and testing only.
(function () {
  "use strict";
  const origin = new URL(document.currentScript.src).origin;
  window.Stripe = function (key, options) {
    const english = options && options.locale === "en";
    let secret = "";
    let input = null;
    return {
      elements: function (settings) {
        secret = settings.clientSecret;
        return {
          create: function () {
            return {
              mount: function (where) {
                const label = document.createElement("label");
                label.className = "field__label";
                label.textContent = english ? "Card number" : "Số thẻ";
                input = document.createElement("input");
                input.className = "input";
                input.name = "stand-in-card";
                input.inputMode = "numeric";
                input.autocomplete = "off";
                label.append(input);
                document.querySelector(where).append(label);
              },
            };
          },
        };
      },
      confirmPayment: function (order) {
        if (!input.value.trim()) {  // the real form asks for what is missing, and sends nothing
          const missing = english ? "Your card number is missing." : "Bạn chưa nhập số thẻ.";
          return Promise.resolve({ error: { type: "validation_error", code: "incomplete_number", message: missing } });
        }
        const id = secret.split("_secret_")[0];
        const back = order.confirmParams.return_url;
        const body = new URLSearchParams({ client_secret: secret, card: input.value, return_url: back });
        return fetch(origin + "/v1/payment_intents/" + id + "/confirm", { method: "POST", body: body })
          .then(function (answer) { return answer.json(); })
          .then(function (intent) {
            if (intent.error) {
              const declined = english ? "Your card was declined." : "Thẻ của bạn bị từ chối.";
              return { error: { message: intent.error.code === "card_declined" ? declined : intent.error.message } };
            }
            const next = intent.next_action;
            window.location = next ? origin + next.redirect_to_url.url : back + "?payment_intent=" + id + "&redirect_status=" + intent.status;
            return new Promise(function () {});
          });
      },
    };
  };
})();
