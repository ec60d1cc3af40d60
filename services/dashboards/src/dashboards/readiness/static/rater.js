// Saves each answer of a rater as it is given, and says so. The form works without: its buttons save all of it. A save
// has a number, one more than the page knows of, so that one that comes late overwrites nothing newer.
const form = document.getElementById("answers");
const WRITTEN = new Set(["number", "text", "evidence"]);
const PAUSE = 900; // after the last key
const LONGEST_WAIT = 30000;
const states = new Map(); // by question

function stateOf(question) {
  if (!states.has(question)) states.set(question, { known: Number(question.dataset.known), busy: false, timer: 0, failures: 0, held: false });
  return states.get(question);
}

function part(question, name) { return form.elements.namedItem(`${name}:${question.dataset.key}`); }

function chosen(question) { return part(question, "answer").value; }

// What the fields say, as the service takes it; null while they say nothing that can be saved.
function given(question) {
  const { kind, accepts } = question.dataset;
  const choice = chosen(question);
  const words = part(question, "words")?.value ?? "";
  const link = part(question, "evidence")?.value.trim() ?? "";
  const evidence = link ? { evidence: { kind: link === question.dataset.file ? "file" : "link", reference: link } } : {};
  if (WRITTEN.has(kind)) {
    if (words.trim() && choice) return null;
    if (!choice && words.trim()) return { said: "value", value: written(kind, words, accepts), ...evidence };
  } else if (choice.startsWith("v:")) {
    return { said: "value", value: valueOf(kind, choice.slice(2)), ...evidence };
  }
  if (choice) return { said: choice, ...evidence };
  return link ? null : { said: "left_out" };
}

function written(kind, words, accepts) {
  if (kind === "text") return words;
  if (kind === "evidence") return { kind: accepts, reference: words.trim() };
  const text = words.trim();
  return text.includes(".") ? text : text.replace(",", ".");
}

function valueOf(kind, text) {
  if (kind === "level") return Number(text);
  return kind === "yes_no" ? text === "true" : text;
}

function changed(question, wait) {
  const state = stateOf(question);
  if (state.held) return; // another answer stands there: what to do about it is for the rater to say
  window.clearTimeout(state.timer);
  state.timer = window.setTimeout(() => save(question), wait);
}

async function save(question, { keepalive = false } = {}) {
  const state = stateOf(question);
  window.clearTimeout(state.timer);
  state.timer = 0;
  const answer = given(question);
  if (answer === null) return;
  const said = JSON.stringify(answer);
  if (said === state.saved) return;
  if (state.busy) { state.again = true; return; }
  state.busy = true;
  tell(form.dataset.saving);
  try {
    const response = await window.trellis.withSession(() => put(question, answer, state.known + 1, keepalive));
    if (response === null) return leave();
    judge(question, state, response.status, await response.json().catch(() => ({})), said);
  } catch {
    failed(question, state);
  } finally {
    state.busy = false;
    if (state.again) { state.again = false; changed(question, 0); }
  }
}

function put(question, answer, sequence, keepalive) {
  const headers = { "Content-Type": "application/json", "Accept": "application/json" };
  if (form.dataset.secret) headers["Invitation-Secret"] = form.dataset.secret;
  const body = JSON.stringify({ sequence, ...answer });
  return fetch(form.dataset.save + encodeURIComponent(question.dataset.key), { method: "PUT", headers, body, keepalive });
}

// A session that cannot be renewed is ended: the form's own way keeps the words beside the way to sign in.
function leave() { form.requestSubmit(); }

function judge(question, state, status, said, sent) {
  if (status >= 500 || status === 429 || status === 408) return failed(question, state);
  clear(question);
  if (status === 409) return wrong(question, form.dataset.ended);
  if (status >= 400) return wrong(question, problemOf(question, said));
  const before = part(question, "shown").value;
  state.failures = 0;
  state.known = said.next_sequence - 1;
  part(question, "shown").value = codeOf(said);
  if (said.outcome !== "overtaken") {
    state.saved = sent;
    progress();
    return tell(form.dataset.saved);
  }
  if (codeOf(said) === before) return changed(question, 0); // it was only the number that this page did not know
  conflict(question, state, said);
}

// As the page writes what it showed.
function codeOf(said) {
  if (said.said === "left_out" && said.evidence === null) return "";
  return JSON.stringify([said.said, said.value, said.evidence]);
}

