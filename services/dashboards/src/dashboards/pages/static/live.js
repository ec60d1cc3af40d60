// Follows the district's stream and has htmx read the page's figures again when they change.
const state = document.querySelector("[data-live]");
if (state) follow(state);

function follow(state) {
  const word = state.querySelector("[data-live-word]");
  const announcer = document.querySelector("[data-live-announce]");
  const seconds = Number(state.dataset.seconds);
  let last = state.dataset.after;
  let changed = new Set();
  let timer = null;
  let readAt = 0;
  let source = null;

  function open() {
    const query = new URLSearchParams(state.dataset.stream);
    query.set("after", last);
    source = new EventSource("/dashboards/v1/stream?" + query);
    source.addEventListener("open", () => show(true));
    source.addEventListener("mastery", (event) => {
      last = event.lastEventId;
      const { learner_id, item_id } = JSON.parse(event.data);
      changed.add(learner_id).add(learner_id + " " + item_id);
      schedule();
    });
    source.addEventListener("ready", (event) => { last = event.lastEventId; });
    source.addEventListener("reset", (event) => { last = event.lastEventId; schedule(); });
    source.addEventListener("error", () => {
      show(false);
      if (source.readyState === EventSource.CLOSED) window.setTimeout(renew, 3000);
    });
  }

  // The browser reconnects by itself; once refused, the session has run out and wants renewing.
  async function renew() {
    const here = encodeURIComponent(location.pathname + location.search);
    try {
      const answer = await fetch("/partners/v1/session/renew?next=" + here, { headers: { accept: "text/html" } });
      if (answer.ok && new URL(answer.url).pathname === location.pathname) { open(); schedule(); return; }
      if (answer.ok) { location.assign("/partners/v1/session/renew?next=" + here); return; }
    } catch { /* the network is away */ }
    window.setTimeout(renew, 10000);
  }

  function show(on) {
    state.classList.toggle("live-on", on);
    word.textContent = on ? state.dataset.on : state.dataset.off;
  }

  // Many changes in a row are one reading: at once for the first, then not more often than the view can bear.
  function schedule() {
    if (timer !== null) return;
    timer = window.setTimeout(read, Math.max(50, readAt + seconds * 1000 - Date.now()));
  }

  function read() {
    timer = null;
    readAt = Date.now();
    const view = document.getElementById("view");
    if (view && window.htmx) window.htmx.trigger(view, "trellis:changed");
  }

  // What the reader had opened or closed stays so, also in branches that are fetched anew.
  const opened = new Map();
  document.addEventListener("toggle", (event) => {
    const { id, open } = event.target;
    if (id && event.target.isConnected) opened.set(id, open);
  }, true);
  document.body.addEventListener("htmx:beforeSwap", () => {
    for (const details of document.querySelectorAll("#view details[id]")) opened.set(details.id, details.open);
  });
  function reopen(fetched) {
    for (const details of document.querySelectorAll("#view details[id]")) {
      if (!opened.has(details.id) || (details.querySelector(":scope > [hx-get]") !== null) !== fetched) continue;
      details.open = opened.get(details.id) || details.querySelector(marked()) !== null;
    }
  }
  // Only then does htmx hear that a branch opens, and fetches what hangs from it.
  document.body.addEventListener("htmx:afterSettle", () => reopen(true));
  document.body.addEventListener("htmx:afterSwap", (event) => {
    reopen(false);
    if (event.detail.target.id !== "view") return;
    for (const cell of document.querySelectorAll("#view [data-cell]")) {
      if (changed.has(cell.dataset.cell)) cell.classList.add("changed");
    }
    changed = new Set();
    announcer.textContent = "";
    window.setTimeout(() => { announcer.textContent = state.dataset.changed; }, 100);
  });

  function marked() {
    const cells = [...changed].filter((c) => c.includes(" ")).map((c) => `[data-cell="${c}"]`);
    return cells.length ? cells.join(",") : "[data-cell='']";
  }

  open();
  window.addEventListener("pagehide", () => source.close());
  window.addEventListener("pageshow", (event) => { if (event.persisted) { open(); schedule(); } });
}
