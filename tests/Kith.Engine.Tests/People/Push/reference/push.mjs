// What independent implementations say of Web Push: node push.mjs < requests > answers, both one JSON value a line.
//
// Each request names what is asked with "ask"; bytes are in base64url. {"error"} answers what they refuse.
import { createECDH } from "node:crypto";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import ece from "http_ece";
import webPush from "web-push";

// The one that web-push itself signs with.
const jws = createRequire(createRequire(import.meta.url).resolve("web-push"))("jws");

const bytes = (text) => Buffer.from(text, "base64url");
const text = (buffer) => buffer.toString("base64url");

function keyOf(privateKey) {
  const key = createECDH("prime256v1");
  key.setPrivateKey(bytes(privateKey));
  return key;
}

const asks = {
  // http_ece, with the sender's key, the salt and the padding that are given.
  encrypt: ({ content, publicKey, secret, sender, salt, pad }) => ({
    message: text(
      ece.encrypt(bytes(content), {
        version: "aes128gcm",
        privateKey: keyOf(sender),
        dh: publicKey,
        authSecret: secret,
        salt,
        pad,
      }),
    ),
  }),

  decrypt: ({ message, receiver, secret }) => ({
    content: text(ece.decrypt(bytes(message), { version: "aes128gcm", privateKey: keyOf(receiver), authSecret: secret })),
  }),

  // web-push, with a key and a salt of its own.
  push: ({ content, publicKey, secret }) => ({
    message: text(webPush.encrypt(publicKey, secret, bytes(content), "aes128gcm").cipherText),
  }),

  authorize: ({ audience, subject, publicKey, privateKey, expires }) => ({
    authorization: webPush.getVapidHeaders(audience, subject, publicKey, privateKey, "aes128gcm", expires).Authorization,
  }),

  verify: ({ authorization }) => {
    const [, token, key] = /^vapid t=([^,]+), k=(.+)$/.exec(authorization);
    const spki = Buffer.concat([Buffer.from("3059301306072a8648ce3d020106082a8648ce3d030107034200", "hex"), bytes(key)]);
    const pem = `-----BEGIN PUBLIC KEY-----\n${spki.toString("base64")}\n-----END PUBLIC KEY-----`;
    return { valid: jws.verify(token, "ES256", pem) };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  let answer;
  try {
    answer = asks[request.ask](request);
  } catch (problem) {
    answer = { error: String(problem.message) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
