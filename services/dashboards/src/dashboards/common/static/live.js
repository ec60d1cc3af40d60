// Follows the district's stream, and has htmx read those parts of the page again to which a change is news: a part says
// with `data-news` which events it wants to hear of; of coaching, by subject: `coaching:goals`.
const KINDS = ["mastery", "reviews", "pace", "plan", "gaps", "coaching"];
const PART = "[data-news]";
const AGAIN = 10000;

const live = document.querySelector("[data-live]");
if (live) {
  const changed = new Set();
  keepOpen(changed);
  const parts = readings(live, changed);
  keepPlace(); // after what may decide that nothing is swapped
  follow(live, changed, parts);
}

function follow(state, changed, parts) {
  const word = state.querySelector("[data-live-word]");
  let last = state.dataset.after;
  let source = null;

  function open() {
    const query = new URLSearchParams(state.dataset.stream);
    query.set("after", last);
    source = new EventSource("/dashboards/v1/stream?" + query);
    source.addEventListener("open", () => show(true));
    for (const kind of KINDS) {
      source.addEventListener(kind, (event) => {
        last = event.lastEventId;
        const { learner_id, item_id, subject } = JSON.parse(event.data);
        if (kind === "mastery") changed.add(learner_id).add(learner_id + " " + item_id);
        parts.want(`[data-news~="${subject ? kind + ":" + subject : kind}"]`);
      });
    }
    source.addEventListener("ready", (event) => { last = event.lastEventId; });
    source.addEventListener("reset", (event) => { last = event.lastEventId; parts.want(PART); });
    source.addEventListener("error", () => {
      show(false);
      if (source.readyState === EventSource.CLOSED) window.setTimeout(renew, 3000);
    });
  }

  // The browser reconnects by itself; once refused, the session has run out and wants renewing.
  async function renew() {
    try {
      if (!await window.trellis.renewed()) return window.trellis.signIn();
      open();
      parts.want(PART);
    } catch { // the network is away
      window.setTimeout(renew, 10000);
    }
  }

  function show(on) {
    state.classList.toggle("live-on", on);
    word.textContent = on ? state.dataset.on : state.dataset.off;
  }

  open();
  window.addEventListener("pagehide", () => source.close());
  window.addEventListener("pageshow", (event) => { if (event.persisted) { open(); parts.want(PART); } });
}

// Which parts are to be read again, and when. Many changes in a row are one reading, and never two at a time: an answer
// that was long on its way would stand in the place of a newer one.
function readings(state, changed) {
  const seconds = Number(state.dataset.seconds);
  const spread = Number(state.dataset.spread);
  const due = new Set();
  const underWay = new Set();
  const differs = new WeakSet();
  let timer = null;
  let readAt = 0;

  function want(parts) {
    for (const part of document.querySelectorAll(parts)) due.add(part.id);
    schedule();
  }

  function schedule(least = 50) {
    if (timer !== null || due.size === 0) return;
    const wait = Math.max(least, readAt + seconds * 1000 - Date.now());
    timer = window.setTimeout(read, wait + Math.random() * spread * 1000);
  }

  function read() {
    timer = null;
    if (underWay.size > 0) return; // its end schedules what is due by then
    readAt = Date.now();
    const parts = [...due].map((id) => document.getElementById(id)).filter((part) => part !== null);
    due.clear();
    for (const part of parts) {
      if (parts.some((other) => other !== part && other.contains(part))) continue;
      if (isBusy(part)) hold(part);
      else window.htmx?.trigger(part, "trellis:changed", { patient: true });
    }
  }

  document.body.addEventListener("htmx:beforeRequest", ({ detail }) => {
    if (detail.elt.matches(PART)) underWay.add(detail.xhr);
  });
  document.body.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (!underWay.delete(detail.xhr)) return;
    const lost = detail.xhr.status === 0 || detail.xhr.status >= 500;
    if (lost) due.add(detail.requestConfig.elt.id);
    schedule(lost ? AGAIN : undefined);
  });

  document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const part = detail.target;
    if (!detail.shouldSwap || !part.matches(PART) || !detail.requestConfig.triggeringEvent?.detail?.patient) return;
    const fresh = new DOMParser().parseFromString(detail.serverResponse, "text/html").getElementById(part.id);
    if (fresh === null) return;
    if (isBusy(part) || losesPlace(part, fresh)) {
      detail.shouldSwap = false;
      hold(part);
      return;
    }
    // What had been read is more than to hear that competency does not answer.
    const away = fresh.querySelector("[data-away]")?.closest(PART);
    if (away) {
      if (away === fresh && part.querySelector("[data-away]") === null) detail.shouldSwap = false;
      due.add(away.id);
      schedule(AGAIN);
    }
    if (wordsOf(fresh) !== wordsOf(part)) differs.add(detail.xhr);
  });

  document.body.addEventListener("htmx:afterSwap", ({ detail }) => {
    if (!detail.target.matches(PART)) return;
    const button = heldBy(detail.target.id);
    if (button) {
      if (button.contains(document.activeElement)) document.getElementById("main").focus();
      button.remove();
    }
    if (detail.target.id === "view") {
      for (const cell of document.querySelectorAll("#view [data-cell]")) {
        if (changed.has(cell.dataset.cell)) cell.classList.add("changed");
      }
      changed.clear();
    }
    if (differs.has(detail.xhr)) announce(detail.target.dataset.said ?? state.dataset.changed);
  });

  // The reader is in the middle of something: what is new waits for a press of this, or until they have left it.
  function hold(part) {
    if (heldBy(part.id)) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button held";
    button.textContent = state.dataset.show;
    button.dataset.held = part.id;
    button.addEventListener("click", () => {
      due.delete(part.id);
      window.htmx?.trigger(document.getElementById(part.id), "trellis:changed");
    });
    part.before(button);
    announce(state.dataset.show);
  }
  document.addEventListener("focusout", ({ target }) => {
    const part = target.closest?.(PART);
    if (part && heldBy(part.id)) want("#" + part.id);
  });

  function announce(words) {
    const announcer = document.querySelector("[data-live-announce]");
    announcer.textContent = "";
    window.setTimeout(() => { announcer.textContent = words; }, 100);
  }

  return { want };
}

