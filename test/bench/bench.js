/*
 * npm run bench: whole commands and forward passes, each beside a stated reference, as one table.
 * Words after it choose rows by their names: `npm run bench -- shapes`, `npm run bench -- wasm 152`,
 * `npm run bench -- 'batch 1'`. All of them take half an hour; BENCH_RUNS=1 is a first look.
 *
 * Every row is the median of several runs, taken in turn so that a slow minute hits all of them.
 * `node -e 0` is the floor of any command; torchinfo on PyTorch, if a python3 has both, is the peer.
 */
import Table from 'cli-table3';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { allEngines } from '../../dist/engine/list.js';

const BIN = fileURLToPath(new URL('../../bin/se-resnet.js', import.meta.url));
const PEER = fileURLToPath(new URL('torchinfo_peer.py', import.meta.url));
const RUNS = Number(process.env['BENCH_RUNS'] ?? 5);
const THREADS = Math.min(availableParallelism(), 2);
const ENGINES = await allEngines();
const PASSES = [1, 8].flatMap((batch) => [18, 50, 152].map((depth) => ({ depth, batch })));
/** The same network with and without groups, for what groups cost. */
const GROUPED = 'timm/seresnext50_32x4d';
const UNGROUPED = 'timm/seresnet50';
/** What takes little time is run more often, since it is the start-up that varies. */
const SHORT_RUNS = 5;
const SHORT_DEPTHS = [18, 50, 101, 152, 200, 269];

/**
 * @typedef {object} Contestant
 * @property {string} name
 * @property {string} command
 * @property {string[]} args
 * @property {number} times in each round
 * @property {(stdout: string) => Told} told
 */

/**
 * What a command tells of itself.
 * @typedef {object} Told
 * @property {number} [passMs]
 * @property {number} [predictedBytes]
 */

/** @typedef {Told & { wallMs: number, rssBytes: number }} Run */

/** @type {(stdout: string) => { engine: { forwardMs: number, predictedResidentBytes: number } }} */
const parseSummary = JSON.parse;

/** @type {() => Told} */
const nothing = () => ({});

/** @type {() => Contestant[]} */
function contestants() {
  const floor = {
    name: 'node -e 0',
    command: process.execPath,
    args: ['-e', '0'],
    times: SHORT_RUNS,
    told: nothing,
  };
  const engines = ENGINES.filter((engine) => engine.status().ready);
  const meta = SHORT_DEPTHS.map((depth) => ({
    name: `shapes alone, depth ${String(depth)}`,
    command: process.execPath,
    args: [BIN, 'summary', '--engine', 'meta', '--depth', String(depth)],
    times: SHORT_RUNS,
    told: nothing,
  }));
  const passes = PASSES.map(({ depth, batch }) => ({
    pass: passName(depth, batch),
    network: ['--depth', String(depth), '--input-size', `${String(batch)}x3x224x224`],
  }));
  const zoo = [UNGROUPED, GROUPED].map((name) => ({ pass: name, network: [name] }));
  const real = [...passes, ...zoo].flatMap(({ pass, network }) =>
    engines.map(({ name }) => ({
      name: `${name}, ${pass}`,
      command: process.execPath,
      args: [
        ...[BIN, 'summary', '--json', '--engine', name],
        ...['--threads', String(THREADS), ...network],
      ],
      times: 1,
      told: (/** @type {string} */ stdout) => {
        const { forwardMs, predictedResidentBytes } = parseSummary(stdout).engine;
        return { passMs: forwardMs, predictedBytes: predictedResidentBytes };
      },
    })),
  );
  const python = peerPython();
  const peers =
    python === null
      ? []
      : PASSES.map(({ depth, batch }) => ({
          name: `torchinfo, ${passName(depth, batch)}`,
          command: python,
          args: [PEER, String(depth), String(THREADS), String(batch)],
          times: 1,
          told: (/** @type {string} */ stdout) => ({
            passMs: Number(stdout.trim().split('\n').at(-1)),
          }),
        }));
  const words = process.argv.slice(2);
  const isWanted = (/** @type {{ name: string }} */ { name }) =>
    words.every((word) => name.includes(word));
  return [floor, ...[...meta, ...real, ...peers].filter(isWanted)];
}

/** @type {(depth: number, batch: number) => string} */
function passName(depth, batch) {
  return `depth ${String(depth)}, batch ${String(batch)}`;
}

