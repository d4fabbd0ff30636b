// Éditeur de section : enregistre le texte pendant la frappe, dit où il en est, et garde ce qui n’est pas enregistré.

const DELAY = 1200;
const RETRY = 5000;

// Les mots de l’éditeur, dont les boutons et les boîtes de dialogue sont en anglais.
const LABELS = {
  bold: "Gras",
  italic: "Italique",
  underline: "Souligné",
  strike: "Barré",
  subscript: "Indice",
  superscript: "Exposant",
  paragraph: "Paragraphe",
  Paragraph: "Paragraphe",
  "heading 3": "Intertitre",
  "Heading 3": "Intertitre",
  "heading 4": "Sous-intertitre",
  "Heading 4": "Sous-intertitre",
  question_mark: "Style du texte",
  blockquote: "Citation",
  "horizontal rule": "Filet horizontal",
  "unordered list": "Liste à puces",
  "ordered list": "Liste numérotée",
  "List properties": "Numérotation de la liste",
  "insert link": "Lien",
  "remove link": "Retirer le lien",
  "Insert table": "Insérer un tableau",
  "Add column": "Ajouter une colonne",
  "Delete column": "Supprimer la colonne",
  "Add row": "Ajouter une ligne",
  "Delete row": "Supprimer la ligne",
  "Merge cells": "Fusionner les cellules",
  "Split cell": "Scinder la cellule",
  "Toggle header cell": "Cellule d’en-tête, ou non",
  "Delete table": "Supprimer le tableau",
  undo: "Annuler",
  redo: "Rétablir",
  Yes: "Oui",
  No: "Non",
  Update: "Appliquer",
  Cancel: "Annuler",
  "Edit Link": "Lien",
  URL: "Adresse (https://…)",
  Title: "Titre",
  "Table Properties": "Nouveau tableau",
  Rows: "Lignes",
  Columns: "Colonnes",
  "Include header row": "Première ligne d’en-tête",
  "Insert Table": "Insérer le tableau",
  "Start at": "Commencer à",
  "List type": "Numéros",
  "Decimal numbers": "1, 2, 3",
  "Lowercase letters": "a, b, c",
  "Uppercase letters": "A, B, C",
  "Lowercase Roman numerals": "i, ii, iii",
  "Uppercase Roman numerals": "I, II, III",
  Bullets: "Puces",
};

// L’éditeur, chargé après ce module, traduit ainsi ses boîtes de dialogue.
window.gettext ??= (text) => LABELS[text] ?? text;

function status(state, text) {
  const element = document.getElementById("save-status");
  if (!element) return;
  element.dataset.state = state;
  element.textContent = text;
}

function relabel(root) {
  for (const button of root.querySelectorAll(".prose-menubar button")) {
    const label = LABELS[button.title || button.getAttribute("aria-label")];
    if (!label) continue;
    button.title = label;
    button.setAttribute("aria-label", label);
  }
  for (const text of root.querySelectorAll(".prose-menubar__option > *")) {
    const label = LABELS[text.textContent];
    if (label) text.textContent = label;
  }
  for (const option of root.querySelectorAll(".prose-editor-dialog option")) {
    const label = LABELS[option.text];
    if (!label) continue;
    option.value = option.value; // l’éditeur attend le mot anglais
    option.text = label;
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
  editor.view.dom.setAttribute("aria-label", textarea.dataset.label ?? "Texte de la section");
  if (form) autosave(form, editor);
});
