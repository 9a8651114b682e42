// One key for each act on the current item, j and k to go from item to item, / to search.
(function () {
  "use strict";
  const items = [...document.querySelectorAll(".queue > li")];
  let at = 0;
  function go(to) {
    if (!items.length) return;
    items[at].classList.remove("current");
    at = Math.max(0, Math.min(items.length - 1, to));
    items[at].classList.add("current");
    items[at].scrollIntoView({ block: "nearest" });
    const first = items[at].querySelector("a,button");
    if (first) first.focus({ preventScroll: true });
  }
  if (items.length) items[0].classList.add("current");
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || /INPUT|SELECT|TEXTAREA/.test(event.target.tagName)) return;
    if (event.key === "/") { event.preventDefault(); document.getElementById("q").focus(); return; }
    if (event.key === "j") { go(at + 1); return; }
    if (event.key === "k") { go(at - 1); return; }
    const scope = items[at] || document;
    const button = [...scope.querySelectorAll("[data-key]"), ...document.querySelectorAll("main > .acts [data-key]")]
      .find((b) => b.dataset.key === event.key);
    if (button) { event.preventDefault(); button.click(); }
  });
})();
