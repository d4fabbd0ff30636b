// « N’afficher que ce qui change » : sans attendre le serveur, qui sait le faire aussi (?vue=changements).
const link = document.querySelector("[data-only-changes]");
const shown = document.querySelector("[data-changes]");

if (link && shown) {
  const label = link.querySelector("[data-label]");
  const onlyUrl = link.href;
  const allUrl = location.href;
  link.setAttribute("role", "button");
  link.setAttribute("aria-pressed", "false");
  const toggle = () => {
    const only = shown.classList.toggle("is-only-changes");
    link.setAttribute("aria-pressed", String(only));
    label.textContent = only ? link.dataset.labelOn : link.dataset.labelOff;
    history.replaceState(null, "", only ? onlyUrl : allUrl);
  };
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    toggle();
  });
  link.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    toggle();
  });
}
