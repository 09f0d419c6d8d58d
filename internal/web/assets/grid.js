// The grid in which an entry is typed: a form that works without this, and a spreadsheet with it.
"use strict";
(() => {
  const form = document.querySelector("form[data-grid]");
  if (!form) return;
  const table = form.querySelector("table.grid");
  const body = table.tBodies[0];
  const rows = () => [...body.rows];
  const cells = (row) => [...row.querySelectorAll("input:not([type=hidden]), select")];
  const digits = Number(form.dataset.digits);

  // Exact arithmetic on whole numbers: a fraction is [over, under].
  const gcd = (a, b) => { while (b) [a, b] = [b, a % b]; return a < 0n ? -a : a; };
  const frac = (n, d) => { if (d < 0n) [n, d] = [-n, -d]; const g = gcd(n, d) || 1n; return [n / g, d / g]; };
  function compute(text) {
    let s = text.replace(/[−]/g, "-").replace(/[\u00a0\u202f]/g, "").trim().replace(/^=/, "").trim().replace(/^\$/, "").trim();
    const printed = s.match(/^\(\$?([\d,]+(?:\.\d+)?)\)$/);
    if (printed) s = "-" + printed[1];
    let at = 0;
    const skip = () => { while (s[at] === " ") at++; };
    const take = (set) => { skip(); return at < s.length && set.includes(s[at]) ? s[at++] : ""; };
    function number() {
      const m = s.slice(at).match(/^(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?/);
      if (!m || m[0].length > 30) throw 0;
      at += m[0].length;
      const point = (m[2] || ".").length - 1;
      return frac(BigInt(m[0].replace(/[,.]/g, "")), 10n ** BigInt(point));
    }
    function factor(depth) {
      if (depth > 20) throw 0;
      const sign = take("+-");
      if (sign) { const f = factor(depth + 1); return sign === "-" ? [-f[0], f[1]] : f; }
      if (take("(")) { const f = sum(depth + 1); if (!take(")")) throw 0; return f; }
      skip();
      if (/^round\(/i.test(s.slice(at))) {
        at += 6;
        const [n, d] = sum(depth + 1);
        if (!take(")")) throw 0;
        const scale = 10n ** BigInt(digits);
        const twice = (n < 0n ? -n : n) * scale * 2n + d;
        return frac((n < 0n ? -1n : 1n) * (twice / (2n * d)), scale);
      }
      return number();
    }
    function product(depth) {
      let f = factor(depth);
      for (let op; (op = take("*/"));) {
        const g = factor(depth);
        if (op === "/" && g[0] === 0n) throw 0;
        f = op === "*" ? frac(f[0] * g[0], f[1] * g[1]) : frac(f[0] * g[1], f[1] * g[0]);
      }
      return f;
    }
    function sum(depth) {
      let f = product(depth);
      for (let op; (op = take("+-"));) {
        const g = product(depth);
        f = frac(f[0] * g[1] + (op === "+" ? g[0] * f[1] : -g[0] * f[1]), f[1] * g[1]);
      }
      return f;
    }
    try {
      const f = sum(0);
      skip();
      if (at < s.length) return null;
      const [n, d] = frac(f[0] * 10n ** BigInt(digits), f[1]);
      return d === 1n ? n : null; // what is no whole cent stays as it was typed, and the server says so
    } catch { return null; }
  }
  function write(minor) {
    const abs = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, "0");
    const whole = abs.slice(0, abs.length - digits).replace(/\B(?=(\d{3})+$)/g, ",");
    return digits ? whole + "." + abs.slice(-digits) : whole;
  }

  const sides = (row) => [row.querySelector("[name=debit]"), row.querySelector("[name=credit]")];
  function sums(above) {
    let debits = 0n, credits = 0n, odd = false;
    for (const row of rows()) {
      if (row === above) break;
      const [d, c] = sides(row);
      for (const [input, credit] of [[d, false], [c, true]]) {
        if (!input.value.trim() || input.value.trim() === "=") continue;
        const n = compute(input.value);
        if (n === null) odd = true;
        else if (credit) credits += n;
        else debits += n;
      }
    }
    return { debits, credits, odd };
  }
  function total() {
    const { debits, credits, odd } = sums();
    table.querySelector("[data-debits]").textContent = write(debits);
    table.querySelector("[data-credits]").textContent = write(credits);
    const out = debits - credits;
    const say = table.querySelector("[data-balance]");
    say.textContent = odd ? "An amount cannot be read yet" : !debits && !credits ? "Nothing is typed yet" : out ? "Out of balance by " + write(out) : "In balance";
    say.className = odd || out ? "out" : "";
  }
  // settle writes an amount out: computed, on its side; a lone = is what balances the lines above.
  function settle(input) {
    const row = input.closest("tr");
    const [d, c] = sides(row);
    let n;
    if (input.value.trim() === "=") {
      const { debits, credits } = sums(row);
      n = credits - debits;
    } else {
      if (!input.value.trim()) return total();
      n = compute(input.value);
      if (n === null) return total();
      if (input === c) n = -n;
    }
    (n < 0n ? c : d).value = write(n);
    if ((n < 0n ? d : c) === input || input.value.trim() === "=") (n < 0n ? d : c).value = "";
    total();
  }

  // translate writes out what a line in another currency counts at its rate, where no debit or credit is typed.
  function translate(input) {
    const [d, c] = sides(input.closest("tr"));
    const m = input.value.trim().match(/^(?:[A-Za-z]{3}\s*(\S+)|(\S+?)\s*[A-Za-z]{3})\s*(?:at|@|x|×|\*)?\s*([\d.,]+)$/);
    if (!m || d.value.trim() || c.value.trim()) return;
    const amount = (m[1] || m[2]).replace(/^\((.*)\)$/, "-$1");
    const n = compute("round((" + amount + ")*" + m[3] + ")");
    if (n === null) return;
    (n < 0n ? c : d).value = write(n);
    total();
  }

  // rows
  function grow(n) {
    while (body.rows.length < n) {
      const row = body.rows[body.rows.length - 1].cloneNode(true);
      const no = String(body.rows.length + 1);
      row.cells[0].textContent = no;
      for (const i of row.querySelectorAll("input, select")) {
        if (i.tagName === "INPUT") i.value = "";
        i.removeAttribute("aria-invalid");
        if (i.id) i.id = i.id.replace(/\d+$/, no);
        const label = i.getAttribute("aria-label");
        if (label) i.setAttribute("aria-label", label.replace(/\d+$/, no));
      }
      row.querySelector(".name").textContent = "";
      body.append(row);
      dress(row);
    }
  }
  function move(input, down, across) {
    const row = input.closest("tr");
    const column = cells(row).indexOf(input);
    let r = rows().indexOf(row) + down;
    if (r < 0) return;
    grow(r + 1);
    const to = cells(rows()[r])[column + across];
    if (to) { to.focus(); to.select?.(); }
  }

  // accounts: a list that finds any part of code or name
  const accounts = [...document.querySelectorAll("#accounts option")].map((o) => ({ code: o.value, name: o.textContent, words: (o.value + " " + o.textContent).toLowerCase() }));
  const list = document.createElement("ul");
  list.className = "accountlist";
  list.id = "account-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Accounts");
  list.hidden = true;
  form.append(list);
  let picking = null, picked = 0;
  function offer(input) {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = accounts.filter((a) => words.every((w) => a.words.includes(w))).slice(0, 12);
    if (!words.length || !found.length || (found.length === 1 && found[0].code === input.value)) return close();
    picking = input;
    picked = Math.max(0, found.findIndex((a) => a.code.toLowerCase() === input.value.toLowerCase()));
    list.replaceChildren(...found.map((a, i) => {
      const li = document.createElement("li");
      li.id = "pick-" + i;
      li.setAttribute("role", "option");
      li.dataset.code = a.code;
      const code = document.createElement("b");
      code.textContent = a.code;
      li.append(code, a.name && a.name !== a.code ? " " + a.name : "");
      li.addEventListener("mousedown", (e) => { e.preventDefault(); choose(li); });
      return li;
    }));
    const box = input.getBoundingClientRect(), home = form.getBoundingClientRect();
    list.style.left = box.left - home.left + "px";
    list.style.top = box.bottom - home.top + "px";
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark();
  }
  function mark() {
    [...list.children].forEach((li, i) => li.setAttribute("aria-selected", String(i === picked)));
    const on = list.children[picked];
    if (on) { on.scrollIntoView({ block: "nearest" }); picking.setAttribute("aria-activedescendant", on.id); }
  }
  function close() {
    if (picking) { picking.setAttribute("aria-expanded", "false"); picking.removeAttribute("aria-activedescendant"); }
    picking = null;
    list.hidden = true;
  }
  function choose(li) {
    const input = picking;
    input.value = li.dataset.code;
    named(input);
    close();
    keep();
  }
  function named(input) {
    const a = accounts.find((x) => x.code === input.value.trim());
    input.closest("td").querySelector(".name").textContent = a && a.name !== a.code && !a.code.includes(":") ? a.name : "";
  }

  function dress(row) {
    const a = row.querySelector("[name=account]");
    a.removeAttribute("list");
    a.setAttribute("role", "combobox");
    a.setAttribute("aria-autocomplete", "list");
    a.setAttribute("aria-expanded", "false");
    a.setAttribute("aria-controls", "account-list");
  }

  body.addEventListener("input", (e) => {
    if (e.target.name === "account") { named(e.target); offer(e.target); }
    if (e.target.name === "debit" || e.target.name === "credit") total();
    e.target.removeAttribute("aria-invalid");
  });
  body.addEventListener("focusout", (e) => {
    if (e.target.name === "debit" || e.target.name === "credit") settle(e.target);
    if (e.target.name === "foreign") translate(e.target);
    if (e.target === picking) close();
  });
  body.addEventListener("keydown", (e) => {
    const input = e.target;
    if (!input.matches("input, select")) return;
    if (picking === input && ["ArrowDown", "ArrowUp", "Enter", "Tab", "Escape"].includes(e.key)) {
      if (e.key === "Escape") { close(); e.stopPropagation(); return; }
      if (e.key.startsWith("Arrow")) {
        picked = (picked + (e.key === "ArrowDown" ? 1 : -1) + list.children.length) % list.children.length;
        mark();
        return e.preventDefault();
      }
      choose(list.children[picked]);
      if (e.key === "Tab") return;
      e.preventDefault();
      const next = cells(input.closest("tr"))[1];
      next.focus();
      return next.select();
    }
    if (e.key === "Enter" && input.tagName === "INPUT") {
      e.preventDefault();
      if (e.ctrlKey || e.metaKey) { settle(document.activeElement); return form.requestSubmit(form.querySelector("[value=post]")); }
      return move(input, e.shiftKey ? -1 : 1, 0);
    }
    if (input.tagName === "INPUT" && (e.key === "ArrowDown" || e.key === "ArrowUp")) {
      e.preventDefault();
      return move(input, e.key === "ArrowDown" ? 1 : -1, 0);
    }
    if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === "d") {
      e.preventDefault();
      const row = input.closest("tr"), above = row.previousElementSibling;
      if (!above) return;
      input.value = cells(above)[cells(row).indexOf(input)].value;
      if (input.name === "account") named(input);
      total();
      keep();
    }
  });

  // Enter never sends the form: it goes down
  body.addEventListener("keypress", (e) => { if (e.key === "Enter") e.preventDefault(); });

  // paste: rows and columns from a spreadsheet, from the cell on, into every column
  body.addEventListener("paste", (e) => {
    const text = e.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
    if (!/[\t\n]/.test(text) || !e.target.matches("input")) return;
    e.preventDefault();
    const start = rows().indexOf(e.target.closest("tr"));
    const column = cells(e.target.closest("tr")).indexOf(e.target);
    const lines = text.split("\n").slice(0, 2000);
    grow(start + lines.length);
    lines.forEach((line, i) => {
      const to = cells(rows()[start + i]);
      line.split("\t").forEach((value, j) => {
        const input = to[column + j];
        if (!input) return;
        input.value = value.replace(/^"([\s\S]*)"$/, "$1").replace(/""/g, '"').trim();
        if (input.name === "account") named(input);
      });
    });
    for (let i = 0; i < lines.length; i++) for (const side of sides(rows()[start + i])) if (side.value.trim()) settle(side);
    close();
    total();
    keep();
  });

  form.querySelector("[data-more]").addEventListener("click", (e) => {
    e.preventDefault();
    grow(body.rows.length + 10);
  });

  // documents are dropped
  const zone = form.querySelector("[data-drop]"), file = zone.querySelector("[type=file]"), files = zone.querySelector("[data-files]");
  const show = () => files.replaceChildren(...[...file.files].map((f) => { const li = document.createElement("li"); li.textContent = f.name + ", " + f.size.toLocaleString("en-US") + " bytes, stored when it is sent"; return li; }));
  file.addEventListener("change", show);
  form.addEventListener("dragover", (e) => { if ([...e.dataTransfer.types].includes("Files")) { e.preventDefault(); zone.classList.add("over"); } });
  form.addEventListener("dragleave", (e) => { if (!form.contains(e.relatedTarget)) zone.classList.remove("over"); });
  form.addEventListener("drop", (e) => {
    if (!e.dataTransfer.files.length) return;
    e.preventDefault();
    zone.classList.remove("over");
    const all = new DataTransfer();
    for (const f of [...file.files, ...e.dataTransfer.files]) all.items.add(f);
    file.files = all.files;
    show();
  });

  // what was typed is kept in this browser until it is sent, so that a page that is lost loses nothing
  const key = "typed " + form.dataset.keep;
  const typed = () => [...new FormData(form)].filter(([k, v]) => typeof v === "string" && !["once", "read", "document", "also"].includes(k));
  const first = JSON.stringify(typed());
  let timer;
  function keep() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const now = JSON.stringify(typed());
      try { if (now === first) localStorage.removeItem(key); else localStorage.setItem(key, JSON.stringify({ at: Date.now(), form: now })); } catch { /* the browser keeps nothing */ }
    }, 150);
  }
  form.addEventListener("input", keep);
  form.addEventListener("submit", (e) => {
    for (const i of document.querySelectorAll("[name=debit], [name=credit]")) if (i === document.activeElement) settle(i);
    if (e.submitter?.value === "post") { clearTimeout(timer); sessionStorage.setItem("sent", key); }
  });
  const sent = sessionStorage.getItem("sent");
  const wrong = form.querySelector("[role=alert]");
  if (sent === key && wrong) sessionStorage.removeItem("sent");
  let old = null;
  try { old = JSON.parse(localStorage.getItem(key)); } catch { /* nothing that can be read */ }
  if (old && !wrong && old.form !== first && Date.now() - old.at < 7 * 864e5) {
    const offerBack = document.createElement("p");
    offerBack.className = "find info noprint";
    offerBack.setAttribute("role", "status");
    offerBack.append("Something typed here on " + new Date(old.at).toLocaleString("en-GB") + " was not sent. ");
    for (const [text, act] of [["Bring it back", () => {
      const values = {};
      for (const [k, v] of JSON.parse(old.form)) (values[k] ||= []).push(v);
      grow((values.account || []).length);
      for (const [k, vs] of Object.entries(values)) form.querySelectorAll(`[name="${CSS.escape(k)}"]`).forEach((i, n) => { if (vs[n] !== undefined) i.value = vs[n]; });
      for (const a of form.querySelectorAll("[name=account]")) named(a);
      total();
    }], ["Forget it", () => localStorage.removeItem(key)]]) {
      const b = document.createElement("button");
      b.type = "button";
      b.className = "btn";
      b.textContent = text;
      b.addEventListener("click", () => { act(); offerBack.remove(); });
      offerBack.append(b, " ");
    }
    form.before(offerBack);
  }

  rows().forEach(dress);
  for (const a of form.querySelectorAll("[name=account]")) named(a);
  total();
})();
