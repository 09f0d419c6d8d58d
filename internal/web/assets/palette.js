// Ctrl K finds anything: accounts, entries, reports, facts, documents, people, pages and what can be done.
"use strict";
(() => {
  const dialog = document.getElementById("palette");
  if (!dialog) return;
  const input = dialog.querySelector("input");
  const list = dialog.querySelector("[role=listbox]");
  const status = dialog.querySelector("[role=status]");
  let asked = 0;
  let chosen = -1;

  function choose(n) {
    const items = list.children;
    if (items[chosen]) items[chosen].setAttribute("aria-selected", "false");
    chosen = items.length ? (n + items.length) % items.length : -1;
    const item = items[chosen];
    input.setAttribute("aria-activedescendant", item ? item.id : "");
    if (!item) return;
    item.setAttribute("aria-selected", "true");
    item.scrollIntoView({ block: "nearest" });
  }

  function show(hits) {
    list.replaceChildren(...hits.map((h, i) => {
      const li = document.createElement("li");
      li.id = "hit-" + i;
      li.setAttribute("role", "option");
      li.dataset.href = h.href;
      for (const [cls, text] of [["kind", h.kind], ["name", h.name], ["tiny", h.about || ""]]) {
        const span = document.createElement("span");
        span.className = cls;
        span.textContent = text;
        li.append(span);
      }
      if (h.key) {
        const k = document.createElement("kbd");
        k.textContent = h.key;
        li.append(k);
      }
      li.addEventListener("click", () => location.assign(h.href));
      return li;
    }));
    status.textContent = hits.length ? hits.length + " found" : "Nothing fits";
    input.setAttribute("aria-expanded", hits.length ? "true" : "false");
    choose(0);
  }

  async function find() {
    const turn = ++asked;
    const url = new URL("/find/list", location.href);
    for (const [k, v] of new URLSearchParams(location.search)) if (["on", "position", "period", "branch"].includes(k)) url.searchParams.set(k, v);
    url.searchParams.set("q", input.value);
    const answer = await fetch(url, { credentials: "same-origin" });
    if (turn !== asked || !answer.ok) return;
    show(await answer.json());
  }

  function open() {
    input.value = "";
    dialog.showModal();
    find();
  }

  input.addEventListener("input", find);
  input.addEventListener("keydown", (e) => {
    if (e.key === "ArrowDown") choose(chosen + 1);
    else if (e.key === "ArrowUp") choose(chosen - 1);
    else if (e.key === "Enter") {
      const item = list.children[chosen];
      if (item) location.assign(item.dataset.href);
    } else return;
    e.preventDefault();
  });
  dialog.addEventListener("click", (e) => { if (e.target === dialog) dialog.close(); });
  document.addEventListener("keydown", (e) => {
    if ((e.ctrlKey || e.metaKey) && !e.altKey && e.key.toLowerCase() === "k") {
      e.preventDefault();
      if (dialog.open) dialog.close();
      else open();
    }
  });
  for (const b of document.querySelectorAll("[data-palette]")) {
    b.addEventListener("click", (e) => { e.preventDefault(); open(); });
  }
})();
