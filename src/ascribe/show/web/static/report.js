// Hover or focus on a marked span lights what is drawn from it, and the other way round.
(function () {
  "use strict";
  const ids = (e) => (e.dataset.s || "").split(" ").filter(Boolean);
  const all = [...document.querySelectorAll("[data-s]")];
  function light(on, wanted) {
    for (const e of all) if (ids(e).some((i) => wanted.includes(i))) e.classList.toggle("lit", on);
  }
  for (const e of all) {
    for (const [name, on] of [["mouseenter", true], ["mouseleave", false], ["focusin", true], ["focusout", false]])
      e.addEventListener(name, () => light(on, ids(e)));
  }
})();
