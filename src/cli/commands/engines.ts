import { headOf } from '../../documents/constants.js';
import type { EnginesDocument } from '../../documents/engines.js';
import type { Engine, EngineStatus } from '../../engine/engine.js';
import { type NativeEngineName, nativeEngineNames } from '../../engine/native/list.js';
import { engineFolder } from '../../engine/native/native-engine.js';
import { jsonText, printable } from '../../text/escape.js';
import { joinWords } from '../../text/words.js';
import { Argument, type Command } from '../commander.js';
import type { Output, ProcessLike } from '../process.js';
import { UsageError } from '../usage.js';

const EXAMPLES = `
Examples:
  $ se-resnet engines
  $ se-resnet engines --json
  $ se-resnet engines install                the fastest engine: onnxruntime, in seconds
  $ se-resnet engines install tensorflow     TensorFlow's, if npm could not install it
  $ se-resnet engines remove onnxruntime

Engines are kept in the user's data folder, or in the folder that SE_RESNET_HOME names.
`;

type EngineReport = EnginesDocument['engines'][number];

/** Defines `se-resnet engines`. */
export function defineEngines(command: Command, process: ProcessLike): void {
  command
    .description('list what can run a model, and install the native engines')
    .option('--json', 'print the list as JSON')
    .addHelpText('after', EXAMPLES)
    .action(({ json }: { json?: boolean }) => listEngines(json === true, process));
  const names = nativeEngineNames();
  const [fastest] = names;
  const argument = (): Argument =>
    new Argument('[engine]', joinWords(names, 'or'))
      .default(fastest)
      .argParser((name) => parseInstallable(name, names));
  command
    .command('install')
    .description('install a native engine into a folder of its own')
    .addArgument(argument())
    .action((name: NativeEngineName) => installEngine(name, process));
  command
    .command('remove')
    .description('take away what install installed')
    .addArgument(argument())
    .action((name: NativeEngineName) => removeEngine(name, process));
}

function parseInstallable(name: string, names: readonly NativeEngineName[]): NativeEngineName {
  const known = names.find((other) => other === name);
  if (known !== undefined) return known;
  throw new UsageError(
    `The engine to install or remove is ${joinWords(names, 'or')}, but was given "${name}".`,
    'The other engines are part of se-resnet.',
  );
}

async function listEngines(json: boolean, { stdout }: ProcessLike): Promise<void> {
  const { allEngines } = await import('../../engine/list.js');
  const reports = [...(await allEngines()).map(reportOf), META];
  if (json) {
    const document: EnginesDocument = { ...headOf('engines'), engines: reports };
    stdout.write(jsonText(document));
    return;
  }
  const { default: Table } = await import('cli-table3');
  const table = new Table({
    head: ['Engine', 'Ready', 'Version', 'Threads', 'Where, or what is missing'],
    style: { head: [], border: [] },
  });
  for (const { name, ready, version, threads, path, reason, remedy } of reports) {
    const get = remedy === null ? [] : [`To get it: ${remedy}`];
    const where = ready ? [path ?? 'part of se-resnet'] : [reason ?? '', ...get];
    const shown = where.map(printable).join('\n');
    table.push([name, ready ? 'yes' : 'no', printable(version ?? ''), threads ?? '', shown]);
  }
  stdout.write(`${table.toString()}\n`);
}

const META: EngineReport = {
  name: 'meta',
  ready: true,
  version: null,
  path: null,
  threads: null,
  reason: null,
  remedy: null,
};

function reportOf(engine: Engine): EngineReport {
  const status: EngineStatus = engine.status();
  const { name } = engine;
  if (!status.ready) {
    const { reason, remedy } = status;
    return { name, ready: false, version: null, path: null, threads: null, reason, remedy };
  }
  const { version, path } = status;
  const threads = engine.defaultThreads();
  return { name, ready: true, version, path, threads, reason: null, remedy: null };
}

async function installEngine(
  name: NativeEngineName,
  { stdout, stderr, env }: ProcessLike,
): Promise<void> {
  const { install, isInstalled } = await import('../../engine/install/install.js');
  const { RECIPES } = await import('../../engine/install/list.js');
  const { interruptible } = await import('../terminal/interrupt.js');
  const { canRedraw } = await import('../terminal/redraw.js');
  const { Steps } = await import('../terminal/steps.js');
  const folder = engineFolder(name);
  const recipe = await RECIPES[name]();
  if (!(await isInstalled(folder))) {
    const { downloaded, kept } = recipe.bytes();
    stderr.write(
      `Installing the ${name} engine into ${printable(folder)}: downloads up to ` +
        `${megabytes(downloaded)} MB, and keeps ${megabytes(kept)} MB there.\n`,
    );
  }
  const steps = new Steps(stderr, canRedraw(stderr, env));
  const start = performance.now();
  const { outcome, left } = await interruptible(async (signal) => {
    try {
      return await install(recipe, {
        folder,
        signal,
        step: (what) => {
          steps.begin(what);
        },
      });
    } finally {
      steps.end();
    }
  });
  noteLeft(left, stderr);
  if (outcome === 'present') {
    stdout.write(`${name} is installed in ${printable(folder)} already.\n`);
    return;
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  stdout.write(`${name} is installed in ${printable(folder)} (${outcome} in ${seconds} s).\n`);
}

function megabytes(bytes: number): string {
  return String(Math.ceil(bytes / 1e6));
}

async function removeEngine(
  name: NativeEngineName,
  { stdout, stderr }: ProcessLike,
): Promise<void> {
  const { remove } = await import('../../engine/install/install.js');
  const { RECIPES } = await import('../../engine/install/list.js');
  const folder = engineFolder(name);
  const { removed, left } = await remove(await RECIPES[name](), folder);
  noteLeft(left, stderr);
  stdout.write(
    removed
      ? `${name} was removed from ${printable(folder)}.\n`
      : `There was no ${name} engine in ${printable(folder)}.\n`,
  );
}

/** Says what still stands in the engine's folders, since install did not put it there. */
function noteLeft(left: readonly string[], stderr: Output): void {
  const [first, ...others] = left;
  if (first === undefined) return;
  const more = others.length === 0 ? '' : ` and ${String(others.length)} more`;
  stderr.write(`note: left what install did not make: ${printable(first)}${more}\n`);
}
