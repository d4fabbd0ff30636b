// [data-pdf]: the PDF in the page, drawn by pdf.js a few pages at a time. Its contents, its search and its comments are
// modules of their own, which hear « pdf:ready » on it; they must come before this one in the page.
const WORDS = {
  network: "La connexion est interrompue. Ce qui est déjà affiché reste lisible ; la suite viendra avec le réseau.",
  unreached: "La connexion est interrompue : le PDF n’a pas pu s’ouvrir. Réessayez.",
  gone: "Ce PDF n’est plus disponible : il a été remplacé, ou retiré. Rechargez la page pour voir où il en est.",
  refused: "Ce PDF ne vous est plus ouvert : votre session est peut-être finie. Rechargez la page.",
  changed: "Ce PDF a été recomposé pendant votre lecture. Rouvrez-le pour lire le nouveau.",
  server: "Le site n’a pas pu envoyer le PDF. Réessayez dans un instant.",
  damaged: "Ce fichier est endommagé et ne peut pas être affiché. Faites-le recomposer, ou téléchargez-le pour vérifier.",
  reader: "Le lecteur n’a pas pu être chargé. Réessayez, ou ouvrez le PDF dans un onglet.",
};
const french = (text) => text.replace(/ ([:;?!])/g, "\u00a0$1");
const ZOOMS = ["auto", "page-width", "page-fit"];
const SILENT = { pause() {}, resume() {}, translate() {}, translateOnce() {}, get: async () => "", getLanguage: () => "fr", getDirection: () => "ltr" };

class Reader {
  constructor(root) {
    this.root = root;
    this.find = (name) => root.querySelector(`[data-pdf-${name}]`);
    this.scroll = this.find("scroll");
    this.file = null;
    this.page = 1;
    this.tries = 0;
    this.turn = 0;
  }

  async start() {
    this.find("app").hidden = false;
    this.wireOnce();
    await this.open();
  }

  async open() {
    this.turn += 1;
    const { turn } = this;
    this.say(null);
    this.root.setAttribute("aria-busy", "true");
    this.find("waiting").hidden = false;
    try {
      await this.load();
      const { openFile } = await import(this.root.dataset.source);
      this.file = await openFile({ lib: this.lib, url: this.root.dataset.url, told: (kind) => this.say(kind) });
      this.show(await this.file.task.promise);
    } catch (error) {
      // Opened again in the meantime: this is no longer news.
      if (turn !== this.turn) return;
      const kind = error.kind || (error.name === "InvalidPDFException" ? "damaged" : "server");
      this.say(kind === "network" ? "unreached" : kind);
    }
    this.find("waiting").hidden = true;
    this.root.removeAttribute("aria-busy");
  }

  async load() {
    if (this.web) return;
    const { core, worker, viewer } = this.root.dataset;
    // A browser may remember that a module failed: another try bears another name.
    const again = this.tries ? `?essai=${this.tries}` : "";
    this.tries += 1;
    try {
      this.lib = await import(core + again);
      globalThis.pdfjsLib = this.lib;
      this.lib.GlobalWorkerOptions.workerSrc = worker;
      this.web = await import(viewer + again);
    } catch (error) {
      console.warn(error);
      throw Object.assign(new Error("reader"), { kind: "reader" });
    }
    this.build();
  }

