/*
 * npm run test:nodes: packs the package, installs it, and runs it with every engine that is ready on
 * each Node that it supports, and on Bun and Deno. npm has the binaries of all.
 */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/**
 * A program that runs JavaScript.
 *
 * @typedef {object} Runtime
 * @property {string} name
 * @property {string} package the package of npm that brings it
 * @property {string} version of the package, exact or the newest that begins so
 * @property {string[]} binaries where node_modules may have the binary; `*` is any folder, since packages are
 *   named after platforms. The first that runs is taken.
 * @property {string[]} args what comes before the script
 */

/** @type {(version: string) => Runtime} */
const node = (version) => ({
  name: 'Node',
  package: 'node',
  version,
  binaries: ['node/bin/node'],
  args: [],
});

/** @type {Runtime[]} */
const RUNTIMES = [
  ...['20', '22', '24', '26'].map(node),
  {
    name: 'Bun',
    package: 'bun',
    version: '1.4.5',
    // The second if npm runs no install scripts.
    binaries: ['bun/bin/bun.exe', '@oven/*/bin/bun'],
    args: [],
  },
  {
    name: 'Deno',
    package: 'deno',
    version: '2.9.6',
    binaries: ['@deno/*/deno'],
    args: ['run', '--allow-all'],
  },
];

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FIXTURES = join(ROOT, 'fixtures');
const LOGITS = join(FIXTURES, 'logits.json');
const INSTALL = ['install', '--no-audit', '--no-fund', '--silent'];
/** Of SE-ResNet-18, as torchinfo counts them. */
const PARAMS = '11770912';

/**
 * The runtimes that a list names: `bun`, `deno`, `node` for every Node above, or a version of Node.
 *
 * @type {(list: string) => Runtime[]}
 */
function named(list) {
  return list.split(',').flatMap((word) => {
    const known = RUNTIMES.filter((runtime) => runtime.package === word);
    if (known.length > 0) return known;
    if (/^\d+(\.\d+)*$/.test(word)) return [node(word)];
    throw new Error(
      `SE_RESNET_TEST_NODES takes bun, deno, node or versions of Node, not "${word}"`,
    );
  });
}

/** @typedef {{ status: number | null, stdout: string, stderr: string }} Ended */

/** @type {(file: string, args: string[], cwd: string) => Ended} */
function run(file, args, cwd) {
  return spawnSync(file, args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 26 });
}

/** @type {(file: string, args: string[], cwd: string) => string} */
function must(file, args, cwd) {
  const { status, stdout, stderr } = run(file, args, cwd);
  if (status !== 0) throw new Error(`${file} ${args.join(' ')} failed: ${stderr}`);
  return stdout;
}

/** @type {(file: string) => string} */
const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '');
const TABLE = read(join(FIXTURES, 'torchinfo', '1.6', 'depth18.txt'));

/** @type {(text: string) => { engines: { name: string, ready: boolean }[] }} */
const parseEngines = JSON.parse;

const work = mkdtempSync(join(tmpdir(), 'se-resnet-nodes-'));
const app = join(work, 'app');
const bin = join(app, 'node_modules', 'se-resnet', 'bin', 'se-resnet.js');
let passed = 0;
let failed = 0;

/** @type {(name: string, holds: boolean, told: string | Ended) => void} */
function check(name, holds, told) {
  if (holds) passed++;
  else failed++;
  const seen = typeof told === 'string' ? told : told.stdout + told.stderr;
  process.stdout.write(`${holds ? 'ok  ' : 'FAIL'}  ${name}${holds ? '' : `\n${seen}`}\n`);
}

/** Makes an app that has the packed package. */
function installPackage() {
  mkdirSync(app);
  writeFileSync(join(app, 'package.json'), '{ "private": true, "type": "module" }\n');
  const tarball = must('npm', ['pack', '--silent', '--pack-destination', work], ROOT).trim();
  must('npm', [...INSTALL, '--omit=optional', join(work, tarball.split('\n').at(-1) ?? '')], app);
  copyFileSync(join(ROOT, 'test', 'nodes', 'logits.js'), join(app, 'logits.js'));
}

