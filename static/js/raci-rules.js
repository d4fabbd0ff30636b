/* What the rules say of a line and of a column as it is being filled, before the server has answered. */

const table = document.querySelector("[data-raci-matrix]");

if (table) {
  const CROWD = 6;
  const BOTTLENECK = 5;
  const head = table.tHead.rows[0];
  const icon = document.getElementById("raci-warning").content.firstElementChild;
  const nameOf = (cell) => head.cells[cell.cellIndex].dataset.name;

  function mark(css, text) {
    const found = document.createElement("span");
    found.className = css;
    found.append(icon.cloneNode(true), ` ${text}`);
    return found;
  }

  function problem(approving, doing, anyone) {
    if (!anyone) return "Personne n’est désigné.";
    const missing = [];
    if (!approving.length) missing.push("Personne n’approuve (A).");
    if (approving.length > 1) missing.push(`Deux A\u00a0: ${approving.map(nameOf).join(" et ")}.`);
    if (!doing) missing.push("Personne ne réalise (R).");
    return missing.join(" ");
  }

  function check(row) {
    const cells = [...row.cells].slice(1).filter((cell) => cell.textContent);
    const having = (letter) => cells.filter((cell) => cell.textContent.includes(letter));
    const text = problem(having("A"), having("R").length, cells.length);
    const crowd = having("C").length + having("I").length;
    const title = row.cells[0];
    for (const old of title.querySelectorAll(".raci-problem, .raci-crowd")) old.remove();
    if (text) title.append(mark("raci-problem", text));
    if (crowd >= CROWD) title.append(mark("raci-crowd", `${crowd} consultés ou informés`));
    row.classList.toggle("is-invalid", Boolean(text));
  }

  /* One column that has every A is a bottleneck. */
  function checkColumns() {
    const approving = [...table.querySelectorAll("tbody .raci-A")].map((badge) => badge.parentElement.cellIndex);
    const columns = new Set(approving);
    for (const old of head.querySelectorAll(".raci-bottleneck")) old.remove();
    if (approving.length < BOTTLENECK || columns.size !== 1) return;
    head.cells[approving[0]].firstElementChild.append(mark("raci-bottleneck", "approuve tout"));
  }

  table.addEventListener("raci:changed", (event) => {
    for (const row of new Set(event.detail.cells.map((cell) => cell.parentElement))) check(row);
    checkColumns();
  });
  checkColumns();
}
