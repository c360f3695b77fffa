// Suggestions under the search field: an ARIA combobox. The form works without it.
"use strict";

const RECENT = "recent-searches";

function readRecent() {
  try { return JSON.parse(localStorage.getItem(RECENT) || "[]").filter((text) => typeof text === "string").slice(0, 5); } catch { return []; }
}

function keepRecent(text) {
  try { localStorage.setItem(RECENT, JSON.stringify([text, ...readRecent().filter((other) => other !== text)].slice(0, 5))); } catch { /* private window */ }
}

function readySuggestions(box) {
  const input = box.querySelector("input");
  const form = input.form;
  const list = document.createElement("ul");
  let active = -1, timer = 0, asked = null;
  list.id = `${input.id}-list`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.suggestName);
  form.append(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) input.setAttribute(name, value);

  const options = () => [...list.children];
  function close() {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
  function mark(place) {
    const all = options();
    active = all.length ? (place + all.length) % all.length : -1;
    all.forEach((option, index) => option.setAttribute("aria-selected", String(index === active)));
    if (active >= 0) {
      input.setAttribute("aria-activedescendant", all[active].id);
      all[active].scrollIntoView({ block: "nearest" });
    }
  }
  function show(items) {
    list.replaceChildren(...items.map((item, index) => {
      const option = document.createElement("li");
      const kind = document.createElement("small");
      option.id = `${list.id}-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.url = item.url;
      kind.textContent = item.label;
      option.append(item.title, " ", kind);
      return option;
    }));
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = items.length === 0;
    input.setAttribute("aria-expanded", String(items.length > 0));
  }
  function showRecent() {
    show(readRecent().map((text) => ({ title: text, label: box.dataset.suggestRecent, url: `${form.action}?q=${encodeURIComponent(text)}` })));
  }
  async function ask() {
    const text = input.value.trim();
    asked?.abort();
    if (text.length < 2) { if (text) close(); else showRecent(); return; }
    asked = new AbortController();
    try {
      const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(text)}`, { signal: asked.signal });
      if (answer.ok && document.activeElement === input) show((await answer.json()).items);
    } catch { /* typed on, or no network */ }
  }

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 120); });
  input.addEventListener("focus", () => { if (!input.value) showRecent(); });
  input.addEventListener("blur", () => setTimeout(close, 150));
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { event.preventDefault(); if (list.hidden) ask(); else mark(active + 1); }
    else if (event.key === "ArrowUp" && !list.hidden) { event.preventDefault(); mark(active < 0 ? -1 : active - 1); }
    else if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); }
    else if (event.key === "Enter" && active >= 0) { event.preventDefault(); location.assign(options()[active].dataset.url); }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => { const option = event.target.closest("[data-url]"); if (option) location.assign(option.dataset.url); });
  form.addEventListener("submit", () => { const text = input.value.trim(); if (text) keepRecent(text.slice(0, 100)); });
}

for (const box of document.querySelectorAll("[data-suggest]")) readySuggestions(box);
