/* The table of tasks: a row being edited is given up without leaving the page, and focus comes back to its row. */

let last = null;

function reread() {
  document.body.dispatchEvent(new CustomEvent("planning-saved", { detail: { task: last } }));
}

document.addEventListener("click", (event) => {
  const row = event.target.closest("#planning-twin tr")?.querySelector("[data-row-edit]");
  if (row) last = Number(row.dataset.rowEdit);
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
    document.querySelector(`[data-row-edit="${last}"]`)?.focus();
    last = null;
  }
});
