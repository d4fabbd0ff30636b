/* Writes of cells: shown at once, sent one act after the other, taken back when the server refuses; Ctrl+Z undoes the
   last act of this page. The events: « raci:write » asks, « raci:changed » tells what now stands. */

const table = document.querySelector("[data-raci-matrix]");

if (table) {
  const head = table.tHead.rows[0];
  const panel = document.getElementById("raci-refusal");
  const status = document.querySelector("[data-raci-status]");
  const done = [];
  let queue = Promise.resolve();
  let pending = [];

  const columnOf = (cell) => head.cells[cell.cellIndex].dataset;
  const cellOf = ([activity, key]) => {
    const row = document.getElementById(`activite-${activity}`);
    const column = [...head.cells].find((one) => one.dataset.key === key);
    return row && column ? row.cells[column.cellIndex] : null;
  };
  const rowOf = (cell) => cell.parentElement.id.replace("activite-", "");

  function show(cell, letters) {
    cell.replaceChildren(...[...letters].map((letter) => {
      const badge = document.createElement("span");
      badge.className = `raci raci-${letter}`;
      badge.textContent = letter;
      return badge;
    }));
    if (letters) cell.dataset.h = columnOf(cell).name;
    else cell.removeAttribute("data-h");
  }

  function tell(cells) {
    table.dispatchEvent(new CustomEvent("raci:changed", { detail: { cells } }));
  }

  function apply(act) {
    for (const one of act) show(one.cell, one.letters);
    tell(act.map((one) => one.cell));
  }

  async function send(changes) {
    const body = new FormData();
    body.append("changes", JSON.stringify(changes));
    const response = await fetch(table.dataset.raciUrl, {
      method: "POST",
      body,
      headers: { "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content },
    });
    const isAnswer = response.headers.get("Content-Type")?.startsWith("application/json");
    return { ok: response.ok, answer: isAnswer ? await response.json() : {} };
  }

  const asked = (act) => act.map((one) => [rowOf(one.cell), columnOf(one.cell).key, one.letters, one.read]);
  const numbered = (rows) => rows.map(([row, ...rest]) => [Number(row), ...rest]);

  /* A refused act, and those typed after it, go back to what stood; cells that others wrote show their new letters. */
  function takeBack(cells = []) {
    const acts = pending.flat();
    pending = [];
    for (const one of [...acts].reverse()) show(one.cell, one.read);
    for (const [activity, key, stored] of cells) {
      const cell = cellOf([activity, key]);
      if (cell) show(cell, stored);
    }
    tell(acts.map((one) => one.cell));
  }

  function refresh(answer) {
    for (const name of ["findings", "load"]) {
      const place = document.getElementById(`raci-${name}`);
      if (!answer[name] || !place) continue;
      const fresh = new DOMParser().parseFromString(answer[name], "text/html").body.firstElementChild;
      place.replaceWith(fresh);
    }
  }

  function refuse(html, pasted) {
    panel.innerHTML = html;
    const kept = panel.querySelector("[data-raci-kept]");
    if (pasted && kept) {
      kept.hidden = false;
      kept.querySelector("textarea").value = pasted;
    }
    const mend = pasted ? kept?.querySelector("textarea") : null;
    (panel.querySelector("[data-raci-retry]") ?? mend ?? panel.querySelector("[data-raci-dismiss]"))?.focus();
  }

  const FAILED = "La case n’a pas pu être enregistrée\u00a0: vérifiez votre connexion, puis recommencez.";

  async function run(act, { pasted, undoing }) {
    // What was typed after a refused act went away with it.
    if (!pending.includes(act)) return;
    let sent = { ok: false, answer: {} };
    try {
      sent = await send(numbered(asked(act)));
    } catch {
      // No answer: told below, as any other failure.
    }
    if (sent.ok) {
      pending = pending.filter((one) => one !== act);
      if (!undoing) done.push(act);
      refresh(sent.answer);
      return;
    }
    takeBack(sent.answer.cells);
    if (sent.answer.refusal) refuse(sent.answer.refusal, pasted);
    else document.dispatchEvent(new CustomEvent("toast", { detail: { level: "error", text: FAILED } }));
  }

  function write(changes, options = {}) {
    const act = changes
      .map(({ cell, letters, read }) => ({ cell, letters, read: read ?? cell.textContent }))
      .filter((one) => one.letters !== one.read);
    if (!act.length) return;
    panel.replaceChildren();
    apply(act.filter((one) => /^[ARCI]{0,2}$/.test(one.letters)));
    if (status) status.textContent = act.length > 1 ? `${act.length} cases écrites.` : "";
    pending.push(act);
    table.setAttribute("aria-busy", "true");
    queue = queue.then(() => run(act, options)).finally(() => {
      if (!pending.length) table.removeAttribute("aria-busy");
    });
  }

  function undo() {
    // An act still on its way is undone once it is written.
    queue = queue.then(() => {
      const act = done.pop();
      if (!act) {
        if (status) status.textContent = "Rien à défaire.";
        return;
      }
      write(act.map((one) => ({ cell: one.cell, letters: one.read, read: one.letters })), { undoing: true });
      table.dispatchEvent(new CustomEvent("raci:focus", { detail: { cell: act[0].cell } }));
      if (status) status.textContent = "Dernier geste défait.";
    });
  }

  table.addEventListener("raci:write", (event) => write(event.detail.changes, event.detail));
  table.addEventListener("raci:refuse", (event) => refuse(event.detail.html, event.detail.pasted));
  document.addEventListener("keydown", (event) => {
    const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z";
    if (!isUndo || event.target.closest("input, textarea, select")) return;
    event.preventDefault();
    undo();
  });

  panel.addEventListener("click", (event) => {
    const retry = event.target.closest("[data-raci-retry]");
    if (retry) {
      const rows = JSON.parse(retry.dataset.raciRetry);
      const changes = rows.map(([activity, key, letters, read]) => ({ cell: cellOf([activity, key]), letters, read }));
      write(changes.filter((one) => one.cell));
      table.dispatchEvent(new CustomEvent("raci:focus"));
    } else if (event.target.closest("[data-raci-dismiss]")) {
      panel.replaceChildren();
      table.dispatchEvent(new CustomEvent("raci:focus"));
    }
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    panel.replaceChildren();
    table.dispatchEvent(new CustomEvent("raci:focus"));
  });
  window.addEventListener("beforeunload", (event) => {
    if (table.getAttribute("aria-busy")) event.preventDefault();
  });
}
