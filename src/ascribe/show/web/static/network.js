// A box or a row under the pointer or in focus lights what it is tied to; arrow keys go from box to box.
(function () {
  "use strict";
  for (const svg of document.querySelectorAll(".network svg")) {
    const boxes = [...svg.querySelectorAll("[data-box]")];
    const edges = [...svg.querySelectorAll("[data-from]")];
    const table = svg.closest(".network").parentElement.parentElement;
    const rows = [...table.querySelectorAll("tr[data-from]")].filter((r) => owner(r) === svg);

    function light(wanted) {
      svg.classList.toggle("dimmed", !!wanted);
      const ends = new Set();
      for (const e of [...edges, ...rows]) {
        const lit = !!wanted && wanted(e.dataset);
        e.classList.toggle("lit", lit);
        if (lit) ends.add(e.dataset.from).add(e.dataset.to);
      }
      for (const b of boxes) b.classList.toggle("lit", ends.has(b.dataset.box));
    }
    function when(element, wanted) {
      for (const name of ["mouseenter", "focusin"]) element.addEventListener(name, () => light(wanted));
      for (const name of ["mouseleave", "focusout"]) element.addEventListener(name, () => light(null));
    }
    for (const b of boxes) when(b, (d) => d.from === b.dataset.box || d.to === b.dataset.box);
    for (const e of [...edges, ...rows]) when(e, (d) => d.from === e.dataset.from && d.to === e.dataset.to);

    // one stop of the Tab key for the whole drawing; the arrow keys go to the nearest box that way
    boxes.forEach((b, i) => b.setAttribute("tabindex", i ? "-1" : "0"));
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    svg.addEventListener("keydown", function (event) {
      const way = ways[event.key], here = event.target.closest("[data-box]");
      if (!way || !here) return;
      event.preventDefault();
      const next = nearest(here, way);
      if (!next) return;
      here.setAttribute("tabindex", "-1");
      next.setAttribute("tabindex", "0");
      next.focus();
      next.scrollIntoView({ block: "nearest", inline: "nearest" });
    });
    function middle(box) {
      const r = box.querySelector("rect").getBBox();
      return [r.x + r.width / 2, r.y + r.height / 2];
    }
    function nearest(here, [wx, wy]) {
      const [x, y] = middle(here);
      let best = null, least = Infinity;
      for (const b of boxes) {
        const [bx, by] = middle(b), ahead = (bx - x) * wx + (by - y) * wy, aside = Math.abs((bx - x) * wy) + Math.abs((by - y) * wx);
        if (b === here || ahead <= 1) continue;
        if (ahead + 2 * aside < least) { least = ahead + 2 * aside; best = b; }
      }
      return best;
    }
  }
  // the drawing that a row of a table belongs to: the last one before it
  function owner(row) {
    const before = [...document.querySelectorAll(".network svg")].filter((s) => s.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING);
    return before[before.length - 1];
  }
})();
