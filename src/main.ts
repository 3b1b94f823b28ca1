import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { UserError } from './errors.js';
import type { ProcessLike } from './process.js';

/** Exit codes: a check that failed is 1, anything that stopped a command is 2. */
const EXIT_OK = 0;
const EXIT_ERROR = 2;

interface CommandEntry {
  readonly name: string;
  readonly description: string;
  /** Loads the command's file and defines its flags; only the one that is called is loaded. */
  readonly load: (command: Command, process: ProcessLike) => Promise<void>;
}

/** The commands: a new one is one file and one entry here. */
const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'summary',
    description: 'run a model and print its layers as torchinfo does',
    load: async (command, process) => {
      const { defineSummary } = await import('./commands/summary.js');
      defineSummary(command, process);
    },
  },
  {
    name: 'engines',
    description: 'list what can run a model, and install the native engine',
    load: async (command, process) => {
      const { defineEngines } = await import('./commands/engines.js');
      defineEngines(command, process);
    },
  },
];

const EXAMPLES = `
Examples:
  $ se-resnet summary --depth 50
  $ se-resnet summary --depth 18 --json
  $ se-resnet summary --help
`;

/** Runs the program and gives its exit code. */
export async function main(process: ProcessLike): Promise<number> {
  // Whoever reads our output may stop reading; that is no error.
  process.stdout.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error;
  });
  try {
    const program = await defineProgram(process);
    await program.parseAsync([...process.argv]);
    return EXIT_OK;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT_OK;
    process.stderr.write(explain(error, process));
    return EXIT_ERROR;
  }
}

async function defineProgram(process: ProcessLike): Promise<Command> {
  const program = new Command('se-resnet')
    .description('Inspect SE-ResNets: to Node what torchinfo is to Python.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', "print a command's help")
    .addHelpText('after', EXAMPLES)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void process.stdout.write(text),
      writeErr: (text) => void process.stderr.write(text),
      // Thrown as well, and printed by main.
      outputError: () => undefined,
    });
  const called = process.argv.slice(2);
  for (const { name, description, load } of COMMANDS) {
    const command = program.command(name).description(description);
    command.helpOption('-h, --help', 'print this help');
    if (called.includes(name)) await load(command, process);
  }
  program.action(() => {
    program.outputHelp();
  });
  return program;
}

/** One sentence, and a hint where there is one; with DEBUG=se-resnet the stack as well. */
function explain(error: unknown, { env }: ProcessLike): string {
  const debug = (env['DEBUG'] ?? '').split(',').includes('se-resnet');
  const stack = debug && error instanceof Error ? `${error.stack ?? ''}\n` : '';
  if (error instanceof UserError) {
    return `error: ${error.message}\n${error.hint === undefined ? '' : `${error.hint}\n`}${stack}`;
  }
  if (error instanceof CommanderError) {
    return `${error.message}\nSee se-resnet --help.\n${stack}`;
  }
  const message = error instanceof Error ? error.message : String(error);
  const advice = debug ? '' : 'This is a bug. DEBUG=se-resnet shows where it happened.\n';
  return `error: ${message}\n${advice}${stack}`;
}

function packageVersion(): string {
  const manifest: unknown = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  );
  if (typeof manifest !== 'object' || manifest === null || !('version' in manifest)) return '';
  return String(manifest.version);
}
