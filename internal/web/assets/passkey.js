// Passkeys: has the browser make one or show one, and goes on with what the site says to it.
"use strict";
(() => {
  if (!window.PublicKeyCredential || !navigator.credentials) return;

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  // options turns what the site sent into what the browser takes; older browsers do not do so themselves.
  function options(sent, parse) {
    const of = PublicKeyCredential[parse];
    if (of) return of.call(PublicKeyCredential, sent);
    const out = { ...sent, challenge: bytes(sent.challenge) };
    if (sent.user) out.user = { ...sent.user, id: bytes(sent.user.id) };
    for (const list of ["excludeCredentials", "allowCredentials"]) {
      if (sent[list]) out[list] = sent[list].map((k) => ({ ...k, id: bytes(k.id) }));
    }
    return out;
  }

  // written turns what the browser made into what the site reads; some password managers make what cannot do so itself.
  function written(made) {
    try {
      const out = made.toJSON();
      if (out && out.rawId) return out;
    } catch {
      // it is done by hand
    }
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (made.response[name]) response[name] = text(made.response[name]);
    }
    if (made.response.getTransports) response.transports = made.response.getTransports();
    return { id: made.id, rawId: text(made.rawId), type: made.type, response, clientExtensionResults: made.getClientExtensionResults() };
  }

  class Refused extends Error {
    constructor(answer) {
      super(answer.say);
      this.step = answer.step;
    }
  }

  async function ask(address, what) {
    const answer = await fetch(address, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(what), credentials: "same-origin" });
    const said = await answer.json();
    if (!answer.ok) throw new Refused(said);
    return said;
  }

  // ceremony begins at the site, goes on at the authenticator, and ends at the site.
  async function ceremony(address, begin, finish) {
    const { publicKey } = await ask(address + "/begin", begin);
    const made = publicKey.user
      ? await navigator.credentials.create({ publicKey: options(publicKey, "parseCreationOptionsFromJSON") })
      : await navigator.credentials.get({ publicKey: options(publicKey, "parseRequestOptionsFromJSON") });
    return ask(address + "/finish", { ...finish, credential: written(made) });
  }

  function inWords(error) {
    if (error instanceof Refused) return error.message;
    if (error.name === "InvalidStateError") return "This device holds a passkey of yours already.";
    if (error.name === "SecurityError") return "Passkeys do not work at this address.";
    if (error.name === "NotAllowedError" || error.name === "AbortError") return "Nothing was shown. Try again, or use another way.";
    return "It did not work: " + error.message;
  }

  function say(place, words) {
    place.textContent = words;
    place.hidden = !words;
  }

  function go(to) {
    const here = location.pathname + location.search;
    location.assign(to);
    if (to.split("#")[0] === here) location.reload();
  }

  const field = (name, value) => Object.assign(document.createElement("input"), { type: "hidden", name, value });

  // resume sends on the form that was kept while one signed in.
  function resume(fields, to) {
    const form = document.createElement("form");
    form.method = "post";
    form.action = to;
    for (const [name, value] of fields) if (name.startsWith("kept.f.")) form.append(field(name.slice(7), value));
    document.body.append(form);
    form.submit();
  }

  async function signIn(form) {
    const fields = new FormData(form);
    const { to } = await ceremony("/sign-in/passkey", {}, { then: fields.get("then") || "/" });
    if (fields.get("kept.to")) resume(fields, fields.get("kept.to"));
    else go(to);
  }

  async function add(form) {
    if (form.querySelector("[name=proof]")) return form.submit(); // the site looks at the proof first
    try {
      go((await ceremony("/own/passkeys", { name: form.elements.namedItem("name").value }, {})).to);
    } catch (error) {
      if (!error.step) throw error;
      form.submit(); // the site asks for a proof on a page of its own
    }
  }

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const does = { "sign-in": signIn, add }[form.dataset.passkey];
    const said = form.querySelector("[data-passkey-said]");
    const button = form.querySelector("button[type=submit]");
    const run = async () => {
      button.disabled = true;
      say(said, "");
      try {
        await does(form);
      } catch (error) {
        say(said, inWords(error));
      }
      button.disabled = false;
    };
    button.hidden = false;
    form.addEventListener("submit", (e) => {
      e.preventDefault();
      run();
    });
    if ("passkeyNow" in form.dataset) run();
  }

  // a form that asks for a proof takes a passkey for one
  for (const place of document.querySelectorAll("[data-passkey-proof]")) {
    const form = place.closest("form");
    const said = place.querySelector("[data-passkey-said]");
    const button = place.querySelector("button");
    place.hidden = false;
    button.addEventListener("click", async () => {
      button.disabled = true;
      say(said, "");
      try {
        const { proof } = await ceremony("/own/proof", {}, {});
        for (const typed of form.querySelectorAll("[name=proof]")) (typed.closest(".field") || typed).remove();
        form.append(field("proof", proof));
        const submits = form.querySelectorAll("button[type=submit]");
        if (submits.length > 1) say(said, "Shown. Choose what to do with it.");
        else form.requestSubmit();
      } catch (error) {
        say(said, inWords(error));
        button.disabled = false;
      }
    });
  }
})();
