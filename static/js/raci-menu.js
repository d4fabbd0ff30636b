/* The small menu of a cell or of the chosen cells, opened by a click, Entrée or the space bar. */

const table = document.querySelector("[data-raci-matrix]");
const menu = document.getElementById("raci-menu");

if (table && menu) {
  let cells = [];
  const items = () => [...menu.querySelectorAll("[role=menuitem]")];

  table.addEventListener("raci:menu", (event) => {
    const { cell } = event.detail;
    cells = event.detail.cells;
    menu.showPopover();
    const place = cell.getBoundingClientRect();
    const left = Math.min(place.left, window.innerWidth - menu.offsetWidth - 8);
    const below = place.bottom + menu.offsetHeight + 8 < window.innerHeight;
    menu.style.left = `${Math.max(8, left)}px`;
    menu.style.top = `${below ? place.bottom + 4 : Math.max(8, place.top - menu.offsetHeight - 4)}px`;
    (items().find((item) => item.dataset.letters === cell.textContent) ?? items()[0]).focus();
  });

  function close() {
    menu.hidePopover();
    table.dispatchEvent(new CustomEvent("raci:focus"));
  }

  menu.addEventListener("keydown", (event) => {
    const every = items();
    const index = every.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      every[(index + step + every.length) % every.length].focus();
    } else if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      every.at(event.key === "Home" ? 0 : -1).focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      close();
    }
  });
  menu.addEventListener("click", (event) => {
    const item = event.target.closest("[data-letters]");
    if (!item) return;
    close();
    const changes = cells.map((cell) => ({ cell, letters: item.dataset.letters }));
    table.dispatchEvent(new CustomEvent("raci:write", { detail: { changes } }));
  });
}
