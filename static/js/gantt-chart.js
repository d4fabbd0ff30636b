/* The chart in the page: draws what the server computed. Narrow screens keep the server’s own drawing. */

const section = document.querySelector("[data-gantt]");
const WIDE = window.matchMedia("(min-width: 768px)");
const DAY = 86_400_000;
const shown = { critical: true, float: true, planned: true };
const SIGNS = { preparing: "○", ready: "–", passed: "✓", conditional: "!", postponed: "‖" };
const STATES = { preparing: "à préparer", ready: "prêt", passed: "franchi", conditional: "sous conditions", postponed: "ajourné" };
let data = null;
let off = new Set();

const iso = (date) => `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-${String(date.getDate()).padStart(2, "0")}`;
const midnight = (text) => new Date(`${text}T00:00`);
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const safe = (text) => String(text ?? "").replace(/[&<>"]/g, (one) => ENTITIES[one]);

const LEVELS = {
  day: { scale_height: 48, min_column_width: 34, scales: [{ unit: "month", format: "%F %Y" }, { unit: "day", format: "%j" }] },
  week: { scale_height: 48, min_column_width: 46, scales: [{ unit: "month", format: "%F %Y" }, { unit: "week", format: "%j %M" }] },
  month: { scale_height: 48, min_column_width: 76, scales: [{ unit: "year", format: "%Y" }, { unit: "month", format: "%M" }] },
  quarter: {
    scale_height: 48,
    min_column_width: 84,
    scales: [{ unit: "year", format: "%Y" }, { unit: "quarter", format: (date) => `T${Math.floor(date.getMonth() / 3) + 1}` }],
  },
};

/* The library and its sheet come only where the chart is shown. */
function fetchLibrary() {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = section.dataset.sheet;
  document.head.prepend(sheet);
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = section.dataset.script;
    script.addEventListener("load", done);
    script.addEventListener("error", failed);
    document.head.append(script);
  });
}

