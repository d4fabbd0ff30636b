/* Lines looked for by text, by person or by problem, empty columns hidden, phases folded: at once, without the server. */

const table = document.querySelector("[data-raci-table]");
const form = document.querySelector("[data-raci-filters]");

if (table && form) {
  const CROWD = 6;
  const head = table.tHead.rows[0];
  const rows = [...table.querySelectorAll("tbody > tr[id]")];
  const status = form.querySelector("[data-raci-shown]");
  const folded = new Set();
  const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/œ/g, "oe")
    .replace(/æ/g, "ae").replace(/\s+/g, " ").trim();
  const texts = new Map();

  function textOf(row) {
    if (!texts.has(row)) {
      const parts = [".ref", ".raci-activity"].map((one) => row.cells[0].querySelector(one)?.textContent ?? "");
      texts.set(row, plain(parts.join(" ")));
    }
    return texts.get(row);
  }

  const crowd = (row) => row.querySelectorAll("td > .raci-C, td > .raci-I").length >= CROWD;
  const lacks = (row, letter) => !row.querySelector(`td > .raci-${letter}`);
  const problems = {
    a: (row) => lacks(row, "A"),
    r: (row) => lacks(row, "R"),
    ci: crowd,
    tout: (row) => lacks(row, "A") || lacks(row, "R") || crowd(row),
  };

  function shows(row, asked, column) {
    return (!asked.q || textOf(row).includes(asked.q))
      && (!column || row.cells[column].textContent !== "")
      && (!asked.constat || problems[asked.constat](row));
  }

  function apply() {
    const data = new FormData(form);
    const asked = { q: plain(data.get("q")), constat: data.get("constat") };
    const key = data.get("colonne");
    const picked = [...head.cells].find((cell) => cell.dataset.key === key);
    const narrows = Boolean(asked.q || asked.constat || picked);
    let shown = 0;
    for (const row of rows) {
      const found = shows(row, asked, picked?.cellIndex);
      // A phase that is folded opens for what is looked for.
      row.hidden = !found || (!narrows && folded.has(row.parentElement));
      shown += found;
    }
    for (const group of table.tBodies) {
      group.hidden = narrows && [...group.rows].slice(1).every((row) => row.hidden);
    }
    for (const cell of head.cells) cell.classList.toggle("is-picked", cell === picked);
    picked?.scrollIntoView({ block: "nearest", inline: "center" });
    status.textContent = narrows ? `${shown} sur ${rows.length} activités` : "";
    hideEmpty(data.get("vides") === "masquer");
    table.dispatchEvent(new CustomEvent("raci:filtered"));
  }

  function hideEmpty(hiding) {
    const busy = new Set([...table.querySelectorAll("td > .raci")].map((badge) => badge.parentElement.cellIndex));
    for (const title of [...head.cells].slice(1)) {
      const hidden = hiding && !busy.has(title.cellIndex);
      if (title.hidden === hidden) continue;
      title.hidden = hidden;
      for (const row of rows) row.cells[title.cellIndex].hidden = hidden;
    }
  }

  function fold(group, closed) {
    if (closed) folded.add(group);
    else folded.delete(group);
    group.querySelector(".raci-fold").setAttribute("aria-expanded", String(!closed));
  }

  for (const group of table.tBodies) {
    const title = group.querySelector(".raci-group-title");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "raci-fold";
    button.setAttribute("aria-expanded", "true");
    title.replaceWith(button);
    button.append(title);
    button.addEventListener("click", () => {
      fold(group, !folded.has(group));
      apply();
    });
  }

  const all = document.createElement("button");
  all.type = "button";
  all.className = "btn btn-ghost btn-sm";
  all.textContent = "Replier les phases";
  all.addEventListener("click", () => {
    const closing = folded.size < table.tBodies.length;
    for (const group of table.tBodies) fold(group, closing);
    all.textContent = closing ? "Déplier les phases" : "Replier les phases";
    apply();
  });
  form.querySelector("[data-raci-apply]").replaceWith(all);

  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    apply();
  });

  /* A link to a line that is folded or left out brings it back. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#activite-'], a[href^='#colonne-']");
    const target = link && document.getElementById(link.hash.slice(1));
    if (!target?.hidden) return;
    form.reset();
    for (const field of form.querySelectorAll("input[type=search], select")) field.value = "";
    for (const box of form.querySelectorAll("input[type=checkbox]")) box.checked = false;
    for (const group of table.tBodies) fold(group, false);
    apply();
  });
}
