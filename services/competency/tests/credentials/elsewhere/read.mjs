// Reads a credential as a stranger would who has only the token: finds the issuer's keys by its DID, checks the
// signature by the DID document and again by the JWKS, and looks its place up in the issuer's status list.
// In: {"token", "jwks"} on standard input. Out: what was found, or {"problem"}.
import { createRemoteJWKSet, decodeProtectedHeader, importJWK, jwtVerify } from "jose";
import { gunzipSync } from "node:zlib";
import { text } from "node:stream/consumers";

const { token, jwks } = JSON.parse(await text(process.stdin));

function documentOf(did) {
  const [host, ...path] = did.replace("did:web:", "").split(":");
  // did:web is https; the service under test is at home and has none.
  return ["http:/", decodeURIComponent(host), ...(path.length ? path : [".well-known"]), "did.json"].join("/");
}

async function keyOf(jwt) {
  const { kid, alg } = decodeProtectedHeader(jwt);
  const did = kid.split("#")[0];
  const document = await (await fetch(documentOf(did))).json();
  if (document.id !== did) throw new Error("the document is another issuer's");
  const method = document.verificationMethod.find((one) => one.id === kid);
  if (!method || !document.assertionMethod.includes(kid)) throw new Error("the key is not published");
  return { did, key: await importJWK(method.publicKeyJwk, alg) };
}

async function isRevoked({ statusListCredential, statusListIndex }) {
  const list = await (await fetch(statusListCredential)).text();
  const { did, key } = await keyOf(list);
  const { payload } = await jwtVerify(list, key, { issuer: did });
  const encoded = payload.credentialSubject.encodedList;
  if (encoded[0] !== "u") throw new Error("the list is not in base64url");
  const bits = gunzipSync(Buffer.from(encoded.slice(1), "base64url"));
  const index = Number(statusListIndex);
  return { revoked: Boolean(bits[index >> 3] & (0x80 >> (index & 7))), places: bits.length * 8 };
}

try {
  const { did, key } = await keyOf(token);
  const { payload, protectedHeader } = await jwtVerify(token, key, { issuer: did, typ: "JWT" });
  const again = await jwtVerify(token, createRemoteJWKSet(new URL(jwks)), { issuer: did });
  const same = JSON.stringify(again.payload) === JSON.stringify(payload);
  console.log(JSON.stringify({ payload, same, alg: protectedHeader.alg, ...(await isRevoked(payload.credentialStatus)) }));
} catch (error) {
  console.log(JSON.stringify({ problem: error.code ?? error.message }));
}
