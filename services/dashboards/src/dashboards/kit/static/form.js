// Sends a form marked `data-send` to the service that owns the change, as JSON and once, and says beside its fields what
// was wrong with them. Names of fields are paths into the body: `evidence.0.score`. Every word is kept in this tab, for
// this person and this form, from when it is typed until the service has acknowledged it.
const FORMS = "form[data-send]";
const CONFLICTS = new Set([409, 412]);
const UNTOLD = new Set([408, 425, 429]); // nothing was wrong with what was sent

document.addEventListener("submit", (event) => {
  const form = event.target.closest(FORMS);
  if (!form) return;
  event.preventDefault();
  if (!form.dataset.busy) submit(form);
});

// What stands inside `data-when="choice code code"` counts while the field of that id says one of the codes.
function showParts(field) {
  if (!field.id) return;
  for (const part of document.querySelectorAll(`[data-when^="${CSS.escape(field.id)} "]`)) {
    part.hidden = part.disabled = !part.dataset.when.split(" ").slice(1).includes(field.value);
  }
}
document.addEventListener("change", ({ target }) => showParts(target));
document.addEventListener("reset", ({ target }) => {
  window.setTimeout(() => fieldsOf(target).forEach(showParts)); // by then the fields are as they were
});

function submit(form) {
  forget(form);
  const wrong = fieldsOf(form).filter((field) => field.willValidate && !field.validity.valid);
  if (wrong.length === 0) return send(form);
  const errors = firstOfEach(wrong).map((field) => [field, field.validity.valueMissing
    ? form.dataset.missing : field.validationMessage, false]);
  refuse(form, errors);
}

async function send(form) {
  const body = JSON.stringify(bodyOf(form));
  // The same words again are the same request: whoever cannot tell whether it arrived may send it once more.
  if (form.dataset.sent !== body) { form.dataset.sent = body; form.dataset.key = window.trellis.newKey(); }
  keepDraft(form);
  busy(form, true);
  try {
    const answer = await window.trellis.withSession(() => post(form, body));
    if (answer === null) return window.trellis.signIn();
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) return done(form, said);
    judged(form, answer.status, said);
  } catch { // the network is away
    refuse(form, [], [[form.dataset.unknown]]);
  } finally {
    busy(form, false);
  }
}

function post(form, body) {
  const headers = {
    "Content-Type": "application/json", "Accept": "application/json", "Idempotency-Key": form.dataset.key };
  if (form.dataset.etag) headers["If-Match"] = form.dataset.etag;
  return fetch(form.dataset.send, { method: form.dataset.method, body, headers });
}

function busy(form, on) {
  if (on) form.dataset.busy = "yes"; else delete form.dataset.busy;
  for (const button of form.querySelectorAll("button")) {
    if (on) button.setAttribute("aria-disabled", "true"); else button.removeAttribute("aria-disabled");
  }
  if (on) window.trellis.announce(form.dataset.sending);
}

function done(form, said) {
  window.trellis.announce("");
  delete form.dataset.sent;
  delete form.dataset.key;
  if (!form.dispatchEvent(new CustomEvent("trellis:done", { bubbles: true, cancelable: true, detail: said }))) return;
  form.reset();
  keepDraft(form);
  window.trellis.announce(form.dataset.done);
  const view = document.getElementById("view");
  if (view && window.htmx) {
    document.body.addEventListener("htmx:afterSwap", () => document.getElementById("main").focus(), { once: true });
    window.htmx.trigger(view, "trellis:changed");
  }
}

// What an answer that is no acknowledgement says, to the person who typed.
function judged(form, status, said) {
  if (status >= 500 || UNTOLD.has(status)) return refuse(form, [], [[form.dataset.unknown]]);
  delete form.dataset.sent;
  keepDraft(form);
  if (CONFLICTS.has(status)) return refuse(form, [], [[form.dataset.conflict], ...reasonOf(said)], { look: true });
  const errors = (said.errors ?? []).map((error) => [fieldAt(form, error.pointer)].concat(wordsOf(error)));
  const placed = errors.filter(([field]) => field);
  const left = errors.filter(([field]) => !field).map(([, ...words]) => words);
  refuse(form, placed, errors.length ? left : wordsOfAll(status, said));
}

