// Small comforts; every page works without them.
"use strict";

// Steppers: plus and minus beside a number.
function readySteppers(root) {
  for (const box of root.querySelectorAll(".quantity:not(.is-ready)")) {
    const input = box.querySelector("input");
    for (const button of box.querySelectorAll("button[data-step]")) {
      button.addEventListener("click", () => {
        if (Number(button.dataset.step) > 0) input.stepUp(); else input.stepDown();
        input.dispatchEvent(new Event("change", { bubbles: true }));
      });
    }
    box.classList.add("is-ready");
  }
}

// Forms that send themselves once something is chosen: on wide screens only, where the list stands beside the boxes.
const wide = window.matchMedia("(min-width: 60rem)");
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (!form || !("autoSubmit" in form.dataset)) return;
  if (form.dataset.autoSubmit === "always" || event.target.dataset.autoSubmit === "always" || wide.matches) form.requestSubmit();
});

// One press is enough: a second within five seconds does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent && Date.now() - Number(form.dataset.sent) < 5000) event.preventDefault();
  else form.dataset.sent = String(Date.now());
});

// Buttons that print, and buttons that copy an address.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-action]");
  if (!button) return;
  if (button.dataset.action === "print") window.print();
  if (button.dataset.action === "copy" && navigator.clipboard) {
    navigator.clipboard.writeText(button.dataset.text).then(() => { button.classList.add("is-copied"); });
  }
});

// Folds that a visitor opened stay open when htmx renews the list beside them.
let open = [];
document.addEventListener("htmx:beforeSwap", () => { open = [...document.querySelectorAll("details[open][id]")].map((fold) => fold.id); });
document.addEventListener("htmx:afterSwap", () => {
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  readySteppers(document);
});

for (const button of document.querySelectorAll("[data-needs-script]")) button.hidden = false;
readySteppers(document);
