// Ctrl + Enter (or ⌘ + Enter) in a text with data-quick-submit sends its form.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const text = event.target.closest?.("[data-quick-submit]");
  if (!text?.form) return;
  event.preventDefault();
  text.form.requestSubmit();
});
