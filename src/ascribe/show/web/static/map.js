// The map is moved by dragging, nearer and farther by the wheel (with Ctrl, or once it has the focus), by + and - and the
// arrow keys. Each view is drawn by this server and stands in the address. Without this its buttons are links.
(function () {
  "use strict";
  const TILE = 256, WIDE = 640;
  let waiting = 0, asked = 0;
  const figure = () => document.getElementById("map-figure");
  const map = () => figure() && figure().querySelector("svg[data-map]");
  if (!map()) return;

  const rise = (lat) => (Math.asinh(Math.tan((lat * Math.PI) / 180)) * 180) / Math.PI;
  const fall = (high) => (Math.atan(Math.sinh((high * Math.PI) / 180)) * 180) / Math.PI;
  function seen() {
    const d = map().dataset;
    return { lon: Number(d.lon), lat: Number(d.lat), zoom: Number(d.zoom) };
  }
  // the view whose middle lies so many pixels of the drawing away, so many steps nearer
  function from(dx, dy, nearer) {
    const v = seen(), scale = (TILE * 2 ** v.zoom) / 360;
    const lon = Math.max(-180, Math.min(180, v.lon + dx / scale));
    const lat = Math.max(-85, Math.min(85, fall(rise(v.lat) - dy / scale)));
    return [lon.toFixed(4), lat.toFixed(4), Math.max(1, Math.min(12, v.zoom + nearer)).toFixed(2)].join(",");
  }
  async function show(view, focused) {
    const address = new URL(location.href), mine = ++asked;
    if (view) address.searchParams.set("view", view); else address.searchParams.delete("view");
    address.hash = "";
    const answer = await fetch("/map" + address.search, { credentials: "same-origin" });
    if (mine !== asked) return; // a later view was asked for
    if (!answer.ok) { location.assign(address); return; }
    figure().outerHTML = await answer.text();
    history.replaceState(history.state, "", address);
    wake();
    const again = focused && figure().querySelector(focused);
    if (again) again.focus({ preventScroll: true });
  }
  function wake() {
    const svg = map();
    svg.setAttribute("tabindex", "0");
    const world = svg.querySelector(".world");
    let start = null, moved = false;
    const pixel = () => WIDE / svg.getBoundingClientRect().width;

    svg.addEventListener("pointerdown", function (event) {
      if (event.button) return;
      start = [event.clientX, event.clientY];
      moved = false;
    });
    svg.addEventListener("pointermove", function (event) {
      if (!start) return;
      const dx = event.clientX - start[0], dy = event.clientY - start[1];
      if (!moved && Math.abs(dx) + Math.abs(dy) < 5) return;
      if (!moved) svg.setPointerCapture(event.pointerId);
      moved = true;
      svg.classList.add("dragged");
      world.setAttribute("transform", `translate(${dx * pixel()} ${dy * pixel()})`);
    });
    svg.addEventListener("pointerup", function (event) {
      if (start && moved) show(from((start[0] - event.clientX) * pixel(), (start[1] - event.clientY) * pixel(), 0));
      start = null;
      svg.classList.remove("dragged");
    });
    svg.addEventListener("pointercancel", function () { start = null; world.removeAttribute("transform"); });
    svg.addEventListener("click", (event) => { if (moved) event.preventDefault(); });
    svg.addEventListener("dragstart", (event) => event.preventDefault());
    svg.addEventListener("wheel", function (event) {
      if (!event.ctrlKey && document.activeElement !== svg) return;
      event.preventDefault();
      clearTimeout(waiting);
      const frame = svg.getBoundingClientRect(), nearer = event.deltaY < 0 ? 1 : -1;
      // what lies under the pointer stays there
      const x = (event.clientX - frame.left) * pixel() - WIDE / 2, y = (event.clientY - frame.top) * pixel() - 200;
      const share = nearer > 0 ? 0.5 : -1;
      waiting = setTimeout(() => show(from(x * share, y * share, nearer), "svg[data-map]"), 80);
    }, { passive: false });
    svg.addEventListener("keydown", function (event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const way = { ArrowLeft: [-128, 0, 0], ArrowRight: [128, 0, 0], ArrowUp: [0, -80, 0], ArrowDown: [0, 80, 0], "+": [0, 0, 1], "=": [0, 0, 1], "-": [0, 0, -1] }[event.key];
      if (!way || event.target !== svg) return;
      event.preventDefault();
      event.stopPropagation();
      show(from(...way), "svg[data-map]");
    });
    for (const link of figure().querySelectorAll("[data-step]:not([data-step=box])")) {
      link.addEventListener("click", function (event) {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        show(new URL(link.href).searchParams.get("view"), `[data-step=${link.dataset.step}]`);
      });
    }
  }
  wake();
})();
