// Shows what competency found out about a credential, in the page's own words; and reads a credential out of a file.
const form = document.getElementById("credential").form;
const result = document.getElementById("verdict");
const words = document.getElementById("verdict-words").content;

form.addEventListener("trellis:done", (event) => {
  event.preventDefault();
  show(event.detail);
});

document.getElementById("file").addEventListener("change", async (event) => {
  const file = event.target.files[0];
  if (file) document.getElementById("credential").value = credentialIn(await file.text());
});

const given = new URLSearchParams(location.search).get("credential");
if (given) {
  document.getElementById("credential").value = given;
  form.requestSubmit();
}

// A credential as it stands, or as a field of the JSON that a wallet writes.
function credentialIn(text) {
  try {
    const found = JSON.parse(text);
    const inside = found.credential ?? found.verifiableCredential ?? found.vc ?? found.jwt;
    return typeof inside === "string" ? inside : Array.isArray(inside) ? String(inside[0]) : text;
  } catch { return text.trim(); }
}

function show(verdict) {
  result.hidden = false;
  result.querySelector("[data-good]").hidden = !verdict.good;
  result.querySelector("[data-bad]").hidden = verdict.good;
  result.classList.toggle("good", verdict.good);
  const checks = result.querySelector("[data-checks]");
  checks.replaceChildren(...verdict.checks.map(checkOf));
  claims(verdict.credential);
  result.querySelector("h2").focus();
}

function checkOf(check) {
  const row = words.querySelector(`[data-outcome="${check.outcome}"]`).cloneNode(true);
  row.querySelector("[data-name]").textContent = word("name", check.name) ?? check.name;
  const why = check.problem ? word("problem", check.problem) : null;
  const said = row.querySelector("[data-words]");
  said.textContent = why ?? (check.outcome === "failed" ? check.words : "");
  if (check.outcome === "failed" && !why) said.lang = "en";
  return row;
}

function word(kind, key) {
  return [...words.querySelectorAll(`[data-${kind}-of]`)].find((one) => one.getAttribute(`data-${kind}-of`) === key)
    ?.textContent.trim();
}

function claims(credential) {
  const list = result.querySelector("[data-claims]");
  list.hidden = !credential;
  if (!credential) return;
  put(list, "issuer", credential.issuer_name ?? credential.issuer);
  put(list, "name", credential.name);
  put(list, "from", day(credential.valid_from));
  put(list, "until", day(credential.valid_until));
  list.querySelector("[data-achievements]").replaceChildren(...credential.achievements.map((one) => {
    const item = document.createElement("li");
    item.textContent = [[one.code, one.name].filter(Boolean).join(" "), one.level, one.score].filter(Boolean).join(" · ");
    return item;
  }));
}

function put(list, name, value) {
  const place = list.querySelector(`[data-claim="${name}"]`);
  place.parentElement.hidden = !value;
  place.textContent = value ?? "";
}

function day(text) {
  const date = text ? new Date(text) : null;
  if (!date || Number.isNaN(date.valueOf())) return text;
  // A credential's times are moments in UTC, read by people anywhere: the same day for all of them, and whose it is.
  return `${date.toLocaleDateString(document.documentElement.lang, { dateStyle: "medium", timeZone: "UTC" })} UTC`;
}
