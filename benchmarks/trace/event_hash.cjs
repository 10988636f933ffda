// Usage: NODE_PATH=FOLDER/node_modules node benchmarks/trace/event_hash.cjs BUILD [ROUNDS] — the event
// hash of CBV 2.0, ours beside epcis2.js, on the same 10,000 events.
//
// BUILD is a tree of the preset bench (build/bench) with zhiheng and benchmarks/bench_trace. Prints,
// for each of ROUNDS (3) turns, how many events each hashes in a second of one core's processor time
// and their ratio. Ends with 1 where a hash differs, with 77 where epcis2.js is not found.
'use strict';
const { execFileSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const [build, rounds = '3'] = process.argv.slice(2);
if (!build) {
  console.error('Usage: node benchmarks/trace/event_hash.cjs BUILD [ROUNDS]');
  process.exit(2);
}
let peer;
try {
  peer = require('epcis2.js');
} catch {
  console.error('event_hash: epcis2.js is not found in NODE_PATH, skipped');
  process.exit(77);
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'event_hash'));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
const bench = path.join(build, 'benchmarks', 'bench_trace');
execFileSync(bench, ['--write', folder]);
const file = path.join(folder, 'events.json');
const document = JSON.parse(fs.readFileSync(file, 'utf8'));
const events = document.epcisBody.eventList;
const context = Object.assign({}, ...document['@context'].filter((one) => typeof one === 'object'));

const hashed = (event) => peer.eventToHashedId(event, context, false);

/**
 * The same event with every SSCC as a Digital Link: of its URN, epcis2.js 2.7.3 writes the first
 * digit of the serial reference twice.
 */
function withLinksOfSsccs(event) {
  const link = (urn, prefix, extension, serial) => {
    const digits = extension + prefix + serial;
    const sum = [...digits].reduce((all, digit, at) => all + Number(digit) * (at % 2 ? 1 : 3), 0);
    return `https://id.gs1.org/00/${digits}${(10 - (sum % 10)) % 10}`;
  };
  const text = JSON.stringify(event);
  return JSON.parse(text.replace(/urn:epc:id:sscc:(\d+)\.(\d)(\d+)/g, link));
}

/** epcis2.js puts sources before destinations, the reference implementation, as we do, after them. */
const orderedAlike = (event) => !(event.sourceList && event.destinationList);

/** Events that epcis2.js hashes in a second of processor time. */
function theirs() {
  const before = process.cpuUsage();
  events.forEach(hashed);
  const used = process.cpuUsage(before);
  return (events.length * 1e6) / (used.user + used.system);
}

/** Our events in a second of processor time, as Google Benchmark counts them. */
function ours() {
  const answer = execFileSync(bench, ['--benchmark_filter=^event_hash$', '--benchmark_format=json'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(answer).benchmarks[0].items_per_second;
}

const expected = execFileSync(path.join(build, 'zhiheng'), ['epcis', 'hash', file], { maxBuffer: 1 << 26 })
  .toString()
  .match(/ni:\/\/\/sha-256;\S+/g);
let compared = 0;
let same = 0;
events.forEach((event, index) => {
  const hash = hashed(withLinksOfSsccs(event)); // also warms up node's compiler
  if (!orderedAlike(event)) return;
  ++compared;
  if (hash === expected[index]) ++same;
});
console.log(`${same} of ${compared} hashes are the same`);
for (let round = 0; round < Number(rounds); ++round) {
  const us = ours();
  const them = theirs();
  const ratio = (us / them).toFixed(1);
  console.log(`zhiheng ${Math.round(us)} events/s, epcis2.js ${Math.round(them)}, ratio ${ratio}`);
}
process.exitCode = same === compared && same > 0 ? 0 : 1;
