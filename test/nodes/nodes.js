/*
 * npm run test:nodes: packs the package, installs it, and runs it with every engine that is ready on
 * each Node that it supports. The Nodes come from npm's package `node`.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const VERSIONS = (process.env['SE_RESNET_TEST_NODES'] ?? '20,22,24,26').split(',');
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FIXTURES = join(ROOT, 'fixtures');
const LOGITS = join(FIXTURES, 'logits.json');

/** @type {(file: string, args: string[], cwd: string) => { status: number | null, stdout: string, stderr: string }} */
function run(file, args, cwd) {
  return spawnSync(file, args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 26 });
}

/** @type {(file: string, args: string[], cwd: string) => string} */
function must(file, args, cwd) {
  const { status, stdout, stderr } = run(file, args, cwd);
  if (status !== 0) throw new Error(`${file} ${args.join(' ')} failed: ${stderr}`);
  return stdout;
}

/** @type {(name: string) => string} */
const table = (name) => readFileSync(join(FIXTURES, 'torchinfo', '1.6', `${name}.txt`), 'utf8');

/** @type {(text: string) => { engines: { name: string, ready: boolean }[] }} */
const parseEngines = JSON.parse;

const work = mkdtempSync(join(tmpdir(), 'se-resnet-nodes-'));
let passed = 0;
let failed = 0;

/** @type {(name: string, holds: boolean, told: string) => void} */
function check(name, holds, told) {
  if (holds) passed++;
  else failed++;
  process.stdout.write(`${holds ? 'ok  ' : 'FAIL'}  ${name}${holds ? '' : `\n${told}`}\n`);
}

try {
  const app = join(work, 'app');
  mkdirSync(app);
  writeFileSync(join(app, 'package.json'), '{ "private": true, "type": "module" }\n');
  const tarball = must('npm', ['pack', '--silent', '--pack-destination', work], ROOT).trim();
  const install = ['install', '--no-audit', '--no-fund', '--silent'];
  must('npm', [...install, '--omit=optional', join(work, tarball.split('\n').at(-1) ?? '')], app);
  copyFileSync(join(ROOT, 'test', 'nodes', 'logits.js'), join(app, 'logits.js'));
  const bin = join(app, 'node_modules', 'se-resnet', 'bin', 'se-resnet.js');

  for (const version of VERSIONS) {
    const folder = join(work, version);
    mkdirSync(folder);
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    must('npm', [...install, `node@${version}`], folder);
    const node = join(folder, 'node_modules', 'node', 'bin', 'node');
    const name = `Node ${must(node, ['--version'], folder).trim()}`;

    const listed = must(node, [bin, 'engines', '--json'], app);
    const engines = parseEngines(listed).engines.filter(({ ready }) => ready);
    const demanded = process.env['SE_RESNET_TEST_ENGINES']?.split(',') ?? [];
    for (const engine of demanded) {
      check(
        `${name}: ${engine} is ready`,
        engines.some((e) => e.name === engine),
        listed,
      );
    }
    for (const { name: engine } of engines) {
      const summary = run(node, [bin, 'summary', '--depth', '18', '--engine', engine], app);
      check(
        `${name}, ${engine}: table`,
        summary.status === 0 && summary.stdout === table('depth18') && summary.stderr === '',
        summary.stdout + summary.stderr,
      );
      if (engine === 'meta') continue;
      const logits = run(node, ['logits.js', engine, LOGITS], app);
      check(`${name}, ${engine}: logits`, logits.status === 0, logits.stdout + logits.stderr);
    }
    const wrong = run(node, [bin, 'summary', '--depth', '51'], app);
    check(`${name}: a wrong flag is exit code 2`, wrong.status === 2, wrong.stderr);
    const early = run(
      'sh',
      ['-c', `"${node}" "${bin}" summary --engine wasm --depth 18 | head -1`],
      app,
    );
    check(`${name}: a closed pipe is no error`, early.stderr === '', early.stderr);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
process.stdout.write(`${String(passed)} passed, ${String(failed)} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
