/* The matrix by keyboard and by menu. Without this module each cell is a link to its own small page. */

const table = document.querySelector("[data-raci-matrix]");
const menu = document.getElementById("raci-menu");
const busy = new Set();
let opener = null;
let lastWritten = "";

const cells = () => [...table.querySelectorAll(".raci-button")];
const rowOf = (cell) => cell.closest("tr");

/* One stop for the Tab key: arrows do the rest. */
function keepOneStop(current) {
  for (const cell of cells()) cell.tabIndex = cell === current ? 0 : -1;
}

function focusCell(cell) {
  if (!cell) return;
  keepOneStop(cell);
  cell.focus();
}

function neighbour(cell, key) {
  const row = [...rowOf(cell).querySelectorAll(".raci-button")];
  const column = row.indexOf(cell);
  const rows = [...table.querySelectorAll("tr")].filter((one) => one.querySelector(".raci-button"));
  const index = rows.indexOf(rowOf(cell));
  const inRow = (one) => one?.querySelectorAll(".raci-button")[column];
  switch (key) {
    case "ArrowLeft": return row[column - 1];
    case "ArrowRight": return row[column + 1];
    case "ArrowUp": return inRow(rows[index - 1]);
    case "ArrowDown": return inRow(rows[index + 1]);
    case "Home": return row[0];
    case "End": return row[row.length - 1];
    default: return null;
  }
}

/* A and R may stand together; C and I stand alone; the same letter again takes it away. */
function toggled(letters, letter) {
  if (letters.includes(letter)) return letters.replace(letter, "");
  if (letter === "R" && letters === "A") return "AR";
  if (letter === "A" && letters === "R") return "AR";
  return letter;
}

async function write(cell, letters) {
  const row = rowOf(cell);
  const { id } = cell;
  lastWritten = id;
  if (busy.has(row.id) || letters === cell.dataset.letters) return;
  busy.add(row.id);
  try {
    await window.htmx.ajax("POST", cell.href, {
      source: cell,
      target: row,
      swap: "outerHTML",
      values: { letters, read: cell.dataset.letters },
    });
  } finally {
    busy.delete(row.id);
  }
  keepOneStop(document.getElementById(id));
  const refusal = document.querySelector("#raci-refusal button");
  if (refusal) refusal.focus();
  else document.getElementById(id)?.focus();
}

function openMenu(cell) {
  opener = cell;
  menu.showPopover();
  const place = cell.getBoundingClientRect();
  const left = Math.min(place.left, window.innerWidth - menu.offsetWidth - 8);
  const below = place.bottom + menu.offsetHeight + 8 < window.innerHeight;
  menu.style.left = `${Math.max(8, left)}px`;
  menu.style.top = `${below ? place.bottom + 4 : Math.max(8, place.top - menu.offsetHeight - 4)}px`;
  const items = [...menu.querySelectorAll("[role=menuitem]")];
  (items.find((item) => item.dataset.letters === cell.dataset.letters) ?? items[0]).focus();
}

function closeMenu() {
  menu.hidePopover();
  opener?.focus();
}

function onCellKey(event) {
  const cell = event.target.closest(".raci-button");
  if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
  const next = neighbour(cell, event.key);
  if (next !== null) {
    event.preventDefault();
    focusCell(next);
  } else if (/^[raci]$/i.test(event.key)) {
    event.preventDefault();
    write(cell, toggled(cell.dataset.letters, event.key.toUpperCase()));
  } else if (event.key === "Delete" || event.key === "Backspace") {
    event.preventDefault();
    write(cell, "");
  } else if (event.key === " ") {
    event.preventDefault();
    openMenu(cell);
  }
}

function onMenuKey(event) {
  const items = [...menu.querySelectorAll("[role=menuitem]")];
  const index = items.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    items[(index + step + items.length) % items.length].focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    closeMenu();
  }
}

if (table && menu) {
  keepOneStop(cells()[0]);
  document.querySelector("[data-raci-hint]")?.removeAttribute("hidden");
  table.addEventListener("keydown", onCellKey);
  table.addEventListener("click", (event) => {
    const cell = event.target.closest(".raci-button");
    if (!cell || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    keepOneStop(cell);
    openMenu(cell);
  });
  menu.addEventListener("keydown", onMenuKey);
  menu.addEventListener("click", (event) => {
    const item = event.target.closest("[data-letters]");
    if (!item || !opener) return;
    const cell = opener;
    closeMenu();
    write(cell, item.dataset.letters);
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-raci-dismiss]")) return;
    event.preventDefault();
    document.getElementById("raci-refusal").replaceChildren();
    focusCell(document.getElementById(lastWritten) ?? cells()[0]);
  });
  // A line comes back with every cell a stop of the Tab key, and an answered refusal takes the focus away with it.
  document.body.addEventListener("htmx:afterSettle", () => {
    const cell = table.querySelector(".raci-button:focus") ?? document.getElementById(lastWritten) ?? cells()[0];
    if (document.activeElement === document.body) focusCell(cell);
    else keepOneStop(cell);
  });
}
