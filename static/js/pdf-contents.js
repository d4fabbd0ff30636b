// The contents of the PDF beside its pages: its outline, the section being read marked as one scrolls, and for each
// section the way to its comments, which the page gives in #pdf-sections.
const root = document.querySelector("[data-pdf]");
const told = document.getElementById("pdf-sections");
const sections = told ? JSON.parse(told.textContent) : {};
const NUMBERED = /^(\d+(?:\.\d+)*)\s+(.*)$/s;
const fold = (text) => text.replace(/\s+/g, " ").trim();

// A heading this far under the top of the window is already being read (in points of the page).
const AHEAD = 110;

const anchorOf = (title) => {
  const found = NUMBERED.exec(fold(title));
  return found ? `section-${found[1].replaceAll(".", "-")}` : "";
};

// A section that moved since the PDF was made bears another title: its comments would be another section’s.
const sectionOf = (title) => {
  const section = sections[anchorOf(title)];
  return section && fold(title).endsWith(fold(section.title)) ? section : null;
};

const many = (count) => (count === 1 ? "1 fil ouvert" : `${count || "Aucun"} fil${count ? "s" : ""} ouvert${count ? "s" : ""}`);

class Contents {
  constructor({ bus, links }) {
    this.links = links;
    this.pane = root.querySelector("[data-pdf-contents]");
    this.top = null;
    bus.on("updateviewarea", ({ location }) => {
      this.top = location;
      this.mark();
    });
  }

  async draw(pdf) {
    Object.assign(this, { pdf, places: [], now: null });
    const outline = (await pdf.getOutline()) || [];
    this.pane.replaceChildren();
    if (outline.length) this.pane.append(this.list(outline, "pdf-outline"));
    else this.pane.append(Object.assign(document.createElement("p"), { className: "muted", textContent: "Ce document n’a pas de sommaire." }));
    for (const item of this.places) {
      await this.place(item);
      if (this.pdf !== pdf) return;
    }
    this.mark();
  }

  list(items, className) {
    const list = document.createElement("ol");
    list.className = className;
    list.append(...items.map((item) => this.item(item)));
    return list;
  }

  item({ title, dest, items }) {
    const row = document.createElement("li");
    const link = document.createElement("a");
    const section = sectionOf(title);
    const [, number, words] = NUMBERED.exec(fold(title)) || [];
    const place = { link, dest, title: fold(title), section, name: "", page: 0, top: 0 };
    this.places.push(place);
    link.className = "pdf-outline-link";
    link.href = "#pdf";
    if (number) link.append(Object.assign(document.createElement("span"), { className: "outline-number", textContent: number }), " ");
    link.append(words || title);
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      root.dispatchEvent(new CustomEvent("pdf:leave"));
      this.links.goToDestination(place.name || dest);
    });
    row.append(link);
    if (section?.open) row.append(this.bubble(section));
    if (items?.length) row.append(this.list(items, "pdf-outline"));
    return row;
  }

  bubble(section) {
    const link = root.querySelector("[data-pdf-bubble]").content.firstElementChild.cloneNode(true);
    link.href = section.url;
    link.querySelector("[data-count]").textContent = section.open;
    link.setAttribute("aria-label", `${many(section.open)} sur ${section.number} ${section.title}`);
    link.title = many(section.open);
    return link;
  }

  async place(item) {
    try {
      const dest = typeof item.dest === "string" ? await this.pdf.getDestination(item.dest) : item.dest;
      const [ref, , , top] = dest;
      item.page = Number.isInteger(ref) ? ref + 1 : (await this.pdf.getPageIndex(ref)) + 1;
      item.top = top ?? Infinity;
      const anchor = anchorOf(item.title);
      if (anchor && (await this.pdf.getDestination(anchor))) item.name = anchor;
      item.link.href = item.name ? `#${item.name}` : `#page=${item.page}`;
    } catch {
      item.page = 0;
    }
  }

  mark() {
    if (!this.top || !this.places) return;
    const { pageNumber, top } = this.top;
    const read = this.places.filter(
      (item) => item.page && (item.page < pageNumber || (item.page === pageNumber && item.top >= top - AHEAD)),
    );
    const now = read.reduce((one, other) => (one && this.isBefore(other, one) ? one : other), null);
    if (now === this.now) return;
    this.now?.link.removeAttribute("aria-current");
    this.now = now;
    now?.link.setAttribute("aria-current", "location");
    this.reveal();
    this.tell();
  }

  isBefore(one, other) {
    return one.page - other.page < 0 || (one.page === other.page && one.top > other.top);
  }

  // Only inside the pane: the page itself must not move.
  reveal() {
    if (!this.now || !this.pane.clientHeight) return;
    const { top, bottom } = this.now.link.getBoundingClientRect();
    const box = this.pane.getBoundingClientRect();
    if (top < box.top || bottom > box.bottom) this.pane.scrollTop += top - box.top - this.pane.clientHeight / 3;
  }

  tell() {
    const here = root.querySelector("[data-pdf-here]");
    here.querySelector("[data-pdf-here-title]").textContent = this.now?.title || "\u00a0";
    const link = here.querySelector("[data-pdf-here-comments]");
    const section = this.now?.section;
    link.hidden = !section;
    if (!section) return;
    link.href = section.url;
    link.querySelector("[data-words]").textContent = section.open ? many(section.open) : "Commenter";
    link.setAttribute("aria-label", `${section.open ? many(section.open) : "Commenter"} : section ${section.number} ${section.title}`);
  }
}

let contents = null;
root?.addEventListener("pdf:ready", ({ detail }) => {
  contents ??= new Contents(detail);
  contents.draw(detail.pdf);
});
