// Sends a form marked `data-act` to the service that owns the change, as JSON and once, and says beside its fields what
// was wrong with them. Names of fields are paths into the body: `evidence.0.score`.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-act]");
  if (!form) return;
  event.preventDefault();
  if (!form.dataset.busy) send(form);
});

// What stands inside `data-when="choice value value"` counts while the field of that id says one of the values.
document.addEventListener("change", (event) => {
  if (!event.target.id) return;
  for (const part of document.querySelectorAll(`[data-when^="${CSS.escape(event.target.id)} "]`)) {
    part.hidden = part.disabled = !part.dataset.when.split(" ").slice(1).includes(event.target.value);
  }
});

async function send(form) {
  const body = JSON.stringify(bodyOf(form));
  // The same words again are the same request: whoever cannot tell whether it arrived may send it once more.
  if (form.dataset.sent !== body) { form.dataset.sent = body; form.dataset.key = newKey(); }
  form.dataset.busy = "yes";
  forget(form);
  const controls = form.querySelectorAll("button");
  controls.forEach((one) => { one.setAttribute("aria-disabled", "true"); });
  try {
    let answer = await post(form, body);
    if (answer.status === 401) {
      if (!await window.trellis.renewed()) { keepDrafts(); return window.trellis.signIn(); }
      answer = await post(form, body);
    }
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) return done(form, said);
    if (answer.status < 500) delete form.dataset.sent;
    refused(form, said, answer.status);
  } catch {
    refused(form, {}, 0);
  } finally {
    delete form.dataset.busy;
    controls.forEach((one) => { one.removeAttribute("aria-disabled"); });
  }
}

function post(form, body) {
  return fetch(form.dataset.act, {
    method: "POST", body, headers: {
      "Content-Type": "application/json", "Accept": "application/json", "Idempotency-Key": form.dataset.key },
  });
}

function bodyOf(form) {
  const body = {};
  for (const field of form.querySelectorAll("[name]")) {
    const text = field.value.trim();
    if (text === "" || field.matches(":disabled")) continue;
    const value = field.dataset.as === "number" ? Number(text.replace(",", ".")) : text;
    const steps = field.name.split(".");
    let at = body;
    steps.forEach((step, place) => {
      if (place === steps.length - 1) at[step] = value;
      else at = at[step] ??= /^\d+$/.test(steps[place + 1]) ? [] : {};
    });
  }
  // What does not count leaves a gap in its list.
  for (const [name, value] of Object.entries(body)) if (Array.isArray(value)) body[name] = value.filter(() => true);
  return body;
}

function done(form, said) {
  delete form.dataset.sent;
  const told = new CustomEvent("trellis:done", { bubbles: true, cancelable: true, detail: said });
  if (!form.dispatchEvent(told)) return;
  form.reset();
  keepDrafts();
  const view = document.getElementById("view");
  const announcer = document.querySelector("[data-act-announce]");
  if (announcer) announcer.textContent = form.dataset.done ?? "";
  if (view && window.htmx) {
    document.body.addEventListener("htmx:afterSwap", () => document.getElementById("main").focus(), { once: true });
    window.htmx.trigger(view, "trellis:changed");
  }
}

function refused(form, said, status) {
  let placed = null;
  for (const error of said.errors ?? []) {
    const name = String(error.pointer ?? "").replace(/^\//, "").replaceAll("/", ".");
    const field = [...form.querySelectorAll("[name]")].find((one) => one.name === name);
    if (!field) continue;
    const note = noteOf(form, error.detail);
    field.insertAdjacentElement("afterend", note);
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", note.id);
    placed ??= field;
  }
  const words = status === 0 || status >= 500 ? form.dataset.unknown : said.detail;
  const note = noteOf(form, words ?? form.dataset.unknown, status > 0 && status < 500);
  note.setAttribute("role", "alert");
  form.prepend(note);
  (placed ?? form.querySelector("button")).focus();
}

let notes = 0;
function noteOf(form, words, english = true) {
  const note = document.createElement("p");
  note.className = "alert";
  note.id = "act-note-" + ++notes;
  note.dataset.actNote = "";
  note.textContent = words;
  if (english) note.lang = "en"; // services speak English
  return note;
}

function forget(form) {
  form.querySelectorAll("[data-act-note]").forEach((note) => note.remove());
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
}

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// What somebody has typed and not sent, or sent in vain, outlives the page: it is kept in this tab, for this person and
// this form, until the service has acknowledged it.
function draftName(form) { return ["draft", form.dataset.of, location.pathname, form.dataset.act].join(" "); }

function fieldsOf(form) {
  return [...form.querySelectorAll("input:not([type=hidden]), textarea, select")].filter((field) => field.name);
}

function isTyped(field) {
  if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
  return field.selectedIndex !== Math.max(0, [...field.options].findIndex((option) => option.defaultSelected));
}

function keepDrafts() {
  for (const form of document.querySelectorAll("form[data-act][data-of]")) {
    const typed = fieldsOf(form).filter(isTyped).map((field) => [field.name, field.value]);
    try {
      if (typed.length > 0) sessionStorage.setItem(draftName(form), JSON.stringify(typed));
      else sessionStorage.removeItem(draftName(form));
    } catch { /* the browser keeps nothing for us */ }
  }
}

function draftOf(form) {
  try {
    return new Map(JSON.parse(sessionStorage.getItem(draftName(form)) ?? "[]"));
  } catch {
    return new Map();
  }
}

function restoreDrafts() {
  for (const form of document.querySelectorAll("form[data-act][data-of]")) {
    const typed = draftOf(form);
    const fields = fieldsOf(form).filter((field) => typed.has(field.name));
    if (fields.length === 0) continue;
    for (const field of fields) {
      field.value = typed.get(field.name);
      if (field.tagName === "SELECT") field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    for (let at = form.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
    const note = noteOf(form, form.dataset.kept, false);
    note.className = "hint";
    note.setAttribute("role", "status");
    form.prepend(note);
  }
}

restoreDrafts();
window.addEventListener("pagehide", keepDrafts);
