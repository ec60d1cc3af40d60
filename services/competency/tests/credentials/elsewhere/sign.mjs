// Signs credentials as another issuer's software would, and prints them with the documents that publish the key.
// In: {"alg", "did", "badge", "list": {"claims", "revoked"}} on standard input.
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from "jose";
import { gzipSync } from "node:zlib";
import { text } from "node:stream/consumers";

const { alg, did, badge, list } = JSON.parse(await text(process.stdin));
const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
const jwk = await exportJWK(publicKey);
const kid = `${did}#${await calculateJwkThumbprint(jwk)}`;

const signed = (claims) => new SignJWT(claims).setProtectedHeader({ alg, kid, typ: "JWT" }).sign(privateKey);

const bits = Buffer.alloc(16384);
for (const index of list.revoked) bits[index >> 3] |= 0x80 >> (index & 7);
list.claims.credentialSubject.encodedList = "u" + gzipSync(bits).toString("base64url");

const method = { id: kid, type: "JsonWebKey", controller: did, publicKeyJwk: jwk };
console.log(
  JSON.stringify({
    badge: await signed(badge),
    list: await signed(list.claims),
    document: {
      "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"],
      id: did,
      verificationMethod: [method],
      assertionMethod: [kid],
    },
  }),
);
