// Éditeur de section : enregistre le texte pendant la frappe, dit où il en est, et garde ce qui n’est pas enregistré.

const DELAY = 1200;
const RETRY = 5000;

const LABELS = {
  Bold: "Gras",
  Italic: "Italique",
  Underline: "Souligné",
  Strike: "Barré",
  Subscript: "Indice",
  Superscript: "Exposant",
  Blockquote: "Citation",
  "Bullet list": "Liste à puces",
  "Ordered list": "Liste numérotée",
  "Horizontal rule": "Filet horizontal",
  Undo: "Annuler",
  Redo: "Rétablir",
  Link: "Lien",
  Unlink: "Retirer le lien",
};

function status(state, text) {
  const element = document.getElementById("save-status");
  if (!element) return;
  element.dataset.state = state;
  element.textContent = text;
}

function relabel(root) {
  for (const button of root.querySelectorAll("[title]")) {
    const french = LABELS[button.title];
    if (french) button.title = french;
    if (!button.getAttribute("aria-label")) button.setAttribute("aria-label", button.title);
  }
}

function autosave(form, editor) {
  let timer = 0;
  let dirty = false;
  let sending = false;

  const inConflict = () => document.querySelector("[data-conflict]") !== null;

  const save = () => {
    if (sending || inConflict()) return;
    sending = true;
    status("saving", "Enregistrement…");
    dirty = false;
    window.htmx.trigger(form, "autosave");
  };

  const later = (delay) => {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  };

  editor.on("update", () => {
    dirty = true;
    status("dirty", "Modifications non enregistrées");
    later(DELAY);
  });

  form.addEventListener("htmx:afterRequest", (event) => {
    sending = false;
    const code = event.detail.xhr.status;
    if (code >= 200 && code < 300) {
      if (dirty) {
        status("dirty", "Modifications non enregistrées");
        later(DELAY);
      } else {
        status("saved", "Enregistré");
      }
    } else if (code === 409) {
      dirty = true;
      status("error", "Texte modifié par quelqu’un d’autre : choisissez la version à garder");
    } else {
      dirty = true;
      status("error", "Non enregistré");
      if (code === 0 || code >= 500) later(RETRY);
    }
  });

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      clearTimeout(timer);
      save();
    }
  });

  window.addEventListener("beforeunload", (event) => {
    if (dirty || sending) event.preventDefault();
  });
}

document.addEventListener("prose-editor:ready", (event) => {
  const { editor, textarea } = event.detail;
  const form = textarea.closest("[data-autosave]");
  const root = textarea.closest(".prose-editor") || textarea.parentElement;
  relabel(root);
  new MutationObserver(() => relabel(root)).observe(root, { childList: true, subtree: true });
  editor.view.dom.setAttribute("aria-label", "Texte de la section");
  if (form) autosave(form, editor);
});
