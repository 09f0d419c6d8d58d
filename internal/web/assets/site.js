// What the site adds to pages that work without it: explanations open beside the page, and keys.
"use strict";
(() => {
  document.documentElement.classList.add("js");
  const panel = document.getElementById("panel");
  const keys = document.getElementById("keys");
  const empty = panel ? panel.innerHTML : "";
  let opener = null; // the figure that the panel explains
  let asked = 0; // only the newest answer is shown

  // part fetches a page of this site and gives the element of it that matches.
  async function part(url, selector) {
    const answer = await fetch(url, { headers: { Accept: "text/html", "X-Part": "1" }, credentials: "same-origin" });
    if (answer.status === 401) location.reload(); // the session has ended: the page itself asks who is there
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector(selector) || page.querySelector("main .page");
  }

  function light(link) {
    if (opener) opener.classList.remove("on");
    opener = link;
    if (opener) opener.classList.add("on");
  }

  async function open(link, focus) {
    const turn = ++asked;
    const within = panel.contains(link);
    if (!within) light(link);
    panel.setAttribute("aria-busy", "true");
    try {
      const found = await part(link.href, "[data-panel]");
      if (turn !== asked || !found) return;
      const close = document.createElement("button");
      close.type = "button";
      close.className = "btn close";
      close.textContent = "Close";
      close.addEventListener("click", shut);
      panel.replaceChildren(close, document.importNode(found, true));
      panel.classList.add("open");
      panel.scrollTop = 0;
      if (focus || within) panel.focus({ preventScroll: true });
    } catch {
      if (turn === asked) location.assign(link.href);
    } finally {
      panel.removeAttribute("aria-busy");
    }
  }

  function shut() {
    asked++;
    panel.innerHTML = empty;
    panel.classList.remove("open");
    const back = opener;
    light(null);
    if (back) back.focus();
  }

  document.addEventListener("click", (e) => {
    const link = e.target.closest("a[data-explain]");
    if (!link || !panel || e.button !== 0 || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
    e.preventDefault();
    open(link, e.detail === 0); // a click by the keyboard has no detail
  });

  async function showKeys() {
    if (keys.open) return keys.close();
    const found = await part("/keys", ".keys");
    const close = document.createElement("button");
    close.type = "button";
    close.className = "btn";
    close.textContent = "Close";
    close.addEventListener("click", () => keys.close());
    keys.replaceChildren(document.importNode(found, true), close);
    keys.showModal();
  }

  // step moves the focus to the nearest figure in a direction, by the places of the figures on the page.
  function step(key) {
    const from = document.activeElement;
    if (!from || !from.matches("main a.fig, main a.ix") || (panel && panel.contains(from))) return false;
    const a = from.getBoundingClientRect();
    const across = key === "ArrowLeft" || key === "ArrowRight";
    const sign = key === "ArrowRight" || key === "ArrowDown" ? 1 : -1;
    let best = null;
    let least = Infinity;
    for (const link of document.querySelectorAll(".page a.fig, .page a.ix")) {
      const b = link.getBoundingClientRect();
      const dx = b.right - a.right;
      const dy = b.bottom - a.bottom;
      const along = sign * (across ? dx : dy);
      const aside = Math.abs(across ? dy : dx);
      if (link === from || along < 4 || (across && aside > 8)) continue;
      const far = along + 4 * aside;
      if (far < least) [best, least] = [link, far];
    }
    if (!best) return false;
    best.focus();
    return true;
  }

  // a form that says it sends itself when its choice changes
  for (const form of document.querySelectorAll("form[data-auto]")) {
    form.addEventListener("change", () => form.requestSubmit());
  }
  // what was typed before a session ended is sent on once
  const resume = document.querySelector("form[data-resume]");
  if (resume) resume.submit();
  // a form is sent once, however often its button is pressed
  document.addEventListener("submit", (e) => {
    if (e.target.method !== "post" || e.defaultPrevented) return;
    if (e.target.dataset.sent) return e.preventDefault();
    e.target.dataset.sent = "1";
    addEventListener("pageshow", () => delete e.target.dataset.sent, { once: true });
    setTimeout(() => delete e.target.dataset.sent, 4000);
  });
  // a list that floats closes when one turns elsewhere
  document.addEventListener("click", (e) => {
    for (const d of document.querySelectorAll("details.more[open]")) if (!d.contains(e.target)) d.open = false;
  });

  let before = "";
  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.key === "Escape" && panel && panel.classList.contains("open") && !keys.open) return shut();
    if (e.target.closest("input, select, textarea") || keys.open) return;
    const chord = before;
    before = "";
    if (e.key.startsWith("Arrow")) {
      if (step(e.key)) e.preventDefault();
    } else if (e.key === "?") {
      e.preventDefault();
      showKeys();
    } else if (e.key === "/") {
      e.preventDefault();
      location.assign("/explain" + location.search.replace(/[?&](statement|row|column|what)=[^&]*/g, "").replace(/^&/, "?"));
    } else if (chord === "g") {
      const to = document.querySelector(`nav a[data-key="${CSS.escape(e.key)}"]`);
      if (to) to.click();
    } else if (e.key === "g") {
      before = "g";
    }
  });
})();