function problemOf(question, said) {
  const ofLink = question.dataset.kind === "evidence" || (said.errors ?? []).some((one) => one.pointer === "/evidence");
  if (ofLink) return form.dataset.wrongLink;
  return question.dataset.kind === "number" ? form.dataset.wrongNumber : form.dataset.wrong;
}

function failed(question, state) {
  state.failures += 1;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain";
  button.textContent = form.dataset.again;
  button.addEventListener("click", () => changed(question, 0));
  tell(form.dataset.failed, button);
  state.timer = window.setTimeout(() => save(question), Math.min(LONGEST_WAIT, 1000 * 2 ** state.failures));
}

function conflict(question, state, said) {
  state.held = true;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain";
  button.textContent = form.dataset.keep;
  button.addEventListener("click", () => {
    state.held = false;
    clear(question);
    changed(question, 0);
  });
  const stands = paragraph("question-stands", `${form.dataset.stands} ${wordsOf(question, said)} `);
  stands.append(button);
  wrong(question, form.dataset.conflict, stands);
}

function wordsOf(question, said) {
  if (said.said !== "value") return form.dataset[said.said];
  const field = [...question.querySelectorAll("input[type=radio]")].find((one) => one.value === `v:${said.value}`);
  if (field) return field.closest("label").querySelector(".answer-words").textContent.replace(/\s+/g, " ").trim();
  return said.value?.reference ?? String(said.value);
}

function wrong(question, words, more = null) {
  const note = paragraph("field-error", words);
  note.setAttribute("role", "alert");
  note.id = noteOf(question);
  question.classList.add("field-wrong");
  question.querySelector("legend").after(note, ...(more ? [more] : []));
  tie(question, true);
  tell("");
}

// What is wrong is read with the question, and the field that it is about is invalid: as the page writes it.
function tie(question, on) {
  const told = (question.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== noteOf(question));
  question.setAttribute("aria-describedby", [...told, ...(on ? [noteOf(question)] : [])].join(" "));
  const field = part(question, "words") ?? question;
  if (field !== question) field[on ? "setAttribute" : "removeAttribute"]("aria-describedby", noteOf(question));
  question.querySelectorAll("[aria-invalid]").forEach((one) => one.removeAttribute("aria-invalid"));
  question.removeAttribute("aria-invalid");
  if (on) field.setAttribute("aria-invalid", "true");
}

function noteOf(question) { return `${question.id}-wrong`; }

function clear(question) {
  question.classList.remove("field-wrong");
  question.querySelectorAll("[data-note], .field-error, .question-stands").forEach((one) => one.remove());
  tie(question, false);
}

function paragraph(name, words) {
  const made = document.createElement("p");
  made.className = name;
  made.dataset.note = "";
  made.textContent = words;
  return made;
}

function tell(words, button = null) {
  const region = form.querySelector("[data-announce]");
  region.textContent = words;
  if (button) region.append(button);
}

// How many are answered: those of other pages as the page was told, those of this one as they are now.
const elsewhere = counted() - answeredHere();
function counted() { return Number(form.querySelector("[data-progress]").value); }
function answeredHere() { return [...form.querySelectorAll(".question")].filter((one) => part(one, "shown").value !== "").length; }
function progress() {
  const count = elsewhere + answeredHere();
  form.querySelector("[data-progress]").value = count;
  const words = form.querySelector("[data-progress-words]");
  words.textContent = words.dataset.words.replace("{n}", count);
}

function waiting() {
  return [...states.entries()].filter(([, state]) => state.timer || state.busy || state.failures);
}

form.addEventListener("input", ({ target }) => {
  const question = target.closest(".question");
  if (!question) return;
  if (target.name.startsWith("words:") && target.value.trim()) part(question, "answer").value = ""; // who writes has an answer
  changed(question, target.type === "radio" ? 0 : PAUSE);
});
form.addEventListener("change", ({ target }) => {
  const question = target.closest(".question");
  if (question) changed(question, 0);
});
form.addEventListener("submit", () => { for (const state of states.values()) window.clearTimeout(state.timer); sent = true; });
let sent = false;
window.addEventListener("pagehide", () => {
  if (!sent) for (const [question] of waiting()) save(question, { keepalive: true });
});
window.addEventListener("beforeunload", (event) => {
  if (!sent && waiting().some(([, state]) => state.failures)) event.preventDefault();
});
