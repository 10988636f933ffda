// Usage: node json_oracle.cjs SCHEMA < NAMES — a line of JSON for each document named: {file, valid, error}.
// Needs ajv and ajv-formats where require() finds them (NODE_PATH); ends with 77 where it does not.
const fs = require("fs");
let Ajv, formats;
try {
  Ajv = require("ajv").default;
  formats = require("ajv-formats").default;
} catch {
  process.exit(77);
}
const ajv = new Ajv({ strict: false });
formats(ajv);
const validate = ajv.compile(JSON.parse(fs.readFileSync(process.argv[2], "utf8")));
const lines = [];
for (const file of fs.readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const valid = validate(JSON.parse(fs.readFileSync(file, "utf8")));
  const error = valid ? "" : ajv.errorsText(validate.errors).slice(0, 200);
  lines.push(JSON.stringify({ file, valid, error }));
}
process.stdout.write(lines.map((line) => line + "\n").join(""));
