// [data-opening-url] on the page of an edition, with data-opening-way="page|reading|pack": told once the page is really
// in front of the reader. Inside, [data-opening-way="pdf"] tells when a viewer has been in view for a while, or when a
// link is followed. Telling is a POST that outlives the page; a reader without JavaScript is not noted.
const root = document.querySelector("[data-opening-url]");
const token = () => document.querySelector("meta[name=csrf-token]")?.content || "";
const told = new Set();

const tell = (way) => {
  if (told.has(way)) return;
  told.add(way);
  fetch(root.dataset.openingUrl, {
    method: "POST",
    keepalive: true,
    headers: { "X-CSRFToken": token(), "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ way }),
  }).catch(() => told.delete(way));
};

const whenVisible = (act) => {
  if (document.visibilityState === "visible") act();
  else document.addEventListener("visibilitychange", () => whenVisible(act), { once: true });
};

const watchViewer = (viewer) => {
  let waiting;
  new IntersectionObserver(
    ([entry]) => {
      clearTimeout(waiting);
      if (entry.isIntersecting) waiting = setTimeout(() => whenVisible(() => tell("pdf")), 1500);
    },
    { threshold: 0.35 },
  ).observe(viewer);
};

if (root) {
  whenVisible(() => tell(root.dataset.openingWay));
  document.querySelectorAll('[data-opening-way="pdf"]').forEach((one) => {
    if (one.matches("a")) one.addEventListener("click", () => tell("pdf"));
    else watchViewer(one);
  });
}