  build() {
    const { lib, web } = this;
    const reader = this;
    this.bus = new web.EventBus();
    class Links extends web.PDFLinkService {
      async goToDestination(dest) {
        await reader.go(dest, { mark: true, focus: true });
      }
    }
    class Finder extends web.PDFFindController {
      // Only the pages move: pdf.js would move the whole window with them.
      scrollMatchIntoView(match) {
        const { scrollX, scrollY } = window;
        super.scrollMatchIntoView(match);
        window.scrollTo({ left: scrollX, top: scrollY, behavior: "instant" });
      }
    }
    this.links = new Links({ eventBus: this.bus, externalLinkTarget: web.LinkTarget.BLANK });
    this.finder = new Finder({ eventBus: this.bus, linkService: this.links });
    this.viewer = new web.PDFViewer({
      container: this.scroll,
      eventBus: this.bus,
      linkService: this.links,
      findController: this.finder,
      l10n: SILENT,
      annotationMode: lib.AnnotationMode.ENABLE,
      annotationEditorMode: lib.AnnotationEditorType.DISABLE,
      enableAutoLinking: false,
      removePageBorders: true,
    });
    this.links.setViewer(this.viewer);
    this.bus.on("pagesinit", () => this.laid());
    this.bus.on("pagechanging", ({ pageNumber }) => this.showPage(pageNumber));
    this.bus.on("scalechanging", ({ scale, presetValue }) => this.showZoom(scale, presetValue));
    this.bus.on("pagerendered", ({ error }) => error && error.name !== "RenderingCancelledException" && this.say("damaged"));
    new ResizeObserver(() => this.refit()).observe(this.scroll);
  }

  show(pdf) {
    this.pdf = pdf;
    this.viewer.setDocument(pdf);
    this.links.setDocument(pdf, null);
    this.finder.setDocument(pdf);
    this.find("total").textContent = pdf.numPages;
  }

  // Every page has its place; none is drawn yet.
  laid() {
    for (let index = 0; index < this.viewer.pagesCount; index += 1) {
      const { div } = this.viewer.getPageView(index);
      div.setAttribute("role", "group");
      div.setAttribute("aria-label", `Page ${index + 1}`);
    }
    this.viewer.currentScaleValue = this.zoom || "auto";
    this.showPage(this.page);
    if (this.page > 1) this.viewer.currentPageNumber = this.page;
    else this.follow({ first: true });
    const { bus, viewer, links, pdf } = this;
    this.root.dispatchEvent(new CustomEvent("pdf:ready", { detail: { bus, viewer, links, pdf } }));
  }

  async placeOf(dest) {
    const place = typeof dest === "string" ? await this.pdf.getDestination(dest) : await dest;
    if (!Array.isArray(place)) return null;
    const [ref] = place;
    const number = Number.isInteger(ref) ? ref + 1 : (await this.pdf.getPageIndex(ref)) + 1;
    return { number, place };
  }

  async go(dest, { mark = false, focus = false } = {}) {
    const found = await this.placeOf(dest).catch(() => null);
    if (!found) return false;
    if (mark) this.mark(typeof dest === "string" ? encodeURIComponent(dest) : `page=${found.number}`);
    this.viewer.scrollPageIntoView({ pageNumber: found.number, destArray: found.place, ignoreDestinationZoom: true });
    if (focus) this.enter(found.number);
    return true;
  }

  // The address names the place, and « back » returns to the page that one leaves.
  mark(name) {
    if (location.hash === `#${name}`) return;
    history.replaceState(null, "", `#page=${this.viewer.currentPageNumber}`);
    history.pushState(null, "", `#${name}`);
  }

  // A screen reader goes on from the page that one went to.
  enter(number) {
    const view = this.viewer.getPageView(number - 1);
    const focus = () => view.textLayer?.div.focus({ preventScroll: true });
    if (view.textLayer?.div.isConnected) return focus();
    const late = (event) => {
      if (event.pageNumber !== number) return;
      this.bus.off("textlayerrendered", late);
      if (this.root.contains(document.activeElement)) focus();
    };
    this.bus.on("textlayerrendered", late);
    setTimeout(() => this.bus.off("textlayerrendered", late), 4000);
  }

  // The place that the address names: #page=12, or a section’s own name.
  async follow({ first = false } = {}) {
    const name = decodeURIComponent(location.hash.slice(1));
    if (!name || !this.pdf || document.getElementById(name)) return;
    const number = Number(/^page=(\d+)$/.exec(name)?.[1]);
    if (number >= 1 && number <= this.pdf.numPages) this.viewer.currentPageNumber = number;
    else if (!(await this.go(name))) return;
    if (first) this.root.scrollIntoView({ block: "start" });
  }

