// The time chart as a brush: drag over columns, or hold Shift with the arrow keys, to choose from a first day to a last.
// Without this each column is a link to its own days.
(function () {
  "use strict";
  const svg = document.querySelector("svg[data-brush]");
  if (!svg) return;
  const columns = [...svg.querySelectorAll("[data-since]")];
  const links = columns.filter((c) => c.tagName === "a");
  const told = document.querySelector(".brushed");
  const brush = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  let from = -1, to = -1, dragging = false, moved = false;

  function box(column) {
    const r = column.tagName === "rect" ? column : column.querySelector("rect");
    return [r.x.baseVal.value, r.x.baseVal.value + r.width.baseVal.value];
  }
  function under(event) {
    const frame = svg.getBoundingClientRect();
    const x = ((event.clientX - frame.left) / frame.width) * 640;
    let best = 0;
    columns.forEach((c, i) => { if (box(c)[0] <= x) best = i; });
    return best;
  }
  function ends() { return [columns[Math.min(from, to)], columns[Math.max(from, to)]]; }
  function draw() {
    if (from < 0) { brush.remove(); told.textContent = ""; return; }
    const [a, b] = ends(), left = box(a)[0];
    for (const [k, v] of Object.entries({ class: "brush", x: left, y: 0, width: box(b)[1] - left, height: 150 })) brush.setAttribute(k, v);
    svg.append(brush);
    told.textContent = a.dataset.since + " – " + b.dataset.until;
  }
  function clear() { from = to = -1; draw(); }
  function go() {
    const [a, b] = ends(), address = new URL(location.href);
    address.searchParams.set("since", a.dataset.since);
    address.searchParams.set("until", b.dataset.until);
    address.hash = "";
    location.assign(address);
  }

  brush.style.pointerEvents = "none";
  svg.addEventListener("pointerdown", function (event) {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    from = to = under(event);
    dragging = true;
    moved = false;
  });
  window.addEventListener("pointermove", function (event) {
    if (!dragging) return;
    const now = under(event);
    if (now === to && !moved) return;
    moved = true;
    to = now;
    draw();
  });
  window.addEventListener("pointerup", function () {
    if (!dragging) return;
    dragging = false;
    if (moved) go();
  });
  window.addEventListener("pointercancel", function () { dragging = false; clear(); });
  svg.addEventListener("click", (event) => { if (moved) event.preventDefault(); });
  svg.addEventListener("dragstart", (event) => event.preventDefault());

  // one stop of the Tab key for the whole chart; the arrow keys go from column to column
  links.forEach((c, i) => c.setAttribute("tabindex", i ? "-1" : "0"));
  svg.addEventListener("keydown", function (event) {
    const here = event.target.closest("[data-since]");
    if (!here) return;
    if (event.key === "Escape" && from >= 0) { event.stopPropagation(); clear(); return; }
    if (event.key === "Enter" && from >= 0 && from !== to) { event.preventDefault(); go(); return; }
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = links[Math.max(0, Math.min(links.length - 1, links.indexOf(here) + step))];
    if (event.shiftKey) {
      if (from < 0) from = columns.indexOf(here);
      to = columns.indexOf(next);
      draw();
    } else clear();
    here.setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  });
})();
