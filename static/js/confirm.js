// data-confirm="question" on a form, a submit button or an element with hx-…: asks first, in the page’s own <dialog>.
const dialog = document.getElementById("confirm-dialog");

const ask = ({ confirm, confirmTitle, confirmLabel, confirmTone }) =>
  new Promise((resolve) => {
    const slot = (name) => dialog.querySelector(`[data-confirm-slot="${name}"]`);
    slot("title").textContent = confirmTitle || "Confirmer";
    slot("text").textContent = confirm;
    slot("label").textContent = confirmLabel || "Confirmer";
    slot("label").className = `btn btn-${confirmTone === "danger" ? "danger" : "primary"}`;
    dialog.returnValue = "cancel";
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "ok"), { once: true });
    dialog.showModal();
  });

const isHtmx = (element) => element.matches("[hx-get],[hx-post],[hx-put],[hx-patch],[hx-delete]");

const questionOf = (form, submitter) => [submitter, form].find((element) => element?.dataset.confirm !== undefined);

document.addEventListener(
  "submit",
  async (event) => {
    const form = event.target;
    const asked = questionOf(form, event.submitter);
    if (!asked || form.dataset.confirmed || isHtmx(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!(await ask(asked.dataset))) return;
    form.dataset.confirmed = "yes";
    form.requestSubmit(event.submitter);
    delete form.dataset.confirmed;
  },
  true,
);

document.addEventListener("htmx:confirm", async (event) => {
  const asked = questionOf(event.detail.elt, event.detail.triggeringEvent?.submitter);
  if (!asked) return;
  event.preventDefault();
  if (await ask(asked.dataset)) event.detail.issueRequest(true);
});