  refit() {
    if (!this.pdf || !this.scroll.clientWidth) return;
    if (ZOOMS.includes(this.viewer.currentScaleValue)) this.viewer.currentScaleValue = `${this.viewer.currentScaleValue}`;
    this.viewer.update();
  }

  showPage(number) {
    this.page = number;
    this.find("page").value = number;
    this.find("previous").disabled = number <= 1;
    this.find("next").disabled = number >= this.viewer.pagesCount;
  }

  showZoom(scale, preset) {
    const select = this.find("zoom");
    const value = ZOOMS.includes(preset) ? preset : String(Math.round(scale * 100) / 100);
    this.zoom = value;
    const own = select.querySelector("[data-own]");
    if (![...select.options].some((option) => option !== own && option.value === value)) {
      own.value = value;
      own.textContent = `${Math.round(scale * 100)}\u00a0%`;
      own.hidden = false;
    } else own.hidden = true;
    select.value = value;
  }

  say(kind) {
    const fault = this.find("fault");
    fault.hidden = !kind;
    this.kind = kind;
    if (!kind) return;
    this.find("fault-words").textContent = french(WORDS[kind] || WORDS.server);
  }

  async retry() {
    const goesOn = this.file && (this.kind === "network" || this.kind === "server");
    this.say(null);
    if (goesOn) {
      this.file.retry();
      return;
    }
    this.viewer?.setDocument(null);
    this.links?.setDocument(null);
    await this.file?.close();
    this.pdf = this.file = null;
    await this.open();
  }

  wireOnce() {
    const on = (name, event, act) => this.find(name).addEventListener(event, act);
    const ready = (act) => (event) => this.pdf && act(event);
    on("previous", "click", ready(() => this.viewer.previousPage()));
    on("next", "click", ready(() => this.viewer.nextPage()));
    on("page", "change", ready(({ target }) => {
      const wanted = Math.min(Math.max(1, Number.parseInt(target.value, 10) || this.page), this.pdf.numPages);
      this.viewer.currentPageNumber = wanted;
      this.showPage(wanted);
    }));
    on("smaller", "click", ready(() => this.viewer.decreaseScale()));
    on("larger", "click", ready(() => this.viewer.increaseScale()));
    on("zoom", "change", ready(({ target }) => { this.viewer.currentScaleValue = target.value; }));
    on("retry", "click", () => this.retry());
    on("full", "click", () => this.full());
    document.addEventListener("fullscreenchange", () => this.showFull(document.fullscreenElement === this.find("app")));
    window.addEventListener("online", () => ["network", "unreached"].includes(this.kind) && this.retry());
    window.addEventListener("hashchange", () => this.follow());
  }

  // Where the browser has no full screen for an element (a phone), the reader fills the window.
  full() {
    const app = this.find("app");
    if (document.fullscreenElement) document.exitFullscreen();
    else if (app.requestFullscreen) app.requestFullscreen().catch(() => this.showFull(true));
    else this.showFull(!app.classList.contains("is-full"));
  }

  showFull(full) {
    this.find("app").classList.toggle("is-full", full);
    const words = full ? "Quitter le plein écran" : "Plein écran";
    for (const name of ["aria-label", "title"]) this.find("full").setAttribute(name, words);
  }
}

const root = document.querySelector("[data-pdf]");
if (root) {
  // Half a megabyte of reader waits until the document is about to be seen.
  new IntersectionObserver(([entry], watch) => {
    if (!entry.isIntersecting) return;
    watch.disconnect();
    new Reader(root).start();
  }, { rootMargin: "600px" }).observe(root);
  if (/^#(page=|section-)/.test(location.hash)) root.scrollIntoView({ block: "start" });
}
