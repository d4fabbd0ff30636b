// Chaque ligne affichée dans une section porte un lien qui ouvre le volet pour la commenter ; un commentaire mène à sa ligne.
const ROWS = [
  ".doc-table:not(.doc-halves) > tbody > tr:not(.doc-group)",
  ".raci-matrix > tbody > tr:not(.raci-phase)",
  ".doc-halves > tbody > tr > td > ul > li",
  "article.requirement",
  ".doc-item",
].join(", ");

const words = (text) => text.replace(/\s+/g, " ").trim();
const own = (element) =>
  words([...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join(" "));

// Où le lien se met : la cellule, l’intitulé ou la puce qui nomme la ligne.
const place = (row) => {
  if (row.matches("article")) return row.querySelector(".requirement-head");
  if (row.matches(".doc-item")) return row.querySelector("h3, h4");
  return row.matches("tr") ? row.cells[0] : row;
};

// Ce qui nomme la ligne : sa référence, ou son intitulé.
const nameOf = (row, block) => {
  const head = place(row);
  if (!head) return "";
  const reference = head.querySelector(".requirement-ref, .ref");
  if (reference) return words(reference.textContent);
  const name = own(head).replace(/^«\s*|\s*»$/g, "");
  return name && block === "tool_links" ? `${name} → ${own(row.cells[1])}` : name;
};

// Combien de fils ouverts la ligne a.
const count = (link, said) => {
  const open = said[link.dataset.about] || 0;
  link.classList.toggle("is-said", open > 0);
  link.querySelector("[data-count]").textContent = open || "";
};

const addLink = (row, block, name, model) => {
  const value = `${block}:${name.slice(0, 200)}`;
  const link = model.content.firstElementChild.cloneNode(true);
  const query = `?volet=commentaires&a-propos=${encodeURIComponent(value)}`;
  link.href = `${model.dataset.page}${query}#commenter`;
  link.setAttribute("hx-get", `${model.dataset.pane}${query}`);
  link.dataset.about = value;
  link.querySelector("[data-name]").textContent = name;
  link.addEventListener("click", openPane);
  place(row).append(link);
  window.htmx.process(link);
  return link;
};

const openPane = () => {
  document.getElementById("volet").open = true;
};

const prepare = () => {
  const model = document.getElementById("row-comment");
  if (!model) return;
  const said = JSON.parse(document.querySelector("[data-said]")?.dataset.said || "{}");
  for (const block of document.querySelectorAll("[data-block]")) {
    const seen = new Set();
    for (const row of block.querySelectorAll(ROWS)) {
      const former = row.querySelector(".row-comment");
      const name = former ? former.querySelector("[data-name]").textContent : nameOf(row, block.dataset.block);
      if (!name || seen.has(name)) continue;
      seen.add(name);
      count(former || addLink(row, block.dataset.block, name, model), said);
    }
  }
};

// Du commentaire à sa ligne.
const goToRow = (link) => {
  const [block, ...rest] = link.dataset.row.split(":");
  const section = document.getElementById(`bloc-${block}`);
  const key = words(rest.join(":"));
  const row = [...(section?.querySelectorAll(ROWS) || [])].find((one) => nameOf(one, block).slice(0, 200) === key);
  if (!row) return false;
  for (const former of document.querySelectorAll(".row-found")) former.classList.remove("row-found");
  row.classList.add("row-found");
  row.scrollIntoView({ block: "center" });
  (row.querySelector(".row-comment") || row).focus({ preventScroll: true });
  return true;
};

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-row]");
  if (link && goToRow(link)) event.preventDefault();
});

document.addEventListener("htmx:load", prepare);
prepare();

// Un lien mène à un commentaire : le volet, fermé sur un téléphone, s’ouvre.
const arrive = () => {
  const target = document.getElementById(window.location.hash.slice(1));
  if (!target?.closest("#volet")) return;
  for (let pane = target.closest("details"); pane; pane = pane.parentElement.closest("details")) pane.open = true;
  target.scrollIntoView();
};

window.addEventListener("load", arrive);
window.addEventListener("hashchange", arrive);
