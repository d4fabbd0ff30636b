/* Gestures on the chart: each is sent to the server, which answers its effect; nothing is written before it is accepted. */

const section = document.querySelector("[data-gantt]");
const panel = document.getElementById("planning-effect");
const KINDS = ["FS", "SS", "FF", "SF"];
const DAY = 86_400_000;
let returnTo = null;

const iso = (date) => `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-${String(date.getDate()).padStart(2, "0")}`;
/* The day nearest to where an edge was dropped. */
const nearest = (date) => iso(new Date(date.getTime() + DAY / 2));
const eve = (date) => iso(new Date(date.getTime() - DAY / 2));

function ask(task, values) {
  returnTo = task.id;
  const url = section.dataset.move.replace("/0/", `/${task.pk}/`);
  window.htmx.ajax("POST", url, { target: panel, swap: "innerHTML", source: panel, values: { version: task.version, ...values } });
}

function carried(task, mode) {
  if (mode === "progress") return ask(task, { progress: Math.round(task.progress * 100) });
  if (mode === "move") return ask(task, { begin: task.type === "milestone" ? iso(task.start_date) : nearest(task.start_date) });
  return ask(task, { begin: nearest(task.start_date), finish: eve(task.end_date) });
}

/* By keyboard, a task goes a day at a time from where it is drawn: the effect follows. */
function nudged(id, edge, step) {
  const task = gantt.getTask(id);
  if (task.kind !== "task") return;
  const shift = (date) => new Date(date.getTime() + step * DAY);
  const skip = (date) => {
    let day = shift(date);
    while (gantt.config.daysOff?.has(iso(day))) day = new Date(day.getTime() + step * DAY);
    return day;
  };
  if (edge === "both") ask(task, { begin: iso(skip(task.start_date)) });
  else if (task.type !== "milestone") ask(task, { begin: iso(task.start_date), finish: eve(shift(task.end_date)) });
}

function editRow(id) {
  const task = gantt.getTask(id);
  if (task.url) window.location.assign(task.url);
  else document.querySelector(`[data-row-edit="${task.pk}"]`)?.click();
}

function listen() {
  gantt.attachEvent("onAfterTaskDrag", (id, mode) => carried(gantt.getTask(id), mode));
  gantt.attachEvent("onBeforeLinkAdd", (id, link) => {
    const [source, target] = [gantt.getTask(link.source), gantt.getTask(link.target)];
    if (source.kind === "task" && target.kind === "task" && source.id !== target.id) {
      ask(target, { predecessor: source.key, kind: KINDS[Number(link.type)], lag: 0 });
    }
    return false;
  });
  const openLink = (id) => {
    const link = gantt.getLink(id);
    ask(gantt.getTask(link.target), { predecessor: gantt.getTask(link.source).key, kind: KINDS[Number(link.type)], lag: link.lag });
    return false;
  };
  gantt.attachEvent("onLinkDblClick", openLink);
  gantt.attachEvent("onLinkClick", openLink);
  gantt.attachEvent("onTaskDblClick", (id) => { editRow(id); return false; });
  const keys = { "shift+left": ["both", -1], "shift+right": ["both", 1], "ctrl+shift+left": ["end", -1], "ctrl+shift+right": ["end", 1] };
  for (const [key, [edge, step]] of Object.entries(keys)) {
    gantt.addShortcut(key, (event) => {
      event.preventDefault();
      nudged(gantt.getTask(gantt.locate(event) ?? gantt.getSelectedId()).id, edge, step);
    }, "taskRow");
  }
  gantt.addShortcut("enter", (event) => editRow(gantt.locate(event)), "taskRow");
  for (const key of ["delete", "ctrl+enter", "ctrl+z", "ctrl+r", "space"]) gantt.removeShortcut(key, "taskRow");
}

/* Where the tasks that move would stand. */
function propose() {
  const drawn = panel.querySelector("#planning-drawn");
  if (!drawn || section.dataset.ready !== "") return;
  for (const [id, [first, last]] of Object.entries(JSON.parse(drawn.textContent))) {
    const task = gantt.getTask(id);
    const noon = task.type === "milestone";
    task.start_date = new Date(`${first}T${noon ? "12" : "00"}:00`);
    task.end_date = noon ? task.start_date : new Date(new Date(`${last}T00:00`).getTime() + DAY);
    task.proposed = true;
  }
  gantt.render();
}

function close() {
  panel.replaceChildren();
  document.dispatchEvent(new CustomEvent("gantt-redraw"));
}

/* Once the chart is drawn again, the keyboard is back on the row that it left. */
function comeBack() {
  const row = returnTo && section.querySelector(`.gantt_grid_data .gantt_row[task_id="${returnTo}"]`);
  if (row && document.activeElement === document.body) row.focus({ preventScroll: true });
  returnTo = null;
}

document.addEventListener("gantt-ready", listen);
document.addEventListener("gantt-redrawn", comeBack);
panel.addEventListener("htmx:afterSwap", propose);
panel.addEventListener("htmx:responseError", () => document.dispatchEvent(new CustomEvent("gantt-redraw")));
panel.addEventListener("htmx:sendError", () => document.dispatchEvent(new CustomEvent("gantt-redraw")));
panel.addEventListener("click", (event) => {
  if (!event.target.closest("[data-effect-cancel]")) return;
  event.preventDefault();
  close();
});
panel.addEventListener("keydown", (event) => event.key === "Escape" && close());
