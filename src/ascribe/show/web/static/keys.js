// One key for each act on the current item, j and k to go from item to item, / to search, ? for the list of keys.
(function () {
  "use strict";
  const items = [...document.querySelectorAll(".queue > li")];
  const dialog = document.getElementById("keys");
  const stored = {
    get: (name) => { try { return sessionStorage.getItem(name) || localStorage.getItem(name); } catch { return null; } },
    put: (store, name, value) => { try { window[store].setItem(name, value); } catch { /* barred: for this page only */ } },
  };
  const place = "at " + location.pathname; // so that a decision leads on to the item that moves up
  let at = Math.max(0, Math.min(items.length - 1, Number(stored.get(place)) || 0));
  let on = stored.get("keys") !== "off";

  function mark(to) {
    if (!items.length) return;
    items[at].classList.remove("current");
    at = Math.max(0, Math.min(items.length - 1, to));
    items[at].classList.add("current");
    stored.put("sessionStorage", place, String(at));
  }
  function go(to) {
    if (!items.length) return;
    mark(to);
    items[at].scrollIntoView({ block: "nearest" });
    const first = items[at].querySelector("a,button");
    if (first) first.focus({ preventScroll: true });
  }
  function act(target, key) {
    if (target.tagName !== "DETAILS") { target.click(); return; }
    target.open = true;
    const wanted = target.querySelector(`[data-focus="${key}"]`) || target.querySelector("form select, form input:not([type=hidden])");
    if (wanted) wanted.focus();
    target.scrollIntoView({ block: "nearest" });
  }
  function leave(target) {
    const form = target.closest("details.act");
    if (!form) return false;
    form.open = false;
    form.querySelector("summary").focus();
    return true;
  }

  mark(at);
  if (at > 0) items[at].scrollIntoView({ block: "nearest" });
  for (const item of items) item.addEventListener("focusin", () => mark(items.indexOf(item)));
  const show = document.getElementById("keys-show");
  const box = document.getElementById("keys-on");
  if (show && dialog) {
    show.hidden = false;
    show.addEventListener("click", () => dialog.showModal());
    box.checked = on;
    box.addEventListener("change", function () { on = box.checked; stored.put("localStorage", "keys", on ? "on" : "off"); });
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || (dialog && dialog.open)) return;
    if (event.key === "Escape") { if (leave(event.target)) event.preventDefault(); return; }
    const typing = event.target.tagName === "INPUT" ? !/radio|checkbox/.test(event.target.type) : /SELECT|TEXTAREA/.test(event.target.tagName);
    if (typing || !on) return;
    if (event.key === "?") { event.preventDefault(); if (dialog) dialog.showModal(); return; }
    if (event.key === "/") { event.preventDefault(); document.getElementById("q").focus(); return; }
    if (event.key === "j") { go(at + 1); return; }
    if (event.key === "k") { go(at - 1); return; }
    if (!/^[a-z]$/.test(event.key)) return;
    const wanted = `[data-key~="${event.key}"]`;
    const scope = items[at] || document;
    const found = scope.querySelector(wanted) || [...document.querySelectorAll(wanted)].find((e) => !e.closest(".queue > li"));
    if (found) { event.preventDefault(); act(found, event.key); }
  });
})();
