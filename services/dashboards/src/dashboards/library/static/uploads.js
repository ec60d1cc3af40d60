// Sends the files of forms marked `data-uploads` in pieces. What has come counts: where the network breaks off it goes on
// by itself; where the page was closed, once the same file is chosen again. Until then the browser keeps, for this
// person, where the upload is and by what its file is known; a file's name stands in no address.
const PIECE = 8 * 1024 * 1024;
const SHORTEST_WAIT = 1000;
const LONGEST_WAIT = 30000;

const { tus } = window.trellis;
const words = document.getElementById("upload-words").dataset;

for (const form of document.querySelectorAll("form[data-uploads]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const field = form.elements.file;
    if (field.files.length === 0) { field.focus(); return window.trellis.announce(words.none); }
    choose(form, field.files[0]);
    field.value = "";
  });
  restore(form);
}

// A file that was begun goes on; another one begins.
async function choose(form, file) {
  const mark = await tus.markOf(file);
  const begun = [...listOf(form).children].map((row) => row.upload).find((one) => one.mark === mark && !one.ended);
  if (begun?.run) return;
  go(begun ?? show({ form, mark, name: file.name, size: file.size }), file);
}

// Until all of it has come, it was paused, or it is refused: as long as this run is the upload's own.
function go(upload, file) {
  const run = {};
  Object.assign(upload, { file, run, wait: SHORTEST_WAIT });
  offerPause(upload);
  attempt(upload, run);
}

async function attempt(upload, run) {
  if (upload.run !== run) return;
  try {
    tell(upload, words.sending, "sending");
    if (!upload.address) {
      upload.address = await tus.create(upload.form.dataset.uploads, upload.name, upload.size);
      keep(upload);
    }
    await sendFrom(upload, run, await tus.offset(upload.address));
  } catch (error) {
    if (upload.run !== run) return;
    if (error instanceof tus.Refused) return refuse(upload, error);
    tell(upload, words.waiting, "waiting");
    upload.wait = Math.min(upload.wait * 2, LONGEST_WAIT);
    await pause(upload.wait, true);
    attempt(upload, run);
  }
}

async function sendFrom(upload, run, offset) {
  come(upload, offset);
  if (upload.run !== run) return;
  if (offset >= upload.size) return watch(upload);
  const piece = upload.file.slice(offset, offset + PIECE);
  const told = (request) => { upload.request = request; };
  const now = await tus.send(upload.address, offset, piece, (loaded) => come(upload, offset + loaded), told);
  upload.wait = SHORTEST_WAIT;
  return sendFrom(upload, run, now);
}

// For so many milliseconds; until the network is there again, where that is waited for.
function pause(wait, forNetwork = false) {
  return new Promise((resolve) => {
    window.setTimeout(resolve, wait);
    if (forNetwork) window.addEventListener("online", resolve, { once: true });
  });
}

function refuse(upload, { status, detail }) {
  forget(upload);
  end(upload, [404, 410].includes(status) ? words.gone : words.refused, detail);
}

// All of it has come: what the checks come to.
function watch(upload) {
  upload.run ??= {};
  come(upload, upload.size);
  tell(upload, words.checking, "checking");
  acts(upload);
  look(upload, SHORTEST_WAIT);
}

async function look(upload, wait) {
  try {
    const found = await tus.state(upload.address);
    if (found.state === "stored") return ready(upload, found);
    if (!["received", "checking"].includes(found.state)) {
      forget(upload);
      return end(upload, words.refused, found.problem ?? found.detail);
    }
  } catch (error) {
    if (error instanceof tus.Refused) return refuse(upload, error);
  }
  await pause(wait);
  look(upload, Math.min(wait * 1.5, LONGEST_WAIT));
}

function ready(upload, found) {
  const link = document.createElement("a");
  link.className = "button-like";
  link.href = upload.form.dataset.next + found.upload_id;
  link.textContent = words.next;
  link.append(which(upload));
  tell(upload, words.stored, "sent");
  acts(upload, link);
}

function end(upload, said, detail) {
  Object.assign(upload, { ended: true, run: null });
  tell(upload, said, "failed", detail);
  acts(upload, button(upload, words.dismiss, () => leave(upload)));
}

// What the browser keeps.
function nameOf(form) { return ["upload", form.dataset.of, form.dataset.next].join(" "); }

function keep({ form, address, mark, name, size }) {
  try {
    localStorage.setItem(`${nameOf(form)} ${address}`, JSON.stringify({ mark, name, size }));
  } catch { /* it keeps nothing for us */ }
}