async function fetchData() {
  const answer = await fetch(section.dataset.url, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  data = await answer.json();
  off = new Set(data.off);
  if (window.gantt) gantt.config.daysOff = off;
}

function classOf(task) {
  const names = [`is-${task.kind}`];
  if (task.critical && shown.critical) names.push("is-critical");
  if (task.late) names.push("is-late");
  if (task.proposed) names.push("is-proposed");
  if (task.state) names.push(`is-${task.state}`);
  return names.join(" ");
}

/* What the library has no shape for, laid beside the bar from its own left edge: float, reference, imposed and due days. */
function extras(task) {
  const left = gantt.posFromDate(task.start_date);
  const piece = (kind, from, to) => {
    const start = gantt.posFromDate(from) - left;
    const width = Math.max(1, gantt.posFromDate(to) - left - start);
    return `<span class="gantt-extra gantt-extra-${kind}" style="left:${start.toFixed(1)}px;width:${width.toFixed(1)}px"></span>`;
  };
  let html = "";
  if (shown.planned && task.planned) html += piece("planned", midnight(task.planned[0]), midnight(task.planned[1]));
  if (shown.float && task.latest && !task.proposed) html += piece("float", task.end_date, midnight(task.latest));
  if (task.fixed) html += piece("fixed", midnight(task.fixed), midnight(task.fixed));
  if (task.due) html += piece("due", midnight(task.due), midnight(task.due));
  if (task.kind === "gate") html += `<span class="gantt-sign-text">${SIGNS[task.state]}</span>`;
  return html;
}

function inTheMargin(task) {
  if (task.kind === "gate") return `<span title="${safe(task.label)}">${SIGNS[task.state]} ${STATES[task.state]}</span>`;
  if (task.kind !== "task") return "";
  return `${task.critical ? "critique" : `${task.float} j`}${task.late ? ' <span title="en retard">⚠</span>' : ""}`;
}

function configure() {
  gantt.i18n.setLocale("fr");
  gantt.plugins({ keyboard_navigation: true });
  const editable = "editable" in section.dataset;
  Object.assign(gantt.config, {
    date_format: "%Y-%m-%d %H:%i", work_time: false, row_height: 30, bar_height: 18, link_line_width: 1.5,
    readonly: !editable, drag_progress: editable, drag_links: editable, drag_move: editable, drag_resize: editable,
    details_on_dblclick: false, details_on_create: false, show_errors: false, round_dnd_dates: false, time_step: 1440,
    duration_unit: "day", show_unscheduled: true, open_tree_initially: true, keyboard_navigation_cells: false,
    drag_project: false, fit_tasks: false, show_tasks_outside_timescale: true, show_progress: true,
    sort: false, order_branch: false, autosize: false, smart_rendering: true, skip_off_time: false,
    grid_width: 470, link_arrow_size: 8, link_radius: 2, daysOff: off, placeholder_task: false, touch: true, show_markers: true,
  });
  gantt.config.columns = [
    { name: "text", label: "Tâche", tree: true, width: 300, resize: true,
      template: (task) => `<span title="${safe(task.hint)}">${task.key ? `<span class="ref">${safe(task.key)}</span> ` : ""}${safe(task.text)}</span>` },
    { name: "days", label: "Jours", align: "center", width: 50, template: (task) => task.kind === "task" ? (task.days || "–") : "" },
    { name: "float", label: "Marge, état", align: "center", width: 118, template: inTheMargin },
  ];
  Object.assign(gantt.templates, {
    task_class: (start, end, task) => classOf(task),
    grid_row_class: (start, end, task) => classOf(task),
    task_text: (start, end, task) => extras(task),
    rightside_text: (start, end, task) => (task.kind === "gate" ? safe(task.label) : ""),
    link_class: (link) => (shown.critical && gantt.getTask(link.source).critical && gantt.getTask(link.target).critical ? "is-critical" : ""),
    link_description: () => "",
    tooltip_text: (start, end, task) => task.hint,
  });
  gantt.attachEvent("onBeforeTaskDrag", (id, mode) => {
    const task = gantt.getTask(id);
    return editable && task.kind === "task" && !(task.type === "milestone" && mode !== "move");
  });
}

function zoom(name) {
  Object.assign(gantt.config, LEVELS[name]);
  for (const button of section.querySelectorAll("[data-gantt-zoom]")) {
    button.setAttribute("aria-pressed", String(button.dataset.ganttZoom === name));
  }
  window.localStorage.setItem("cadrage-gantt-zoom", name);
}

function parse() {
  gantt.config.start_date = midnight(data.first);
  gantt.config.end_date = midnight(data.last);
  gantt.clearAll();
  gantt.parse({ data: data.tasks.map((one) => ({ ...one })), links: data.links.map((one) => ({ ...one })) });
  section.dataset.stamp = data.stamp;
}

function redraw() {
  const place = gantt.getScrollState();
  parse();
  gantt.scrollTo(place.x, place.y);
  document.dispatchEvent(new CustomEvent("gantt-redrawn"));
}

const inside = (day) => data.first <= day && day <= data.last;

/* Days off and vertical marks under the bars; the paid edition alone has them ready. */
function marks() {
  const area = section.querySelector(".gantt_task_bg")?.parentElement;
  if (!area) return;
  const height = Math.max(area.offsetHeight, section.querySelector(".gantt_task_bg").offsetHeight);
  for (const old of area.querySelectorAll(".gantt-off, .gantt-mark-line")) old.remove();
  const put = (name, from, to, label) => {
    const mark = document.createElement("div");
    const left = gantt.posFromDate(from);
    mark.className = name;
    mark.style.left = `${left}px`;
    if (to) mark.style.width = `${gantt.posFromDate(to) - left}px`;
    mark.style.height = `${height}px`;
    mark.title = label;
    if (name.endsWith("is-today")) mark.dataset.label = label;
    area.prepend(mark);
  };
  const wide = gantt.posFromDate(new Date(midnight(data.first).getTime() + DAY)) - gantt.posFromDate(midnight(data.first)) >= 2;
  for (const day of data.off) {
    const closing = data.closings[day];
    const start = midnight(day);
    if (closing || wide) put(closing ? "gantt-off is-closed" : "gantt-off", start, new Date(start.getTime() + DAY), closing ?? "");
  }
  if (inside(data.today)) put("gantt-mark-line is-today", new Date(midnight(data.today).getTime() + DAY / 2), null, "aujourd’hui");
  gantt.eachTask((task) => { if (task.kind === "gate") put("gantt-mark-line", task.start_date, null, task.hint); });
}

async function start() {
  await Promise.all([fetchLibrary(), fetchData()]);
  configure();
  const canvas = section.querySelector("[data-gantt-canvas]");
  canvas.hidden = false;
  canvas.style.height = `${Math.min(Math.max(320, 70 + data.tasks.length * 30), window.innerHeight * 0.72)}px`;
  for (const one of section.querySelectorAll("[data-gantt-tools], [data-gantt-hint]")) one.hidden = false;
  section.querySelector("[data-gantt-still]").hidden = true;
  section.querySelector("[data-gantt-today]").hidden = !inside(data.today);
  const kept = window.localStorage.getItem("cadrage-gantt-zoom");
  zoom(kept in LEVELS ? kept : "month");
  gantt.config.start_date = midnight(data.first);
  gantt.config.end_date = midnight(data.last);
  gantt.init(canvas);
  gantt.attachEvent("onGanttRender", marks);
  gantt.attachEvent("onDataRender", marks);
  parse();
  section.dataset.ready = "";
  document.dispatchEvent(new CustomEvent("gantt-ready"));
}

section.addEventListener("click", (event) => {
  const button = event.target.closest("[data-gantt-zoom]");
  if (button) {
    zoom(button.dataset.ganttZoom);
    gantt.render();
  } else if (event.target.closest("[data-gantt-today]")) {
    gantt.showDate(midnight(data.today));
  }
});
section.addEventListener("change", (event) => {
  const { ganttShow } = event.target.dataset;
  if (!ganttShow) return;
  shown[ganttShow] = event.target.checked;
  gantt.render();
});
document.addEventListener("gantt-redraw", () => section.dataset.ready === "" && redraw());
document.body.addEventListener("planning-saved", async () => {
  if (section.dataset.ready !== "") return;
  await fetchData();
  redraw();
});

if (WIDE.matches) {
  start().catch(() => {
    section.querySelector("[data-gantt-still]").hidden = false;
    document.dispatchEvent(new CustomEvent("toast", { detail: { level: "warning", text: "Le diagramme interactif n’a pas pu se charger : voici le dessin." } }));
  });
}
