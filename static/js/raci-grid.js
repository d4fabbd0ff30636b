/* The matrix as a grid: one stop of the Tab key, arrows, a range chosen by Maj or by the mouse, letters and Suppr.
   It asks for writes by the event « raci:write » on the table: { changes: [{ cell, letters }], source }. */

const table = document.querySelector("[data-raci-matrix]");

if (table) {
  const LETTERS = /^[raci]$/i;
  const head = table.tHead.rows[0];
  let current = null;
  let anchor = null;
  let range = [];

  const lettersOf = (cell) => cell.textContent;
  const nameOf = (row) => row.querySelector(".raci-activity")?.textContent ?? "";
  const isCell = (cell) => cell?.tagName === "TD";
  const shownRows = () => [...table.querySelectorAll("tbody > tr[id]")].filter((row) => !row.hidden);
  const shownColumns = () => [...head.cells].slice(1).filter((one) => !one.hidden).map((one) => one.cellIndex);

  const words = { R: "réalise", A: "approuve", C: "consulté", I: "informé" };
  const label = (cell) => {
    const said = [...lettersOf(cell)].map((letter) => words[letter]).join(" et ") || "aucun rôle";
    return `${nameOf(cell.parentElement)}, ${head.cells[cell.cellIndex].dataset.name}\u00a0: ${said}`;
  };

  function select(cells) {
    for (const cell of range) cell.removeAttribute("aria-selected");
    range = cells;
    for (const cell of range) cell.setAttribute("aria-selected", "true");
  }

  /* The first cell of the page has the stop of the Tab key, then the one where the person was last. */
  function keepStop(cell) {
    current?.removeAttribute("tabindex");
    current = cell;
    if (cell) {
      cell.tabIndex = 0;
      cell.setAttribute("aria-label", label(cell));
    }
  }

  function go(cell) {
    if (!isCell(cell)) return;
    keepStop(cell);
    cell.focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  function rectangle(from, to) {
    const rows = shownRows();
    const columns = shownColumns();
    const place = (cell) => [rows.indexOf(cell.parentElement), columns.indexOf(cell.cellIndex)];
    const [[fromRow, fromColumn], [toRow, toColumn]] = [place(from), place(to)];
    const picked = rows.slice(Math.min(fromRow, toRow), Math.max(fromRow, toRow) + 1);
    const across = columns.slice(Math.min(fromColumn, toColumn), Math.max(fromColumn, toColumn) + 1);
    return picked.flatMap((row) => across.map((column) => row.cells[column]));
  }

  function extend(to) {
    if (!isCell(to)) return;
    anchor ??= current;
    go(to);
    select(rectangle(anchor, to));
  }

  function single(cell) {
    select([]);
    anchor = null;
    go(cell);
  }

  const chosen = () => (range.length ? range : [current]);

  function neighbour(cell, event) {
    const rows = shownRows();
    const columns = shownColumns();
    const row = rows.indexOf(cell.parentElement);
    const column = columns.indexOf(cell.cellIndex);
    const at = (down, across) => rows[down]?.cells[columns[across]];
    const far = event.ctrlKey || event.metaKey;
    switch (event.key) {
      case "ArrowLeft": return at(row, column - 1);
      case "ArrowRight": return at(row, column + 1);
      case "ArrowUp": return at(row - 1, column);
      case "ArrowDown": return at(row + 1, column);
      case "PageUp": return at(Math.max(0, row - 10), column);
      case "PageDown": return at(Math.min(rows.length - 1, row + 10), column);
      case "Home": return at(far ? 0 : row, 0);
      case "End": return at(far ? rows.length - 1 : row, columns.length - 1);
      default: return null;
    }
  }

  /* A and R may stand together; C and I stand alone; the same letter again takes it away. */
  function toggled(letters, letter) {
    if (letters.includes(letter)) return letters.replace(letter, "");
    if ((letter === "R" && letters === "A") || (letter === "A" && letters === "R")) return "AR";
    return letter;
  }

  function fill(letter) {
    const cells = chosen();
    // One cell toggles; a range gets the letter everywhere, and loses it when all its cells have it.
    const everywhere = cells.every((cell) => lettersOf(cell).includes(letter));
    const wanted = (cell) => {
      const letters = lettersOf(cell);
      return letters.includes(letter) === everywhere ? toggled(letters, letter) : letters;
    };
    write(cells.map((cell) => ({ cell, letters: wanted(cell) })));
  }

  function write(changes) {
    table.dispatchEvent(new CustomEvent("raci:write", { detail: { changes } }));
  }

  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td");
    if (!cell || event.altKey) return;
    const next = neighbour(cell, event);
    if (next !== null) {
      event.preventDefault();
      if (event.shiftKey) extend(next);
      else if (next) single(next);
      return;
    }
    if (event.ctrlKey || event.metaKey) return;
    if (LETTERS.test(event.key)) {
      event.preventDefault();
      fill(event.key.toUpperCase());
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      write(chosen().map((one) => ({ cell: one, letters: "" })));
    } else if (event.key === "Escape" && range.length) {
      single(current);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      table.dispatchEvent(new CustomEvent("raci:menu", { detail: { cell, cells: chosen() } }));
    }
  });

  /* The mouse: a click chooses the cell and opens the menu, a drag chooses a range. */
  let dragging = false;
  table.addEventListener("mousedown", (event) => {
    const cell = event.target.closest("td");
    if (!cell || event.button !== 0) return;
    event.preventDefault();
    if (event.shiftKey && current) extend(cell);
    else single(cell);
    dragging = true;
  });
  table.addEventListener("mouseover", (event) => {
    const cell = event.target.closest("td");
    if (dragging && cell && cell !== current) extend(cell);
  });
  document.addEventListener("mouseup", () => { dragging = false; });
  table.addEventListener("click", (event) => {
    const cell = event.target.closest("td");
    if (!cell || event.shiftKey || range.length || !window.matchMedia("(min-width: 768px)").matches) return;
    table.dispatchEvent(new CustomEvent("raci:menu", { detail: { cell, cells: chosen() } }));
  });

  table.addEventListener("focusin", (event) => {
    const cell = event.target.closest("td");
    if (cell && cell !== current) keepStop(cell);
  });
  table.addEventListener("raci:changed", () => {
    if (current) current.setAttribute("aria-label", label(current));
  });
  /* Other modules send people back to a cell: where they were, or the one they name. */
  table.addEventListener("raci:focus", (event) => go(event.detail?.cell ?? current));
  table.addEventListener("raci:select", (event) => {
    anchor = event.detail.cells[0];
    go(anchor);
    select(event.detail.cells.length > 1 ? event.detail.cells : []);
  });
  table.addEventListener("raci:filtered", () => {
    if (!current || current.hidden || current.parentElement.hidden) {
      keepStop(shownRows()[0]?.cells[shownColumns()[0]] ?? null);
    }
  });

  const first = shownRows()[0]?.cells[shownColumns()[0]];
  if (first) keepStop(first);
  document.querySelector("[data-raci-hint]")?.removeAttribute("hidden");
}