/**
 * Installs a runtime, and returns its binary.
 *
 * @param {Runtime} runtime
 */
function installRuntime(runtime) {
  const spec = `${runtime.package}@${runtime.version}`;
  const folder = join(work, spec);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  must('npm', [...INSTALL, spec], folder);
  const modules = join(folder, 'node_modules');
  const files = runtime.binaries.flatMap((path) => {
    const [before = '', after] = path.split('*');
    if (after === undefined) return [join(modules, path)];
    const parent = join(modules, before);
    return existsSync(parent) ? readdirSync(parent).map((name) => join(parent, name, after)) : [];
  });
  const binary = files.find((file) => run(file, ['--version'], folder).status === 0);
  if (binary === undefined) throw new Error(`${spec} has no binary that runs here`);
  return binary;
}

/**
 * Checks what the package does on a runtime.
 *
 * @param {Runtime} runtime
 */
function checkRuntime(runtime) {
  const binary = installRuntime(runtime);
  const version = /\d+\.\d+\.\d+/.exec(must(binary, ['--version'], app))?.[0] ?? '';
  const name = `${runtime.name} ${version}`;
  /** @type {(...args: string[]) => Ended} */
  const script = (...args) => run(binary, [...runtime.args, ...args], app);
  /** @type {(...args: string[]) => Ended} */
  const command = (...args) => script(bin, ...args);

  const listed = command('engines', '--json');
  const engines = parseEngines(listed.stdout).engines.filter(({ ready }) => ready);
  const demanded = process.env['SE_RESNET_TEST_ENGINES']?.split(',') ?? [];
  for (const engine of demanded) {
    const isReady = engines.some((e) => e.name === engine);
    check(`${name}: ${engine} is ready`, isReady, listed);
  }
  for (const { name: engine } of engines) {
    const summary = command('summary', '--depth', '18', '--engine', engine);
    const holds = summary.status === 0 && summary.stdout === TABLE && summary.stderr === '';
    check(`${name}, ${engine}: table`, holds, summary);
    if (engine === 'meta') continue;
    const logits = script('logits.js', engine, LOGITS);
    check(`${name}, ${engine}: logits, threads`, logits.status === 0, logits);
  }
  const held = command('check', '--depth', '18', '--params', PARAMS);
  check(`${name}: a check that holds is exit code 0`, held.status === 0, held);
  const moved = command('check', '--depth', '18', '--params', '1');
  check(`${name}: a check that fails is exit code 1`, moved.status === 1, moved);
  const wrong = command('summary', '--depth', '51');
  const isTold = wrong.status === 2 && /^error: .*"51"\.\nDid you mean.*\n$/.test(wrong.stderr);
  check(`${name}: a wrong flag is exit code 2 and a sentence`, isTold, wrong);
  const file = join(app, `${runtime.package}-${version}.txt`);
  const written = command('summary', '--depth', '18', '--engine', 'meta', '-o', file);
  check(`${name}: a file that is written`, read(file) === TABLE, written);
  const pipe = '"$@" summary --engine wasm --depth 18 | head -1';
  const early = run('sh', ['-c', pipe, 'sh', binary, ...runtime.args, bin], app);
  check(`${name}: a closed pipe is no error`, early.stderr === '', early);
}

try {
  const chosen = process.env['SE_RESNET_TEST_NODES'];
  const runtimes = chosen === undefined ? RUNTIMES : named(chosen);
  installPackage();
  for (const runtime of runtimes) checkRuntime(runtime);
} finally {
  rmSync(work, { recursive: true, force: true });
}
process.stdout.write(`${String(passed)} passed, ${String(failed)} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
