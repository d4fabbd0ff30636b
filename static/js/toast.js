// Short notices. From the server: the HX-Trigger header {"toast": {"level": "success", "text": "…"}}, or Django’s own
// messages in the page; from another module: a « toast » event on the document.
const LOOK = {
  success: ["success", "check-circle"],
  info: ["info", "info-circle"],
  warning: ["warn", "exclamation-triangle"],
  error: ["danger", "exclamation-octagon"],
};
const SVG = "http://www.w3.org/2000/svg";

const icon = (name) => {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${document.querySelector("[data-toasts]").dataset.icons}#${name}`);
  svg.append(use);
  return svg;
};

const show = ({ level = "info", text }) => {
  const container = document.querySelector("[data-toasts]");
  if (!container || !text) return;
  const [tone, name] = LOOK[level] || LOOK.info;
  const body = Object.assign(document.createElement("div"), { className: "callout-body", textContent: text });
  const close = Object.assign(document.createElement("button"), { className: "btn-close", type: "button" });
  close.setAttribute("aria-label", "Fermer");
  close.dataset.bsDismiss = "toast";
  const callout = Object.assign(document.createElement("div"), { className: `callout callout-${tone}` });
  callout.append(icon(name), body, close);
  const toast = Object.assign(document.createElement("div"), { className: "toast" });
  if (level === "error") toast.setAttribute("role", "alert");
  toast.append(callout);
  container.append(toast);
  toast.addEventListener("hidden.bs.toast", () => toast.remove());
  // A failure stays until it is read.
  new window.bootstrap.Toast(toast, { autohide: level !== "error", delay: 6000 }).show();
};

const showAll = (detail) => {
  // htmx hands an object over as the event’s detail, anything else (a list) under « value ».
  const items = detail?.value ?? detail;
  for (const item of Array.isArray(items) ? items : [items]) if (item) show(item);
};

const liftMessages = (root) => {
  for (const message of root.querySelectorAll('[data-message="success"], [data-message="info"]')) {
    show({ level: message.dataset.message, text: message.querySelector(".callout-body").textContent.trim() });
    message.remove();
  }
};

document.addEventListener("toast", (event) => showAll(event.detail));
document.addEventListener("htmx:load", (event) => {
  if (event.target instanceof Element) liftMessages(event.target);
});
liftMessages(document);
