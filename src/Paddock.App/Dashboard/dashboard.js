"use strict";

// Everything shown is text written by whoever writes workflows: it goes into the page as text, never as markup.

const byId = id => document.getElementById(id);
const eventsMax = 60;
const doneMax = 15;
const rowsMax = 100;

let board = null;
let clockSkew = 0;

function make(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  for (const child of children) {
    if (child !== null && child !== undefined && child !== "") node.append(child);
  }
  return node;
}

function span(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}

// A time that is still running: re-written each second without building the page anew.
function age(since) {
  const node = make("span", "age", span(now() - Date.parse(since)));
  node.dataset.since = since;
  return node;
}

function now() { return Date.now() + clockSkew; }

function plural(count, word) { return `${count} ${word}${count === 1 ? "" : "s"}`; }

function safeLink(url, text) {
  if (!/^https?:\/\//.test(url)) return text;
  const link = make("a", "", text);
  link.href = url;
  link.rel = "noreferrer";
  return link;
}

function fill(listId, emptyId, nodes) {
  byId(listId).replaceChildren(...nodes);
  byId(emptyId).hidden = nodes.length > 0;
}

const turns = { github: "GitHub's turn", provider: "the provider's turn", paddock: "Paddock's turn", operator: "your turn" };

function waitColour(wait) {
  if (!wait) return "blue";
  return wait.turn === "operator" ? "amber" : "blue";
}

function jobRow(job) {
  const isRunning = job.state === "running";
  const row = make("li", "",
    make("div", "row-top",
      make("div", "row-name", safeLink(job.url, job.name), " ", make("span", "row-sub", job.repository)),
      make("div", "row-right", age(isRunning ? job.started_at || job.queued_at : job.queued_at),
        make("span", `tag ${isRunning ? "green" : job.state === "held" ? "" : waitColour(job.wait)}`, job.state))));
  if (job.wait) {
    row.append(make("div", "row-sub why", job.wait.text, " ", make("span", "row-sub", `· ${turns[job.wait.turn] || job.wait.turn}`)));
  } else if (isRunning && job.runner) {
    row.append(make("div", "row-sub", make("span", "mono", job.runner), job.pool ? ` in ${job.pool}` : ""));
  }
  return row;
}

const conclusionColours = { success: "green", failure: "red", timed_out: "red", startup_failure: "red", cancelled: "", skipped: "" };

function doneRow(job) {
  const took = job.started_at && job.finished_at
    ? `${span(Date.parse(job.finished_at) - Date.parse(job.started_at))}, waited ${span(Date.parse(job.started_at) - Date.parse(job.queued_at))}`
    : "never ran";
  return make("li", "",
    make("div", "row-top",
      make("div", "row-name", safeLink(job.url, job.name), " ", make("span", "row-sub", job.repository)),
      make("div", "row-right", took,
        make("span", `tag ${conclusionColours[job.conclusion] ?? "amber"}`, (job.conclusion || "ended").replaceAll("_", " ")))));
}

const runnerColours = { idle: "blue", busy: "green", starting: "amber", ticketing: "amber", lost: "red", stray: "red" };

function runnerRow(runner) {
  const where = [runner.pool, runner.provider, runner.machine_state && `machine ${runner.machine_state}`].filter(Boolean).join(" · ");
  return make("li", "",
    make("div", "row-top",
      make("div", "row-name mono", runner.name),
      make("div", "row-right", runner.planned_at ? age(runner.planned_at) : "",
        make("span", `tag ${runnerColours[runner.state] ?? ""}`, runner.state))),
    make("div", "row-sub", where));
}

// The style is allowed from our own file only, so widths are drawn, not styled.
function bar(parts, most) {
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawing.setAttribute("viewBox", `0 0 ${Math.max(most, 1)} 1`);
  drawing.setAttribute("preserveAspectRatio", "none");
  let at = 0;
  for (const [name, count] of parts) {
    const piece = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    piece.setAttribute("class", name);
    piece.setAttribute("x", at);
    piece.setAttribute("width", count);
    piece.setAttribute("height", 1);
    drawing.append(piece);
    at += count;
  }
  const box = make("div", "bar", drawing);
  box.setAttribute("aria-hidden", "true");
  return box;
}

function legend(name, count, word) {
  return make("span", name, make("i", ""), `${count} ${word}`);
}

function poolCard(pool) {
  const parts = [["busy", pool.runners_busy], ["idle", pool.runners_idle], ["starting", pool.runners_starting]];
  const made = parts.reduce((sum, part) => sum + part[1], 0);
  const mode = pool.mode === "active" ? null : make("span", "tag amber", pool.mode);
  const waits = pool.jobs_waiting > 0 ? make("span", "tag blue", `${plural(pool.jobs_waiting, "job")} waiting`) : null;
  return make("article", "card pool",
    make("div", "pool-top", make("h3", "", pool.name), make("span", "", mode, " ", waits)),
    bar(parts, Math.max(pool.machines_max ?? made, made)),
    make("div", "legend", legend("busy", pool.runners_busy, "busy"), legend("idle", pool.runners_idle, "idle"),
      legend("starting", pool.runners_starting, "starting"),
      make("span", "", pool.machines_max === null ? plural(pool.machines, "machine") : `${pool.machines} of ${pool.machines_max} machines`)),
    make("div", "pool-labels", ...pool.scopes.map(scope => make("span", "label mono", scope)), ...pool.labels.map(label => make("span", "label", label))));
}

// Beside the doors and not in the banner: that is read out whenever it changes, and this changes all the time.
function workRow(work) {
  return make("li", "",
    make("div", "row-top", make("div", "row-name", `provider ${work.provider}`),
      make("div", "row-right", age(work.since), make("span", "tag amber", work.percent === null ? "under way" : `${work.percent} %`))),
    make("div", "row-sub", `${work.text}: ${work.progress}`));
}

function doorRow(door) {
  const dot = make("span", "dot");
  dot.dataset.good = door.good;
  const row = make("li", "",
    make("div", "row-top", make("div", "row-name", dot, door.name),
      make("div", "row-right", door.good ? "answers" : make("span", "tag red", "fails"), door.good ? "" : age(door.since))));
  if (door.message) row.append(make("div", "row-sub", door.message));
  return row;
}

function budgetRow(budget) {
  const isPaused = budget.paused_until && Date.parse(budget.paused_until) > now();
  const left = budget.remaining === null || budget.limit === null ? "" : `${budget.remaining} of ${budget.limit} requests left`;
  return make("li", "",
    make("div", "row-top", make("div", "row-name", budget.identity),
      make("div", "row-right", isPaused ? make("span", "tag red", "paused by GitHub") : left)));
}

function number(id, value, most) {
  byId(id).replaceChildren(String(value), ...(most === null || most === undefined ? [] : [make("small", "", ` of ${most}`)]));
}

function more(nodes, total, word) {
  return nodes.length < total ? [...nodes, make("li", "row-sub", `and ${plural(total - nodes.length, `more ${word}`)}`)] : nodes;
}

function render() {
  const { status, jobs, runners, jobs_total, runners_total } = board;
  const totals = status.totals;
  byId("fleet").textContent = status.fleet;
  document.title = totals.jobs_waiting > 0 ? `(${totals.jobs_waiting}) Paddock · ${status.fleet}` : `Paddock · ${status.fleet}`;
  number("t-waiting", totals.jobs_waiting + totals.jobs_unmatched);
  number("t-running", totals.jobs_running);
  number("t-starting", totals.runners_starting);
  number("t-idle", totals.runners_idle);
  number("t-machines", totals.machines, totals.machines_max);

  byId("jobs-count").textContent = jobs_total > 0 ? String(jobs_total) : "";
  fill("jobs-list", "jobs-empty", more(jobs.slice(0, rowsMax).map(jobRow), jobs_total, "job"));
  byId("runners-count").textContent = runners_total > 0 ? String(runners_total) : "";
  fill("runners-list", "runners-empty", more(runners.slice(0, rowsMax).map(runnerRow), runners_total, "runner"));
  fill("pools-list", "pools-empty", status.pools.map(poolCard));
  fill("doors-list", "doors-empty", [...status.under_way.map(workRow), ...status.doors.map(doorRow), ...status.budgets.map(budgetRow)]);

  const banners = [];
  if (status.dry_run) banners.push("Dry run: Paddock watches and plans, and changes nothing.");
  if (totals.jobs_unmatched > 0) banners.push(`${plural(totals.jobs_unmatched, "job")} ${totals.jobs_unmatched === 1 ? "asks" : "ask"} in vain: no pool has the labels, or a rule keeps the repository out.`);
  for (const one of status.github) {
    if (one.verdict === "down") banners.push(`GitHub is out of order (connection ${one.connection}): ${one.detail}`);
    if (one.verdict === "late") banners.push(`GitHub is late (connection ${one.connection}): ${one.detail}.`);
  }
  if (status.reload_refused) banners.push(`${status.reload_refused[0].toUpperCase()}${status.reload_refused.slice(1)}.`);
  byId("banner").textContent = banners.join(" ");
  byId("banner").hidden = banners.length === 0;
  byId("about").textContent = `Paddock ${status.version} · epoch ${status.epoch} · up ${span(now() - Date.parse(status.started_at))}`;
}

function tell(line) {
  const [kind, ...rest] = line.subject.split(" ");
  const subject = kind === "fleet" ? "fleet" : rest.join(" ").replace(/^(job|stock):/, "").replace(/^github\.com\//, "job ");
  const time = make("time", "", new Date(line.at).toLocaleTimeString([], { hour12: false }));
  time.dateTime = line.at;
  const list = byId("events-list");
  list.prepend(make("li", "", time, make("span", "", make("span", "who mono", subject), " ", line.text)));
  while (list.children.length > eventsMax) list.lastChild.remove();
  byId("events-empty").hidden = true;
  if (line.kind === "job-finished") loadDoneSoon();
}

let doneTimer = 0;
function loadDoneSoon() {
  clearTimeout(doneTimer);
  doneTimer = setTimeout(loadDone, 400);
}

async function loadDone() {
  try {
    const reply = await fetch(`/api/v1/jobs?state=done&limit=${doneMax}`);
    if (reply.ok) fill("done-list", "done-empty", (await reply.json()).jobs.map(doneRow));
  } catch {
    // The stream says that the connection is lost; with the next one this is asked again.
  }
}

function setLink(state, text) {
  byId("link").dataset.state = state;
  byId("link-text").textContent = text;
}

function listen(since) {
  const source = new EventSource(`/api/v1/events${since === null ? "" : `?since=${since}`}`);
  source.onopen = () => { setLink("live", "live"); loadDone(); };
  source.onerror = () => {
    setLink("lost", "connection lost, trying again");
    if (source.readyState === EventSource.CLOSED) {
      // Refused for good: logged out, or not ready. Ask anew, not too often.
      source.close();
      setTimeout(start, 3000);
    }
  };
  source.addEventListener("board", event => {
    board = JSON.parse(event.data);
    render();
  });
  source.addEventListener("fact", event => { tell(JSON.parse(event.data)); });
  source.addEventListener("reset", () => { loadDone(); });
}

async function start() {
  try {
    const reply = await fetch("/api/v1/status");
    if (reply.status === 401) {
      location.assign("/login");
      return;
    }
    // The header is of this moment; the picture's own time may be half a minute old.
    clockSkew = Date.parse(reply.headers.get("date")) - Date.now() || 0;
    const status = await reply.json();
    listen(reply.ok ? Math.max(0, status.seq - eventsMax / 2) : null);
  } catch {
    setLink("lost", "Paddock does not answer, trying again");
    setTimeout(start, 3000);
  }
}

setInterval(() => {
  for (const node of document.querySelectorAll(".age")) {
    node.textContent = span(now() - Date.parse(node.dataset.since));
  }
}, 1000);

start();
