// What a page does beyond its forms: the quick way out, the lock when nobody is there, and the copy button. Everything else works without.
(function () {
  "use strict";
  // nothing is stored in the browser: this runs before htmx, which would note the page one is on
  ["localStorage", "sessionStorage"].forEach(function (name) { Object.defineProperty(window, name, { value: undefined }); });
  const body = document.body, minutes = Number(body.dataset.minutes || 15), csrf = body.dataset.csrf || "";
  const headers = { "X-CSRF": csrf };
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("notes") : null;  // what one tab knows, all know; nothing is stored
  let seen = Date.now(), told = Date.now();

  function gone() {
    document.documentElement.hidden = true;
    location.replace("/blank");
  }
  function leave() {
    navigator.sendBeacon("/leave");
    if (tabs) { tabs.postMessage("left"); }
    gone();
  }
  if (tabs) { tabs.onmessage = function (event) { if (event.data === "left") { gone(); } else { seen = Date.now(); } }; }
  document.querySelectorAll("form.leave").forEach(function (form) {
    form.addEventListener("submit", function (event) { event.preventDefault(); leave(); });
  });
  let escapes = [];
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { escapes = []; return; }
    escapes = escapes.filter(function (at) { return Date.now() - at < 1000; }).concat(Date.now());
    if (escapes.length >= 3) { leave(); }
  });

  // a page that the browser kept is fetched anew, so that the back button shows nothing that is closed
  window.addEventListener("pageshow", function (event) { if (event.persisted) { location.reload(); } });

  function active() {
    seen = Date.now();
    if (seen - told < 30000) { return; }
    told = seen;
    if (tabs) { tabs.postMessage("here"); }
    fetch("/here", { method: "POST", headers: headers }).catch(function () {});
  }
  ["keydown", "pointerdown", "scroll", "input"].forEach(function (name) { document.addEventListener(name, active, { passive: true }); });

  // nobody is there: it is locked, and a form that was begun is handed in then, so that it waits behind the lock
  function begun() {
    return Array.from(document.querySelectorAll("form[method=post]")).find(function (form) {
      return !form.querySelector("[type=password], [data-secret], [type=file]") &&
        Array.from(form.querySelectorAll("textarea, input[type=text], input:not([type])")).some(function (one) { return one.value !== one.defaultValue; });
    });
  }
  function locked() {
    seen = Date.now();
    document.documentElement.hidden = true;
    const form = begun(), away = function () { location.replace("/"); };
    fetch("/lock", { method: "POST", headers: headers }).then(function (answer) {
      if (form && answer.url.endsWith("/unlock")) { HTMLFormElement.prototype.submit.call(form); } else { away(); }
    }, away);
  }
  setInterval(function () { if (Date.now() - seen > minutes * 60000) { locked(); } }, 5000);

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-copy]");
    if (!button) { return; }
    const from = document.getElementById(button.dataset.copy), says = document.getElementById(button.dataset.says || "");
    navigator.clipboard.writeText("value" in from ? from.value : from.textContent).then(
      function () { if (says) { says.textContent = "Copied."; } },
      function () { if (says) { says.textContent = "Your browser would not copy it. Mark the words and copy them by hand."; } });
  });

  // when something was typed, so that what arrives late undoes nothing newer: never before what the page was made with, whatever the clock says
  document.addEventListener("input", function (event) {
    const at = event.target.form && event.target.form.elements.namedItem("at");
    if (at && at.dataset.after) { at.value = Math.max(Date.now(), Number(at.value || at.dataset.after) + 1); }
  }, true);

  // a passphrase can be shown while it is typed; it is hidden again before it is sent, and no speller reads it
  document.querySelectorAll("input[type=password]").forEach(function (field) {
    const label = document.createElement("label"), box = document.createElement("input"), says = document.createElement("span");
    field.dataset.secret = "";
    field.spellcheck = false;
    field.autocapitalize = "none";
    label.className = "pick";
    box.type = "checkbox";
    box.autocomplete = "off";
    box.setAttribute("aria-controls", field.id);
    says.textContent = "Show what I typed";
    const named = document.querySelector('label[for="' + field.id + '"]');
    if (named) { named.id = named.id || field.id + "-label"; box.setAttribute("aria-describedby", named.id); }
    label.append(box, " ", says);
    field.after(label);
    function shown(yes) { box.checked = yes; field.type = yes ? "text" : "password"; }
    box.addEventListener("change", function () { shown(box.checked); });
    if (field.form) { field.form.addEventListener("submit", function () { shown(false); }); }
    window.addEventListener("pagehide", function () { shown(false); });
  });

  // what a page sent by itself and what did not arrive: what is written stays, and the page says so
  const trouble = document.getElementById("trouble");
  if (trouble) {
    ["htmx:responseError", "htmx:sendError"].forEach(function (name) { body.addEventListener(name, function () { trouble.hidden = false; }); });
    body.addEventListener("htmx:afterRequest", function (event) { if (event.detail.successful) { trouble.hidden = true; } });
  }

  // what was unfolded before the scripts were there is filled all the same
  body.addEventListener("htmx:load", function () {
    document.querySelectorAll("details[hx-get][open]").forEach(function (one) { htmx.trigger(one, "toggle"); });
  }, { once: true });

  // a file may be dropped on the whole label, not on the small button alone
  ["dragover", "dragleave", "drop"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      const label = event.target.closest ? event.target.closest("label.drop") : null;
      if (!label) { return; }
      if (name !== "dragleave") { event.preventDefault(); }
      label.classList.toggle("over", name === "dragover");
      if (name === "drop" && event.dataTransfer.files.length) { label.querySelector("input").files = event.dataTransfer.files; }
    });
  });

  // the words that are marked tell why: on hover and focus by the style sheet, on tap by focus; Escape closes
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && document.activeElement && document.activeElement.matches("mark")) { document.activeElement.blur(); }
  });

  // the menu closes by Escape and by a press elsewhere
  const menu = document.querySelector(".menu details");
  if (menu) {
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && menu.open && menu.contains(document.activeElement)) { menu.open = false; menu.querySelector("summary").focus(); }
    });
    document.addEventListener("click", function (event) {
      if (menu.open && !menu.contains(event.target)) { menu.open = false; }
    });
  }
})();
