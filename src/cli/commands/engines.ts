import { headOf } from '../../documents/constants.js';
import type { EnginesDocument } from '../../documents/engines.js';
import type { Engine, EngineStatus } from '../../engine/engine.js';
import { jsonText, printable } from '../../text/escape.js';
import { Argument, type Command } from '../commander.js';
import type { Output, ProcessLike } from '../process.js';
import { UsageError } from '../usage.js';

const EXAMPLES = `
Examples:
  $ se-resnet engines
  $ se-resnet engines --json
  $ se-resnet engines install tensorflow     the native engine, if npm could not install it
  $ se-resnet engines remove tensorflow

The native engine is kept in the user's data folder, or in the folder that SE_RESNET_HOME names.
`;

type EngineReport = EnginesDocument['engines'][number];

/** Defines `se-resnet engines`. */
export function defineEngines(command: Command, process: ProcessLike): void {
  command
    .description('list what can run a model, and install the native engine')
    .option('--json', 'print the list as JSON')
    .addHelpText('after', EXAMPLES)
    .action(({ json }: { json?: boolean }) => listEngines(json === true, process));
  const argument = (): Argument =>
    new Argument('<engine>', 'tensorflow').argParser(parseInstallable);
  command
    .command('install')
    .description('install the native engine into a folder of its own')
    .addArgument(argument())
    .action(() => installEngine(process));
  command
    .command('remove')
    .description('take away what install installed')
    .addArgument(argument())
    .action(() => removeEngine(process));
}

function parseInstallable(name: string): string {
  if (name === 'tensorflow') return name;
  throw new UsageError(
    `The engine to install or remove is tensorflow, but was given "${name}".`,
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

async function installEngine({ stdout, stderr, env }: ProcessLike): Promise<void> {
  const { installTensorflow, isInstalled, KEPT_BYTES } =
    await import('../../engine/install/install.js');
  const { tensorflowFolder } = await import('../../engine/tfjs/tensorflow.js');
  const { gigabytes } = await import('../../text/bytes.js');
  const { interruptible } = await import('../terminal/interrupt.js');
  const { canRedraw } = await import('../terminal/redraw.js');
  const { Steps } = await import('../terminal/steps.js');
  const folder = tensorflowFolder();
  if (!(await isInstalled(folder))) {
    stderr.write(
      `Installing the native engine into ${printable(folder)}: downloads up to 0.3 GB, and keeps ` +
        `${gigabytes(KEPT_BYTES, 1)} GB there.\n`,
    );
  }
  const steps = new Steps(stderr, canRedraw(stderr, env));
  const start = performance.now();
  const { outcome, left } = await interruptible(async (signal) => {
    try {
      return await installTensorflow({
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
    stdout.write(`tensorflow is installed in ${printable(folder)} already.\n`);
    return;
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  stdout.write(`tensorflow is installed in ${printable(folder)} (${outcome} in ${seconds} s).\n`);
}

async function removeEngine({ stdout, stderr }: ProcessLike): Promise<void> {
  const { removeTensorflow } = await import('../../engine/install/install.js');
  const { tensorflowFolder } = await import('../../engine/tfjs/tensorflow.js');
  const folder = tensorflowFolder();
  const { removed, left } = await removeTensorflow(folder);
  noteLeft(left, stderr);
  stdout.write(
    removed
      ? `tensorflow was removed from ${printable(folder)}.\n`
      : `There was no tensorflow engine in ${printable(folder)}.\n`,
  );
}

/** Says what still stands in the engine's folders, since install did not put it there. */
function noteLeft(left: readonly string[], stderr: Output): void {
  const [first, ...others] = left;
  if (first === undefined) return;
  const more = others.length === 0 ? '' : ` and ${String(others.length)} more`;
  stderr.write(`note: left what install did not make: ${printable(first)}${more}\n`);
}
