import { createRequire } from 'node:module';
import { Command, CommanderError } from './commander.js';
import { UserError } from '../errors.js';
import { systemCode, systemReason } from '../system/error.js';
import { printable } from '../text/escape.js';
import { didYouMean, joinWords } from '../text/words.js';
import { outputError, withWholeWrites } from './files/stream.js';
import { EXIT_ERROR, EXIT_OK, InterruptedError, isDebugging, type ProcessLike } from './process.js';
import { badValue } from './usage.js';

/** Called by a command that ends without an error, but whose exit code is not 0. */
type Exit = (code: number) => void;

interface CommandEntry {
  readonly name: string;
  readonly description: string;
  /** Loads the command's file and defines its flags; only the one that is called is loaded. */
  readonly load: (command: Command, process: ProcessLike, exit: Exit) => Promise<void>;
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
    name: 'check',
    description: 'fail when parameters, shapes or mult-adds of models move',
    load: async (command, process, exit) => {
      const { defineCheck } = await import('./commands/check/check.js');
      defineCheck(command, process, exit);
    },
  },
  {
    name: 'compare',
    description: 'put models side by side',
    load: async (command, process) => {
      const { defineCompare } = await import('./commands/compare.js');
      defineCompare(command, process);
    },
  },
  {
    name: 'list',
    description: 'list the models that have a name',
    load: async (command, process) => {
      const { defineList } = await import('./commands/list.js');
      defineList(command, process);
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
  $ se-resnet check --depth 50 --params 28080344
  $ se-resnet compare resnet-50 se-resnet-50
  $ se-resnet list
  $ se-resnet summary --help
`;

/**
 * Runs the program and returns its exit code: 0, 1 if a check failed, 2 if an error stopped the command,
 * 128 and a signal's number if that did.
 */
export async function main(given: ProcessLike): Promise<number> {
  const { argv, env, stderr } = given;
  const process: ProcessLike = { argv, env, stderr, stdout: withWholeWrites(given.stdout) };
  let exitCode = EXIT_OK;
  const fail = async (error: unknown): Promise<void> => {
    exitCode = error instanceof InterruptedError ? error.exitCode : EXIT_ERROR;
    process.stderr.write(await formatError(error, process));
  };
  let outputFailed = false;
  process.stdout.on('error', (error) => {
    // A reader of our output may stop reading; that is not an error, and changes nothing else.
    if (error.code === 'EPIPE' || outputFailed) return;
    outputFailed = true;
    void fail(outputError(error));
  });
  // What cannot be written there is lost; that is no reason to stop.
  process.stderr.on('error', () => undefined);
  // TensorFlow's banner, which its engine silences otherwise.
  if (isDebugging(process.env)) process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '0';
  try {
    const program = await defineProgram(process, (code) => (exitCode = code));
    await program.parseAsync([...process.argv]);
  } catch (error) {
    if (!(error instanceof CommanderError && error.exitCode === EXIT_OK)) await fail(error);
  }
  // A stream reports an error in writing after the write has returned.
  await new Promise((resolve) => setImmediate(resolve));
  return exitCode;
}

async function defineProgram(process: ProcessLike, exit: Exit): Promise<Command> {
  const program = new Command('se-resnet')
    .description('Inspect SE-ResNets: to Node what torchinfo is to Python.')
    .option('-V, --version', 'print the version')
    .on('option:version', () => {
      process.stdout.write(`${packageVersion()}\n`);
      throw new CommanderError(EXIT_OK, 'commander.version', 'the version was printed');
    })
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
  const args = process.argv.slice(2);
  const names = COMMANDS.map(({ name }) => name);
  refuseUnknownHelp(args, names);
  // If the first word names a command, the others are not defined.
  const called = COMMANDS.filter(({ name }) => name === args[0]);
  for (const { name, description, load } of called.length > 0 ? called : COMMANDS) {
    const command = program.command(name).description(description);
    command.helpOption('-h, --help', 'print this help').helpCommand(false);
    if (!args.includes(name)) continue;
    await load(command, process, exit);
    if (command.registeredArguments.length === 0) refuseArguments(command);
  }
  program.allowExcessArguments().action(() => {
    const [word] = program.args;
    if (word === undefined) {
      program.outputHelp();
    } else {
      throw badValue('se-resnet', word, joinWords(names, 'or'), didYouMean(word, names));
    }
  });
  return program;
}

/** Commander answers `help` with a word that is no command by the help for all of them. */
function refuseUnknownHelp([first, ...others]: readonly string[], names: readonly string[]): void {
  const word = others.find((other) => !other.startsWith('-'));
  if (first !== 'help' || word === undefined || names.includes(word)) return;
  throw badValue('help', word, joinWords(names, 'or'), didYouMean(word, names));
}

/** Makes a command without arguments name the word that is too many; commander only counts them. */
function refuseArguments(command: Command): void {
  command.allowExcessArguments().hook('preAction', (_, called) => {
    const [word] = command.args;
    if (word === undefined || called !== command) return;
    const names = command.commands.map((other) => other.name());
    const accepted =
      names.length === 0 ? 'flags alone' : `${joinWords(names, 'or')}, or flags alone`;
    const isDepth = /^\d+$/.test(word) && command.options.some(({ long }) => long === '--depth');
    const likely = word === 'help' ? '--help' : isDepth ? `--depth ${word}` : null;
    const hint = likely === null ? didYouMean(word, names) : `Did you mean ${likely}?`;
    throw badValue(command.name(), word, accepted, hint);
  });
}

/** One sentence, and a hint if there is one; with DEBUG=se-resnet the stack as well. */
async function formatError(error: unknown, { env }: ProcessLike): Promise<string> {
  const lines = await linesOf(error);
  const shown = isDebugging(env)
    ? [...lines.filter((line) => line !== ADVICE), ...stacksOf(error)]
    : lines;
  return [...shown, ''].map(printable).join('\n');
}

const ADVICE = 'This is a bug. DEBUG=se-resnet shows where it happened.';

/** What the system says if something that every program needs is used up. */
const EXHAUSTED = ['EMFILE', 'ENFILE', 'ENOMEM'];

async function linesOf(error: unknown): Promise<string[]> {
  if (error instanceof UserError) {
    const { explain } = await import('./explain.js');
    const { message, hint } = explain(error);
    return [`error: ${message}`, ...(hint?.split('\n') ?? [])];
  }
  if (error instanceof CommanderError) {
    // Its own hint stands on a line of its own.
    const [, message = error.message, hint] =
      /^(.*?)(?:\n(\(Did you mean .*))?$/s.exec(error.message) ?? [];
    return [message, ...(hint === undefined ? [] : [hint]), 'See se-resnet --help.'];
  }
  if (EXHAUSTED.includes(systemCode(error) ?? '')) {
    return [`error: The program cannot go on: ${systemReason(error)}.`];
  }
  const message = error instanceof Error ? error.message : String(error);
  return [`error: ${message}`, ADVICE];
}

/** The stack of an error, and those of the errors behind it. */
function stacksOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const { message, stack = '' } = error;
  // The message may have lines of its own.
  const lines = stack.replace(message, () => printable(message)).split('\n');
  return [...lines, ...stacksOf(error.cause)];
}

/** Read on demand: package.json is the only file of the package that is not code. */
function packageVersion(): string {
  const require: (name: string) => { readonly version: string } = createRequire(import.meta.url);
  return require('se-resnet/package.json').version;
}
