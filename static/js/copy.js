// data-copy="field-id" on a button: copies what the field holds. Hidden until the browser is known to allow it.
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  button.hidden = false;
  field.addEventListener("focus", () => field.select());
  button.addEventListener("click", async () => {
    field.select();
    let level = "success";
    let text = "Le lien est copié.";
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      level = "info";
      text = "Le lien est sélectionné\u00a0: copiez-le avec Ctrl + C.";
    }
    document.dispatchEvent(new CustomEvent("toast", { detail: { level, text } }));
  });
}
