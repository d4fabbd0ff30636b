// The bell asks for its count every 30 seconds. Quietly: a network that is away is told by what people do themselves,
// and a page that nobody looks at asks for nothing; it does when one comes back to it.
const isBell = (event) => event.target instanceof Element && event.target.closest("[data-bell]") !== null;

document.body.addEventListener("htmx:beforeRequest", (event) => {
  if (isBell(event) && document.hidden) event.preventDefault();
});
for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.body.addEventListener(name, (event) => {
    if (isBell(event)) event.stopPropagation();
  });
}
document.addEventListener("visibilitychange", () => {
  const bell = document.querySelector("[data-bell]");
  if (bell && !document.hidden) bell.dispatchEvent(new CustomEvent("refresh"));
});
