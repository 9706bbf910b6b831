// What a page does beyond its forms: the quick way out, the lock when nobody is there, and the copy button. Everything else works without.
(function () {
  "use strict";
  const body = document.body, minutes = Number(body.dataset.minutes || 15), csrf = body.dataset.csrf || "";
  const headers = { "X-CSRF": csrf };
  let seen = Date.now(), told = Date.now();

  function leave() {
    document.documentElement.hidden = true;
    fetch("/leave", { method: "POST", headers: headers, keepalive: true, redirect: "manual" }).finally(function () {});
    location.replace("/blank");
  }
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
    if (seen - told > 30000) { told = seen; fetch("/here", { method: "POST", headers: headers }).catch(function () {}); }
  }
  ["keydown", "pointerdown", "scroll", "input"].forEach(function (name) { document.addEventListener(name, active, { passive: true }); });
  setInterval(function () { if (Date.now() - seen > minutes * 60000) { location.replace("/"); seen = Date.now(); } }, 5000);

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-copy]");
    if (!button) { return; }
    const from = document.getElementById(button.dataset.copy), says = document.getElementById(button.dataset.says || "");
    navigator.clipboard.writeText("value" in from ? from.value : from.textContent).then(
      function () { if (says) { says.textContent = "Copied."; } },
      function () { if (says) { says.textContent = "Your browser would not copy it. Mark the words and copy them by hand."; } });
  });

  // the words that are marked tell why: on hover and focus by the style sheet, on tap by focus; Escape closes
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && document.activeElement && document.activeElement.matches("mark")) { document.activeElement.blur(); }
  });

  // the menu closes by Escape and by a press elsewhere
  const menu = document.querySelector(".menu details");
  if (menu) {
    if (matchMedia("(min-width: 60rem)").matches) { menu.open = true; }
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && menu.open && menu.contains(document.activeElement)) { menu.open = false; menu.querySelector("summary").focus(); }
    });
    document.addEventListener("click", function (event) {
      if (menu.open && !menu.contains(event.target) && !matchMedia("(min-width: 60rem)").matches) { menu.open = false; }
    });
  }
})();
