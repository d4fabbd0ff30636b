// The panes beside the pages of a PDF: contents and search, one at a time, opened by [aria-controls] buttons.
// Escape closes; where there is no room beside the pages, going somewhere closes too.
const root = document.querySelector("[data-pdf]");
const body = root?.querySelector("[data-pdf-body]");
const buttons = root ? [...root.querySelectorAll("[data-pdf-pane-button]")] : [];
const NARROW = 760;
const paneOf = (button) => document.getElementById(button.getAttribute("aria-controls"));

const show = (wanted, { focus = true } = {}) => {
  for (const button of buttons) {
    const name = button.dataset.pdfPaneButton;
    const open = name === wanted;
    if (button.getAttribute("aria-expanded") === "true" && !open) {
      root.dispatchEvent(new CustomEvent("pdf:closed", { detail: name }));
    }
    button.setAttribute("aria-expanded", String(open));
    paneOf(button).hidden = !open;
    if (open && focus) (paneOf(button).querySelector("input, [aria-current]") || paneOf(button).querySelector("a, button"))?.focus();
  }
  body.classList.toggle("has-pane", Boolean(wanted));
};

for (const button of buttons) {
  button.addEventListener("click", () => {
    const open = button.getAttribute("aria-expanded") === "true";
    show(open ? "" : button.dataset.pdfPaneButton);
    if (open) button.focus();
  });
}

root?.addEventListener("pdf:pane", ({ detail }) => show(detail));
root?.addEventListener("pdf:leave", () => body.clientWidth < NARROW && show("", { focus: false }));
body?.addEventListener("keydown", (event) => {
  const open = buttons.find((button) => button.getAttribute("aria-expanded") === "true");
  if (event.key !== "Escape" || !open || !paneOf(open).contains(event.target)) return;
  event.stopPropagation();
  show("");
  open.focus();
});
root?.addEventListener("pdf:ready", () => {
  if (body.clientWidth >= 1000 && !body.classList.contains("has-pane")) show("contents", { focus: false });
}, { once: true });
