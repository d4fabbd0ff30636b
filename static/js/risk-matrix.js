// data-risk-matrix on a table of links: arrow keys go from square to square; each link stays reachable with Tab.
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

for (const table of document.querySelectorAll("[data-risk-matrix]")) {
  const rows = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("a")]);
  table.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const up = rows.findIndex((links) => links.includes(document.activeElement));
    if (!step || up < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const across = rows[up].indexOf(document.activeElement);
    const target = rows[up + step[0]]?.[across + step[1]];
    if (!target) return;
    event.preventDefault();
    target.focus();
  });
}