function forget({ form, address }) {
  try { if (address) localStorage.removeItem(`${nameOf(form)} ${address}`); } catch { /* it keeps nothing for us */ }
}

function restore(form) {
  let kept = [];
  try { kept = Object.entries(localStorage).filter(([name]) => name.startsWith(`${nameOf(form)} `)); } catch { return; }
  for (const [name, said] of kept) {
    const address = name.slice(name.lastIndexOf(" ") + 1);
    const upload = { form, address, ...JSON.parse(said) };
    if (words.added && address.endsWith(`/${words.added}`)) forget(upload);
    else take(upload);
  }
}

// Goes on with what was begun before the page was opened.
async function take(upload) {
  try {
    const { state, received } = await tus.state(upload.address);
    if (["expired", "cancelled"].includes(state)) return forget(upload);
    show(upload);
    if (!["created", "receiving"].includes(state)) return watch(upload);
    for (let at = upload.form.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
    come(upload, received);
    tell(upload, words.broken, "waiting");
    acts(upload, chooser(upload), button(upload, words.cancel, () => cancel(upload)));
  } catch (error) {
    if (error instanceof tus.Refused) forget(upload);
  }
}

function chooser(upload) {
  const label = document.createElement("label");
  const field = document.createElement("input");
  field.type = "file";
  label.append(words.choose, which(upload), field);
  field.addEventListener("change", async () => {
    const [file] = field.files;
    if (!file) return;
    if (await tus.markOf(file) === upload.mark) return go(upload, file);
    field.value = "";
    tell(upload, words.another, "failed");
  });
  return label;
}

function offerPause(upload) {
  const turn = button(upload, words.pause, () => {
    upload.run = null;
    upload.request?.abort();
    tell(upload, words.paused, "waiting");
    const resume = button(upload, words.resume, () => go(upload, upload.file));
    turn.replaceWith(resume);
    resume.focus();
  });
  const focused = upload.acts.contains(document.activeElement);
  acts(upload, turn, button(upload, words.cancel, () => cancel(upload)));
  if (focused) turn.focus();
}

async function cancel(upload) {
  upload.run = null;
  upload.request?.abort();
  try {
    if (upload.address) await tus.cancel(upload.address);
  } catch (error) {
    if (!(error instanceof tus.Refused)) return tell(upload, words.waiting, "waiting");
  }
  forget(upload);
  leave(upload);
  window.trellis.announce(`${upload.name}: ${words.cancelled}`);
}

function leave(upload) {
  upload.row.remove();
  upload.form.elements.file.focus();
}

// What is shown.
function listOf(form) {
  const there = form.querySelector(".upload-files");
  if (there) return there;
  const list = document.createElement("ul");
  list.className = "upload-files";
  list.setAttribute("aria-label", words.files);
  form.append(list);
  return list;
}

function show(upload) {
  const row = document.createElement("li");
  const bar = document.createElement("progress");
  bar.max = upload.size;
  bar.value = 0;
  bar.setAttribute("aria-label", upload.name);
  const ways = span("upload-acts");
  row.append(span("upload-name", upload.name), span("upload-state"), bar, span("upload-share"), ways);
  row.upload = Object.assign(upload, { row, bar, acts: ways });
  listOf(upload.form).append(row);
  return upload;
}

function come(upload, bytes) {
  const share = bytes / upload.size;
  const quarter = Math.floor(share * 4);
  upload.bar.value = bytes;
  upload.row.querySelector(".upload-share").textContent = inPercent(share);
  if (quarter > (upload.quarter ?? 0) && quarter < 4) window.trellis.announce(`${upload.name}: ${inPercent(share)}`);
  upload.quarter = quarter;
}

function inPercent(share) {
  return share.toLocaleString(document.documentElement.lang, { style: "percent", maximumFractionDigits: 0 });
}

function tell(upload, said, state, detail = "") {
  const place = upload.row.querySelector(".upload-state");
  const same = upload.row.dataset.state === state && place.firstChild?.textContent === said;
  upload.row.dataset.state = state;
  if (same) return;
  place.replaceChildren(said);
  if (detail) {
    const more = span("", ` ${detail}`);
    more.lang = "en"; // services speak English
    place.append(more);
  }
  window.trellis.announce(`${upload.name}: ${said}`);
}

function acts(upload, ...elements) {
  upload.acts.replaceChildren(...elements);
}

function button(upload, said, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "plain";
  made.append(said, which(upload));
  made.addEventListener("click", act);
  return made;
}

function which(upload) { return span("hidden", `: ${upload.name}`); }

function span(name, said = "") {
  const made = document.createElement("span");
  if (name) made.className = name;
  made.textContent = said;
  return made;
}
