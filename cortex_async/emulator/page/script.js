"use strict";
const byId = (id) => document.getElementById(id);
const live = byId("live"), forms = byId("control-forms"), result = byId("result");

// Times: the distance from the emulator's clock, which may stand still. The server writes the same words.
const loaded = {at: Date.now(), now: Number(byId("top").dataset.now)};
const now = () => loaded.now + ("frozen" in byId("top").dataset ? 0 : Date.now() - loaded.at);

function distance(milliseconds) {
  const amount = Math.floor(Math.abs(milliseconds) / 1000);
  for (const [size, unit] of [[86400, "d"], [3600, "h"], [60, "min"], [1, "s"]]) {
    const number = Math.floor(amount / size);
    if (number) return milliseconds > 0 ? `in ${number} ${unit}` : `${number} ${unit} ago`;
  }
  return "now";
}

function tick() {
  for (const ago of document.querySelectorAll("time > .ago")) {
    const text = distance(Date.parse(ago.parentNode.dateTime) - now());
    if (ago.textContent !== text) ago.textContent = text;
  }
}

// Live updates: parts that have changed are replaced; what is open, focused or selected stays so.
const bare = (part) => {
  const copy = part.cloneNode(true);
  for (const ago of copy.querySelectorAll(".ago")) ago.textContent = "";
  return copy.innerHTML;
};
const shown = new Map([...document.querySelectorAll("[data-part]")].map((part) => [part.id, bare(part)]));

function replace(old, fresh) {
  const states = new Map([...old.querySelectorAll("details[id]")].map((one) => [one.id, one.open]));
  const active = old.contains(document.activeElement) ? document.activeElement : null;
  const focused = active && (active.id || active.closest("[id]")?.id), kind = active?.tagName;
  const scrolled = new Map([...old.querySelectorAll("pre[id]")].map((one) => [one.id, one.scrollTop]));
  for (const one of fresh.querySelectorAll("details[id]")) if (states.has(one.id)) one.open = states.get(one.id);
  Object.assign(old.dataset, fresh.dataset);
  old.replaceChildren(...fresh.childNodes);
  for (const [id, top] of scrolled) if (byId(id)) byId(id).scrollTop = top;
  const again = focused && byId(focused);
  if (again) (again.tagName === kind ? again : again.querySelector(kind) ?? again).focus({preventScroll: true});
}

const selecting = (part) => {
  const selection = document.getSelection();
  return !selection.isCollapsed && part.contains(selection.anchorNode);
};

let busy = false, again = false;
async function refresh() {
  if (busy) { again = true; return; }
  busy = true;
  try {
    const response = await fetch("/_emulator/status" + location.search, {cache: "no-store"});
    if (response.ok) update(new DOMParser().parseFromString(await response.text(), "text/html"));
  } catch {
    // The event stream reports that the emulator is gone.
  } finally {
    busy = false;
    if (again) { again = false; refresh(); }
  }
}

function update(fresh) {
  let postponed = false;
  for (const part of fresh.querySelectorAll("[data-part]")) {
    const old = byId(part.id), content = bare(part);
    if (part.id === "top") {
      loaded.at = Date.now();
      loaded.now = Number(part.dataset.now);
      old.dataset.now = part.dataset.now;
    }
    if (shown.get(part.id) === content) continue;
    if (selecting(old)) { postponed = true; continue; }
    shown.set(part.id, content);
    replace(old, part);
  }
  if (postponed) setTimeout(refresh, 1000);
  prepare();
  tick();
}

// Search and filter without loading the page anew.
const filter = byId("filter");
let typing = 0;
function filtered() {
  const wanted = new URLSearchParams(new FormData(filter));
  if (!wanted.get("q")) wanted.delete("q");
  if (wanted.get("show") === "all") wanted.delete("show");
  history.replaceState(null, "", wanted.size ? `/?${wanted}` : "/");
  refresh();
}
filter.addEventListener("submit", (event) => { event.preventDefault(); filtered(); });
filter.addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(filtered, 150); });

// Controls.
const pageToken = document.querySelector('meta[name="page-token"]')?.content;

async function control(path, body) {
  const headers = {"X-Emulator-Page-Token": pageToken};
  const token = byId("control-token")?.value;
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const response = await fetch(path, {
    method: body === undefined ? "GET" : "POST",
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  const value = text ? JSON.parse(text) : null;
  if (!response.ok) throw new Error([value.message].flat().join("; "));
  return value;
}

async function carryOut(name, action) {
  result.className = "";
  result.textContent = `${name} …`;
  try {
    await action();
    result.className = "good";
    result.textContent = `${name}: done`;
  } catch (error) {
    result.className = "bad";
    result.textContent = `${name}: ${error.message}`;
  }
  refresh();
}

function given(field) {
  if (field.type === "checkbox") return field.checked || undefined;
  if (field.value === "") return undefined;
  switch (field.dataset.type) {
    case "number": case "integer": return Number(field.value);
    case "json": try { return JSON.parse(field.value); } catch { return field.value; }
    default: return field.value;
  }
}

forms?.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target, body = {};
  for (const field of form.querySelectorAll("[name]")) {
    const value = given(field);
    if (value !== undefined) body[field.name] = value;
  }
  carryOut(form.getAttribute("aria-label"), async () => {
    await control(form.dataset.path, body);
    for (const field of form.querySelectorAll('[name="text"]')) field.value = "";
  });
});

byId("next-timer")?.addEventListener("click", () => carryOut("next timer", async () => {
  const due = byId("next-due").dataset.due;
  if (!due) throw new Error("no timer is set");
  const clock = await control("/_emulator/clock");
  // A millisecond more, because sums of floating-point numbers are not exact.
  await control("/_emulator/clock/advance", {seconds: Math.max(0, Number(due) - clock.timestamp + 0.001)});
}));

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.copy) copy(button);
  if (button?.dataset.flag) flag(button.dataset);
});

async function copy(button) {
  const code = byId(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = "Copied";
  } catch {
    document.getSelection().selectAllChildren(code);
    button.textContent = "Selected: press Ctrl+C";
  }
}

// Fills in the form for flags.
function flag({flag: message, session}) {
  const form = forms.querySelector('form[data-path$="/annotate"]');
  for (let one = form; one; one = one.parentElement) if (one.tagName === "DETAILS") one.open = true;
  const wanted = {messageId: message, sessionId: session};
  for (const field of form.querySelectorAll("[name]")) if (field.name in wanted) field.value = wanted[field.name];
  form.scrollIntoView({block: "center"});
  form.querySelector("[name]:not([name=messageId]):not([name=sessionId])")?.focus();
}

// What only works with this script is hidden until it runs; choices follow the state.
function prepare() {
  for (const button of document.querySelectorAll("button[data-copy], button[data-flag]")) button.hidden = false;
  if (!forms) return;
  forms.hidden = false;
  for (const select of forms.querySelectorAll("select[data-options]")) {
    const chosen = select.value;
    select.replaceChildren(...[...byId(select.dataset.options).options].map((one) => one.cloneNode(true)));
    if ([...select.options].some((one) => one.value === chosen)) select.value = chosen;
  }
  const due = byId("next-due").dataset.due;
  byId("next-timer-when").textContent = due ? distance(Number(due) * 1000 - now()) : "no timer is set";
}

prepare();
tick();
setInterval(tick, 1000);
const source = new EventSource("/_emulator/changes");
source.onopen = () => { live.textContent = "live"; };
source.onerror = () => { live.textContent = "not connected"; };
source.onmessage = refresh;