/** A python3 that has torch and torchinfo, or null. */
function peerPython() {
  const candidates = [process.env['BENCH_PYTHON'], 'python3', '/usr/bin/python3'];
  for (const python of candidates) {
    if (python === undefined || python === '') continue;
    if (spawnSync(python, ['-c', 'import torch, torchinfo']).status === 0) return python;
  }
  return null;
}

/** @type {(contestant: Contestant) => Run} */
function run({ command, args, told }) {
  const start = performance.now();
  const timed = spawnSync('/usr/bin/env', ['time', '-f', '%M', command, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  const wallMs = performance.now() - start;
  if (timed.status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${timed.stderr}`);
  const kilobytes = Number(timed.stderr.trim().split('\n').at(-1));
  return { wallMs, rssBytes: 1024 * kilobytes, ...told(timed.stdout) };
}

/** @type {(values: number[]) => number} */
function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/** @type {(ms: number) => string} */
function milliseconds(ms) {
  return ms >= 1000 ? `${(ms / 1000).toFixed(2)} s` : `${ms.toFixed(0)} ms`;
}

const all = contestants();
const runs = new Map(all.map((contestant) => [contestant, /** @type {Run[]} */ ([])]));
for (let round = 0; round < RUNS; round++) {
  for (const contestant of all) {
    process.stderr.write(`round ${String(round + 1)} of ${String(RUNS)}: ${contestant.name}\n`);
    for (let i = 0; i < contestant.times; i++) runs.get(contestant)?.push(run(contestant));
  }
}

const results = new Map(
  all.map((contestant) => {
    const taken = runs.get(contestant) ?? [];
    const passes = taken.flatMap(({ passMs }) => passMs ?? []);
    const predicted = taken.flatMap(({ predictedBytes }) => predictedBytes ?? []);
    return [
      contestant.name,
      {
        wallMs: median(taken.map(({ wallMs }) => wallMs)),
        passMs: passes.length === 0 ? null : median(passes),
        rssBytes: median(taken.map(({ rssBytes }) => rssBytes)),
        predictedBytes: predicted.length === 0 ? null : median(predicted),
      },
    ];
  }),
);

/** @type {(name: string, value: number, key: 'wallMs' | 'rssBytes') => string} */
function ratio(name, value, key) {
  const reference = results.get(name);
  return reference === undefined ? '' : (value / reference[key]).toFixed(2);
}

/** @type {(bytes: number) => string} */
function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

const table = new Table({
  head: [
    '',
    'Whole command',
    'Forward pass',
    'Peak memory',
    'Predicted',
    '/ node -e 0',
    '/ torchinfo',
    'Memory / torchinfo',
  ],
  style: { head: [], border: [] },
});
for (const [name, { wallMs, passMs, rssBytes, predictedBytes }] of results) {
  const peer = name.replace(/^[^,]*/, 'torchinfo');
  table.push([
    name,
    milliseconds(wallMs),
    passMs === null ? '' : milliseconds(passMs),
    megabytes(rssBytes),
    predictedBytes === null ? '' : megabytes(predictedBytes),
    ratio('node -e 0', wallMs, 'wallMs'),
    ratio(peer, wallMs, 'wallMs'),
    ratio(peer, rssBytes, 'rssBytes'),
  ]);
}

const version = execFileSync(process.execPath, ['--version'], { encoding: 'utf8' }).trim();
const { version: ours } = /** @type {(text: string) => { version: string }} */ (JSON.parse)(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
);
process.stdout.write(
  `se-resnet ${ours}, Node ${version}, ${cpus()[0]?.model ?? 'unknown processor'}, ` +
    `${String(THREADS)} threads; images of 3x224x224; median of ${String(RUNS)} runs, ` +
    `of ${String(RUNS * SHORT_RUNS)} of node -e 0 and of shapes alone\n` +
    `${table.toString()}\n`,
);
for (const { name } of ENGINES) {
  const [grouped, ungrouped] = [GROUPED, UNGROUPED].map(
    (network) => results.get(`${name}, ${network}`)?.passMs,
  );
  if (typeof grouped !== 'number' || typeof ungrouped !== 'number') continue;
  const share = (grouped / ungrouped).toFixed(2);
  process.stdout.write(`${name}: a pass of ${GROUPED} takes ${share} of one of ${UNGROUPED}\n`);
}
for (const engine of ENGINES) {
  const status = engine.status();
  if (!status.ready) process.stdout.write(`${engine.name} left out: ${status.reason}\n`);
}
if (peerPython() === null) {
  process.stdout.write('torchinfo left out: no python3 here has torch and torchinfo.\n');
}
