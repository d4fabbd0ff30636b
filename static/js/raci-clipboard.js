/* The matrix and a spreadsheet: Ctrl+C gives the chosen cells as a table, Ctrl+V writes one from the chosen cell on. */

const table = document.querySelector("[data-raci-matrix]");

if (table) {
  let place = null;
  const head = table.tHead.rows[0];
  const focused = () => document.activeElement?.closest?.("[data-raci-matrix] td");
  const chosen = () => {
    const range = [...table.querySelectorAll("td[aria-selected]")];
    return range.length ? range : [focused()];
  };
  const written = (cell) => [...cell.textContent].join("/");
  const shownRows = () => [...table.querySelectorAll("tbody > tr[id]")].filter((row) => !row.hidden);
  const shownColumns = () => [...head.cells].slice(1).filter((one) => !one.hidden).map((one) => one.cellIndex);

  function copied() {
    const rows = new Map();
    for (const cell of chosen()) {
      rows.set(cell.parentElement, [...(rows.get(cell.parentElement) ?? []), written(cell)]);
    }
    return [...rows.values()].map((cells) => cells.join("\t")).join("\r\n");
  }

  /* « r/a » is « AR »; what no cell may say stays as it is, for the server to refuse in words. */
  function read(text) {
    const typed = text.trim().replace(/^"(.*)"$/s, "$1").trim();
    if (/^[-–—.]?$/.test(typed)) return "";
    const letters = typed.toUpperCase().replace(/[\s/,;+]/g, "");
    if (/^[ARCI]$/.test(letters)) return letters;
    return letters === "AR" || letters === "RA" ? "AR" : typed;
  }

  const block = (text) => text.replace(/\r?\n$/, "").split(/\r?\n/).map((line) => line.split("\t").map(read));

  function tooLarge(rows, columns, room) {
    const text = `Le tableau collé a ${rows} lignes et ${columns} colonnes\u00a0; à partir de cette case il reste ${room[0]} lignes et ${room[1]} colonnes. Choisissez une case plus haut ou plus à gauche, ou collez-en moins.`;
    return document.getElementById("raci-too-large").innerHTML.replace("…", text);
  }

  function paste(text, cells) {
    const rows = block(text);
    const single = rows.length === 1 && rows[0].length === 1;
    if (single) return write(cells.map((cell) => ({ cell, letters: rows[0][0] })), text, cells);
    const lines = shownRows();
    const columns = shownColumns();
    const top = lines.indexOf(cells[0].parentElement);
    const left = columns.indexOf(cells[0].cellIndex);
    const width = Math.max(...rows.map((row) => row.length));
    const room = [lines.length - top, columns.length - left];
    if (rows.length > room[0] || width > room[1]) {
      const html = tooLarge(rows.length, width, room);
      return table.dispatchEvent(new CustomEvent("raci:refuse", { detail: { html, pasted: text } }));
    }
    const changes = rows.flatMap((row, down) => row.map((letters, across) => (
      { cell: lines[top + down].cells[columns[left + across]], letters }
    )));
    return write(changes, text, changes.map((one) => one.cell));
  }

  function write(changes, pasted, cells) {
    table.dispatchEvent(new CustomEvent("raci:select", { detail: { cells } }));
    table.dispatchEvent(new CustomEvent("raci:write", { detail: { changes, pasted } }));
  }

  document.addEventListener("copy", (event) => {
    if (!focused()) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", copied());
  });
  document.addEventListener("cut", (event) => {
    if (!focused()) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", copied());
    table.dispatchEvent(new CustomEvent("raci:write", {
      detail: { changes: chosen().map((cell) => ({ cell, letters: "" })) },
    }));
  });
  document.addEventListener("paste", (event) => {
    if (!focused()) return;
    event.preventDefault();
    place = chosen();
    paste(event.clipboardData.getData("text/plain"), place);
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-raci-repaste]") || !place) return;
    paste(document.getElementById("raci-pasted").value, place);
  });
}
