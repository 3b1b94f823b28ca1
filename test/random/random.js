/*
 * npm run test:random -- TORCHINFO_DIR...: compares tables of random arguments with torchinfo's own, byte
 * for byte, and JSON's totals with those that torchinfo rounds. The folders are those that
 * fixtures/scripts/README.md tells how to make; a python3 with PyTorch makes the tables (RANDOM_PYTHON names another).
 * RANDOM_CASES and RANDOM_SEED change how many there are, and which.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { main } from '../../dist/cli/main.js';

const CASES = Number(process.env['RANDOM_CASES'] ?? 100);
const SEED = Number(process.env['RANDOM_SEED'] ?? Date.now() % 2 ** 31);
const PYTHON = process.env['RANDOM_PYTHON'] ?? 'python3';
const SCRIPTS = fileURLToPath(new URL('../../fixtures/scripts', import.meta.url));
const TOTALS = /** @type {const} */ ([
  'params',
  'trainableParams',
  'multAdds',
  'forwardBackwardBytes',
  'paramBytes',
]);

/** @typedef {{ torchinfo: string[], args: string[] }} Case */

let state = SEED | 0 || 1;

/** A number in [0, 1): Marsaglia's xorshift32 (2003). */
function random() {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) / 2 ** 32;
}

/** @type {<T>(values: readonly [T, ...T[]]) => T} */
const one = (values) => values[Math.floor(random() * values.length)] ?? values[0];

/** Some of the values, at least one, in any order. @type {(values: readonly string[]) => string} */
function some(values) {
  const mixed = values.map((value) => ({ value, order: random() }));
  mixed.sort((a, b) => a.order - b.order);
  return mixed
    .slice(0, 1 + Math.floor(random() * values.length))
    .map(({ value }) => value)
    .join(',');
}

/** @type {() => Case} */
function randomCase() {
  // torchinfo 1.6 has neither all the columns nor all the settings.
  const onlyNew = random() < 0.4;
  const columns = ['input_size', 'output_size', 'num_params', 'kernel_size', 'mult_adds'];
  const settings = ['depth', 'var_names', 'ascii_only'];
  if (onlyNew) {
    columns.push('params_percent', 'trainable');
    settings.push('hide_recursive_layers');
  }
  const count = () => one(['1', '1', '2', '3', '5']);
  const size = [one([1, 1, 2, 7, 16]), 3, one([16, 32, 33, 57, 64]), one([16, 45, 64, 97])];
  const args = ['--input-size', size.join('x')];
  if (random() < 0.5) args.push('--depth', one(['18', '34', '50', '101']));
  else {
    args.push('--block', one(['basic', 'bottleneck']));
    args.push('--blocks', [count(), count(), count(), count()].join(','));
  }
  const prefixes = ['conv1', 'bn1', 'layer1', 'layer2.0', 'layer1.0.SE', 'linear.bias', 'layer4'];
  if (random() < 0.4) args.push('--num-classes', one(['1', '10', '100', '21841']));
  if (random() < 0.4) args.push('--freeze', some(prefixes));
  if (random() < 0.7) args.push('--col-names', some(columns));
  if (random() < 0.6) args.push('--row-settings', some(settings));
  if (random() < 0.6) args.push('--layer-depth', one(['1', '2', '3', '4', '9']));
  if (random() < 0.4) args.push('--col-width', one(['1', '5', '10', '12', '18', '30', '41']));
  if (random() < 0.3) args.push('--verbose');
  return { torchinfo: onlyNew ? ['1.8'] : ['1.6', '1.8'], args };
}

/** What the program prints. @type {(args: string[]) => Promise<string>} */
async function printed(args) {
  let text = '';
  const stream = {
    on: () => undefined,
    write: (/** @type {string} */ more) => {
      text += more;
      return true;
    },
  };
  const argv = ['node', 'se-resnet', 'summary', '--engine', 'meta', ...args];
  await main({ argv, env: {}, stdout: stream, stderr: stream });
  return text;
}

/** @type {(file: string) => Record<string, Record<string, Record<string, number>>>} */
const readTotals = (file) => {
  /** @type {(text: string) => Record<string, Record<string, Record<string, number>>>} */
  const parse = JSON.parse;
  return parse(readFileSync(file, 'utf8'));
};

/** @type {(text: string) => { totals: Record<string, number> }} */
const parseSummary = JSON.parse;

const directories = process.argv.slice(2).map((directory) => resolve(directory));
if (directories.length === 0) {
  process.stderr.write('Name the folders of torchinfo: npm run test:random -- DIR DIR\n');
  process.exit(2);
}
const work = mkdtempSync(join(tmpdir(), 'se-resnet-random-'));
const tables = join(work, 'torchinfo');
let passed = 0;
let failed = 0;

/** @type {(name: string, holds: boolean) => void} */
function check(name, holds) {
  if (holds) passed++;
  else {
    failed++;
    process.stdout.write(`FAIL  ${name}\n`);
  }
}

try {
  const cases = Object.fromEntries(
    Array.from({ length: CASES }, (_, index) => [String(index), randomCase()]),
  );
  mkdirSync(tables);
  writeFileSync(join(tables, 'cases.json'), JSON.stringify(cases));
  process.stderr.write(`torchinfo makes tables of ${String(CASES)} cases, seed ${String(SEED)}\n`);
  const made = spawnSync(PYTHON, ['-B', 'make_tables.py', work, ...directories], {
    cwd: SCRIPTS,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (made.status !== 0) throw new Error(`${PYTHON} could not make torchinfo's tables`);
  const totals = readTotals(join(tables, 'totals.json'));
  for (const [name, { torchinfo, args }] of Object.entries(cases)) {
    for (const release of torchinfo) {
      const file = join(tables, release, `${name}.txt`);
      if (!existsSync(file)) continue;
      const flags = [...args, '--torchinfo', release];
      check(flags.join(' '), (await printed(flags)) === readFileSync(file, 'utf8'));
    }
    const theirs = totals['1.8']?.[name];
    if (theirs === undefined) continue;
    const ours = parseSummary(await printed([...args, '--json'])).totals;
    check(
      `the totals of ${args.join(' ')}`,
      TOTALS.every((key) => ours[key] === theirs[key]),
    );
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
process.stdout.write(`${String(passed)} passed, ${String(failed)} failed\n`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
