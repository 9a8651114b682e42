// Opens the form of a cell in place, and moves between cells by arrow keys. Without this the cell is a link to the form.
(function () {
  "use strict";
  const dialog = document.getElementById("judge");
  const table = document.querySelector("table.matrix");
  if (!dialog || !table) return;
  const one = (name) => dialog.querySelector(name);

  function judge(cell) {
    const { row, of, shown, mark, proposed, decision } = cell.dataset;
    one(".told").textContent = cell.closest("tr").querySelector(".told").textContent;
    one(".of").textContent = shown;
    one(".line").value = row;
    one("[name=reason]").value = "";
    for (const choice of dialog.querySelectorAll("[data-mark]")) {
      choice.value = of + "=" + choice.dataset.mark;
      choice.checked = choice.dataset.mark === mark;
      choice.closest("label").querySelector(".proposed").hidden = choice.dataset.mark !== proposed;
    }
    one(".back").hidden = !decision;
    one(".number").value = decision || "";
    if (dialog.open) dialog.close();
    dialog.showModal();
    one("[data-mark]:checked").focus();
  }

  table.addEventListener("click", function (event) {
    const cell = event.target.closest("a.square");
    if (!cell || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    judge(cell);
  });
  table.addEventListener("keydown", function (event) {
    const cell = event.target.closest("a.square");
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (!cell || !step) return;
    event.preventDefault();
    const rows = [...table.tBodies[0].rows];
    const place = (c) => [...c.closest("tr").querySelectorAll("a.square")].indexOf(c);
    const line = rows[rows.indexOf(cell.closest("tr")) + step[0]];
    const next = line && line.querySelectorAll("a.square")[place(cell) + step[1]];
    if (next) next.focus();
  });
  one(".shut").addEventListener("click", function (event) { event.preventDefault(); dialog.close(); });
  dialog.addEventListener("keydown", (event) => event.stopPropagation()); // the page's own keys rest meanwhile
})();
