// Holds what is sent and what comes against an OpenAPI document.
import assert from "node:assert/strict";
import addFormats from "ajv-formats";
import { Ajv2020 } from "ajv/dist/2020.js";

const events = "text/event-stream";

export function checkerOf(document) {
  const ajv = new Ajv2020({ strict: false, allErrors: true, verbose: true });
  addFormats(ajv);
  ajv.addSchema(document, "kith");

  /** Fails unless a value is what the schema at a place in the document says. */
  function check(value, place, where) {
    const pointer = place.map((part) => part.replaceAll("~", "~0").replaceAll("/", "~1")).map(encodeURIComponent).join("/");
    const validate = ajv.getSchema(`kith#/${pointer}`);
    if (validate(value)) return;
    const wrong = validate.errors.map((one) => `  ${one.instancePath || "/"} ${one.message} ${JSON.stringify(one.params)}`).join("\n");
    assert.fail(`${where} isn't what the document says:\n${wrong}\n${JSON.stringify(value, null, 2).slice(0, 2000)}`);
  }

  const placeOf = (operation) => ["paths", operation.address, operation.method.toLowerCase()];

  return {
    /** Fails unless the document takes this body. */
    checkSent: (operation, body, where) =>
      check(body, [...placeOf(operation), "requestBody", "content", "application/json", "schema"], `What ${where} sends`),

    /** Fails unless the document knows the answer: its status, its media type, and everything in its body. */
    checkAnswer(operation, { status, type, body }, where) {
      const answer = operation.responses[status];
      assert.ok(answer, `${where} answered ${status}, which the document doesn't know.\n${body}`);
      if (!answer.content) return assert.equal(body, "", `${where}: the document has no body for ${status}.`);
      const media = type.split(";")[0];
      assert.ok(answer.content[media], `${where} answered ${status} as ${type}, which the document doesn't know.`);
      const place = [...placeOf(operation), "responses", String(status), "content", media, "schema"];
      if (media !== events) return check(JSON.parse(body), place, `What ${where} answers`);
      const all = eventsOf(body);
      assert.ok(all.length > 0, `${where}: no event came.`);
      for (const event of all) check(event, place, `What ${where} sends as an event`);
    },
  };
}

/** The events of a stream as the document has them: data that is JSON is read. */
function eventsOf(body) {
  const blocks = body.split("\n\n").map((block) => block.split("\n").filter((line) => line && !line.startsWith(":")));
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) =>
      Object.fromEntries(
        lines.map((line) => {
          const [, name, value] = /^(\w+): ?(.*)$/.exec(line);
          return [name, name === "data" && value.startsWith("{") ? JSON.parse(value) : value];
        }),
      ),
    );
}