function heldBy(id) { return document.querySelector(`[data-held="${id}"]`); }

// What the services have said in it: not what a form has said to who writes, nor what stands for those without scripts.
function wordsOf(part) {
  const copy = part.cloneNode(true);
  copy.querySelectorAll("noscript, [data-note]").forEach((one) => one.remove());
  return copy.textContent.replace(/\s+/g, " ");
}

function typedIn(part) {
  return [...part.querySelectorAll("input, textarea, select")].filter(isTyped);
}

function isTyped(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (!field.options) return field.value !== field.defaultValue;
  const chosen = [...field.options].find((option) => option.defaultSelected) ?? field.options[0];
  return field.selectedOptions[0] !== chosen;
}

function isBusy(part) {
  return typedIn(part).length > 0 || part.querySelector("form:focus-within, form[data-busy], form[data-sent]") !== null;
}

// The element of what was fetched that is the one the reader stands on.
function sameIn(root, stood) {
  const near = stood.closest("[id]");
  const place = root.id === near.id ? root : root.querySelector("#" + CSS.escape(near.id));
  if (place === null || near === stood) return place;
  const href = stood.getAttribute("href");
  const alike = [...place.querySelectorAll(stood.tagName)].filter((one) => (
    one.closest("[id]") === place && one.getAttribute("href") === href));
  return alike.find((one) => one.textContent === stood.textContent) ?? alike[0] ?? null;
}

// Branches that are fetched only when somebody opens them are not looked into.
function losesPlace(part, fresh) {
  const stood = document.activeElement;
  return part.contains(stood) && sameIn(fresh, stood) === null && fresh.querySelector("details > [hx-get]") === null;
}

// Where the reader stands and what they have typed stays so when a part is put in the place of itself.
function keepPlace() {
  let stood = null;
  let typed = new Map();
  document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (!detail.shouldSwap || !detail.target.matches(PART)) return;
    stood = detail.target.contains(document.activeElement) ? document.activeElement : null;
    typed = new Map(typedIn(detail.target).map((field) => [field.id, field]));
  });
  function standAgain() {
    if (stood === null) return;
    const there = document.activeElement === document.body ? sameIn(document, stood) : null;
    if (there || document.activeElement !== document.body) stood = null;
    there?.focus({ preventScroll: true });
  }
  document.body.addEventListener("htmx:afterSwap", ({ detail }) => {
    for (const [id, before] of detail.target.matches(PART) ? typed : []) {
      const field = document.getElementById(id);
      if (!field || field.type === "file") continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = before.checked;
      else field.value = before.value;
    }
    standAgain();
  });
  document.body.addEventListener("htmx:afterSettle", standAgain);
}

// What the reader had opened or closed stays so, also in branches that are fetched anew.
function keepOpen(changed) {
  const opened = new Map();
  // One without an id is known again by what its summary says, near what has one.
  function nameOf(details) {
    return details.id || details.closest("[id]")?.id + " " + details.querySelector("summary")?.textContent;
  }
  document.addEventListener("toggle", ({ target }) => {
    if (target.isConnected) opened.set(nameOf(target), target.open);
  }, true);
  document.body.addEventListener("htmx:beforeSwap", () => {
    for (const details of document.querySelectorAll("#view details")) opened.set(nameOf(details), details.open);
  });
  function reopen(fetched) {
    for (const details of document.querySelectorAll("#view details")) {
      const open = opened.get(nameOf(details));
      if (open === undefined || (details.querySelector(":scope > [hx-get]") !== null) !== fetched) continue;
      const stays = open || details.querySelector(marked()) !== null;
      if (fetched && stays && details.open) details.dispatchEvent(new Event("toggle")); // opened before htmx listened
      details.open = stays;
    }
  }
  // Only then does htmx hear that a branch opens, and fetches what hangs from it.
  document.body.addEventListener("htmx:afterSettle", () => reopen(true));
  document.body.addEventListener("htmx:afterSwap", () => reopen(false));

  function marked() {
    const cells = [...changed].filter((cell) => cell.includes(" ")).map((cell) => `[data-cell="${cell}"]`);
    return cells.length ? cells.join(",") : "[data-cell='']";
  }
}
