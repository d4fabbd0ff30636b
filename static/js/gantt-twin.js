/* The table of tasks: a row being edited is given up without leaving the page, and focus comes back to where it was
   in its row, so that a task goes several steps up or down from the keyboard. */

let last = null;
let step = "";

function reread() {
  document.body.dispatchEvent(new CustomEvent("planning-saved", { detail: { task: last } }));
}

document.addEventListener("click", (event) => {
  const row = event.target.closest("#planning-twin tr")?.querySelector("[data-row-edit]");
  if (row) last = Number(row.dataset.rowEdit);
  step = event.target.closest("button[form=task-order]")?.name ?? "";
  const cancel = event.target.closest("[data-row-cancel]");
  if (!cancel) return;
  event.preventDefault();
  document.getElementById("planning-effect")?.replaceChildren();
  reread();
});
document.body.addEventListener("htmx:afterSettle", (event) => {
  const target = event.detail.elt;
  if (target?.classList?.contains("is-editing")) target.querySelector("select, input:not([type=hidden])")?.focus();
  else if (target?.id === "planning-twin" && last && document.activeElement === document.body) {
    const again = step && document.querySelector(`button[name=${step}][value="${last}"]:enabled`);
    (again || document.querySelector(`[data-row-edit="${last}"]`))?.focus();
    last = null;
  }
});
