// What every HTMX request and every form share: CSRF header, busy state, failures said in French, focus after a swap.
const say = (level, text) => document.dispatchEvent(new CustomEvent("toast", { detail: { level, text } }));

const FAILURES = {
  403: "Vous n’avez pas le droit de faire cela dans ce projet.",
  404: "Cet élément n’existe plus : rechargez la page.",
  413: "Le fichier est trop lourd.",
  429: "Trop de demandes en peu de temps : attendez une minute, puis recommencez.",
};
const SERVER = "Le serveur n’a pas pu répondre. Votre saisie est toujours dans la page : réessayez dans un instant.";
const NETWORK = "Le serveur est injoignable. Votre saisie est toujours dans la page : vérifiez la connexion, puis réessayez.";
const SESSION = "Votre session a expiré. Reconnectez-vous dans un autre onglet, puis réessayez : votre saisie est toujours dans la page.";

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token;
});

// A redirection to the sign-in page must not land in the middle of a screen.
document.addEventListener("htmx:beforeSwap", (event) => {
  const login = document.body.dataset.loginUrl;
  const { xhr } = event.detail;
  if (!login || !xhr.responseURL || new URL(xhr.responseURL).pathname !== login) return;
  if (window.location.pathname === login) return;
  event.detail.shouldSwap = false;
  say("error", SESSION);
});

document.addEventListener("htmx:responseError", (event) => {
  const { status } = event.detail.xhr;
  say("error", FAILURES[status] || SERVER);
});
for (const name of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(name, () => say("error", NETWORK));

// Busy: the page’s bar, and the buttons of the form being sent.
// Polling and autosave stay quiet: a bar that runs every second says nothing.
const isQuiet = (element) =>
  element.closest("[data-quiet]") !== null || /every|load|revealed|intersect/.test(element.getAttribute("hx-trigger") || "");
let pending = 0;
const count = (step) => {
  pending = Math.max(0, pending + step);
  document.documentElement.classList.toggle("is-loading", pending > 0);
};
const submitButtons = (form) => form.querySelectorAll('button:not([type="button"]), input[type="submit"]');

const hold = (form) => {
  for (const button of submitButtons(form)) button.classList.add("is-busy");
  form.setAttribute("aria-busy", "true");
};
const release = (form) => {
  for (const button of form.matches("form") ? submitButtons(form) : []) button.classList.remove("is-busy");
  form.removeAttribute("aria-busy");
};

document.addEventListener("htmx:beforeSend", (event) => {
  const { elt, xhr } = event.detail;
  if (isQuiet(elt)) return;
  count(1);
  if (elt.matches("form")) hold(elt);
  // On the request itself: an element swapped away no longer tells the document that its request has ended.
  xhr.addEventListener("loadend", () => {
    count(-1);
    release(elt);
  });
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || "noBusy" in form.dataset) return;
  if (form.getAttribute("aria-busy") === "true") {
    event.preventDefault();
    return;
  }
  hold(form);
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll('form[aria-busy="true"]')) release(form);
});

document.addEventListener("htmx:afterSettle", (event) => {
  const root = event.detail.elt;
  const wanted = root?.matches?.("[data-error-summary], [data-autofocus]")
    ? root
    : root?.querySelector?.("[data-error-summary], [data-autofocus]");
  wanted?.focus();
});
