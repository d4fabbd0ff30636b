// Tableau plus large que l’écran : il défile dans son cadre, que le clavier atteint tant qu’il y a de quoi défiler.
const SCROLLERS = ".doc, .table-wrap, .gantt, .chart-scroll";

const adjust = (element) => {
  const style = getComputedStyle(element);
  const scrolls =
    (element.scrollWidth > element.clientWidth && style.overflowX !== "visible") ||
    (element.scrollHeight > element.clientHeight && style.overflowY !== "visible");
  if (scrolls && !element.hasAttribute("tabindex")) {
    element.tabIndex = 0;
    element.dataset.scrolls = "";
  } else if (!scrolls && "scrolls" in element.dataset) {
    element.removeAttribute("tabindex");
    delete element.dataset.scrolls;
  }
};

const sizes = new ResizeObserver((entries) => entries.forEach((entry) => adjust(entry.target)));

const observe = () => document.querySelectorAll(SCROLLERS).forEach((element) => sizes.observe(element));

document.addEventListener("htmx:load", observe);
observe();