// Words are followed by whether they are English, which is what services speak, whatever the page's language is.
function reasonOf(said) { return said.detail ? [[said.detail, true]] : []; }

function refusal(kind, key) {
  const { content } = document.getElementById("refusals");
  return [...content.children].find((one) => one.dataset[kind] === String(key))?.textContent;
}

// Why a value cannot be taken; what a rule of the service says in words of its own stays as it is.
function wordsOf({ code, limits = {}, detail }) {
  const words = refusal("code", code);
  const places = [...(words ?? "").matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  if (words === undefined || !places.every((name) => name in limits)) return [detail, true];
  return [places.reduce((filled, name) => filled.replace(`{${name}}`, inWords(limits[name])), words), false];
}

function inWords(limit) {
  return typeof limit === "number" ? limit.toLocaleString(document.getElementById("refusals").dataset.locale) : limit;
}

function wordsOfAll(status, said) {
  const known = refusal("status", status);
  return known ? [[known]] : [[refusal("status", "other")], ...reasonOf(said)];
}

function fieldAt(form, pointer) {
  const name = String(pointer ?? "").replace(/^\//, "").replaceAll("/", ".");
  return fieldsOf(form).find((field) => field.name === name);
}

// Beside each field what is wrong with it, and before the form all of it with a link to each.
function refuse(form, errors, notes = [], { look = false } = {}) {
  window.trellis.announce("");
  const summary = document.createElement("div");
  summary.className = "notice notice-problem form-summary";
  summary.dataset.note = "";
  summary.tabIndex = -1;
  summary.setAttribute("role", "alert");
  const title = paragraph(form.dataset.summary);
  title.className = "form-summary-title";
  summary.append(title);
  for (const [words, english] of notes) summary.append(paragraph(words, english));
  if (look) summary.append(linked(form.dataset.look, location.href, () => location.reload()));
  const list = document.createElement("ul");
  for (const [field, detail, isEnglish] of errors) list.append(item(field, detail, isEnglish));
  if (errors.length) summary.append(list);
  form.prepend(summary);
  summary.focus();
}

function item(field, words, english) {
  const place = field.closest("fieldset.stars, fieldset.field") ?? field;
  const note = paragraph(words, english);
  note.className = "field-error";
  note.id = `${place.id}-wrong`;
  note.dataset.note = "";
  if (place === field) field.before(note); else place.querySelector("legend").after(note);
  place.closest(".field")?.classList.add("field-wrong");
  field.setAttribute("aria-invalid", "true");
  if (!place.dataset.told) place.dataset.told = place.getAttribute("aria-describedby") ?? "";
  place.setAttribute("aria-describedby", `${place.dataset.told} ${note.id}`.trim());
  const row = document.createElement("li");
  const label = (place === field ? field.labels[0] : place.querySelector("legend"))?.firstChild?.textContent.trim();
  row.append(linked(`${label ?? nameOf(field)}: ${words}`, `#${field.id}`, () => field.focus()));
  if (english) row.lang = "en";
  return row;
}

function paragraph(words, english = false) {
  const made = document.createElement("p");
  made.textContent = words;
  if (english) made.lang = "en"; // services speak English
  return made;
}

function linked(words, href, act) {
  const made = document.createElement("a");
  made.href = href;
  made.textContent = words;
  made.addEventListener("click", (event) => { event.preventDefault(); act(); });
  return made;
}

function forget(form) {
  form.querySelectorAll("[data-note]").forEach((note) => note.remove());
  form.querySelectorAll(".field-wrong").forEach((field) => field.classList.remove("field-wrong"));
  form.querySelectorAll("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
  form.querySelectorAll("[data-told]").forEach((place) => {
    if (place.dataset.told) place.setAttribute("aria-describedby", place.dataset.told);
    else place.removeAttribute("aria-describedby");
  });
}

// A field without a name is not sent, but it is filled in and kept like the others.
function nameOf(field) { return field.name || field.id; }

function fieldsOf(form) {
  return [...form.elements].filter((one) => nameOf(one) && one.matches("input:not([type=hidden]), textarea, select"));
}

function firstOfEach(fields) {
  return fields.filter((field, index) => fields.findIndex((other) => nameOf(other) === nameOf(field)) === index);
}

function isSwitch(field) { return field.type === "radio" || field.type === "checkbox"; }

function valueOf(field) {
  const text = field.value.trim();
  if (text === "") return undefined;
  if (field.dataset.as === "truth") return true;
  return field.dataset.as === "number" ? Number(text.replace(",", ".")) : text;
}

function bodyOf(form) {
  const body = {};
  for (const field of [...form.elements].filter((one) => one.name)) {
    if (field.matches(":disabled, [type=file], button") || (isSwitch(field) && !field.checked)) continue;
    const value = valueOf(field);
    if (value !== undefined) setAt(body, field.name.split("."), value);
  }
  // What does not count leaves a gap in its list.
  for (const [name, value] of Object.entries(body)) if (Array.isArray(value)) body[name] = value.filter(() => true);
  return body;
}

function setAt(body, steps, value) {
  let at = body;
  for (const [depth, step] of steps.slice(0, -1).entries()) at = at[step] ??= /^\d+$/.test(steps[depth + 1]) ? [] : {};
  at[steps.at(-1)] = value;
}

// Drafts. A password is never kept; a file cannot be.
function draftName(form) { return ["draft", form.dataset.of, location.pathname, form.dataset.send].join(" "); }

function isTyped(field) {
  if (field.matches("[type=password], [type=file]")) return false;
  if (isSwitch(field)) return field.checked !== field.defaultChecked;
  if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
  return field.selectedIndex !== Math.max(0, [...field.options].findIndex((option) => option.defaultSelected));
}

function keepDraft(form) {
  if (!form.dataset.of) return;
  const typed = fieldsOf(form).filter(isTyped).map((field) => [nameOf(field), field.value, field.checked ?? null]);
  const draft = { typed, sent: form.dataset.sent, key: form.dataset.key };
  try {
    if (typed.length > 0) sessionStorage.setItem(draftName(form), JSON.stringify(draft));
    else sessionStorage.removeItem(draftName(form));
  } catch { /* the browser keeps nothing for us */ }
}

function draftOf(form) {
  try {
    return JSON.parse(sessionStorage.getItem(draftName(form))) ?? { typed: [] };
  } catch {
    return { typed: [] };
  }
}

function restoreDraft(form) {
  const draft = draftOf(form);
  const restored = draft.typed.filter(([name, value, checked]) => restoreField(form, name, value, checked));
  if (restored.length === 0) return;
  // What may have arrived keeps its key: sent again as it is, it has its effect once.
  if (draft.sent) { form.dataset.sent = draft.sent; form.dataset.key = draft.key; }
  for (let at = form.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
  const note = paragraph(form.dataset.kept);
  note.className = "form-kept";
  note.dataset.note = "";
  note.setAttribute("role", "status");
  form.prepend(note);
}

function restoreField(form, name, value, checked) {
  const field = fieldsOf(form).find((one) => nameOf(one) === name && (!isSwitch(one) || one.value === value));
  if (!field) return false;
  if (isSwitch(field)) field.checked = checked;
  else field.value = value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

document.querySelectorAll(FORMS).forEach((form) => { if (form.dataset.of) restoreDraft(form); });
for (const kind of ["input", "change"]) {
  document.addEventListener(kind, ({ target }) => {
    const form = target.form?.closest(FORMS);
    if (form) keepDraft(form);
  });
}
