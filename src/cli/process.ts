import { UserError } from '../errors.js';

/** Exit codes: a check that failed differs from an error that stopped a command. */
export const EXIT_OK = 0;
export const EXIT_FAILED = 1;
export const EXIT_ERROR = 2;

/** Work that a signal stopped, after it was taken back. */
export class InterruptedError extends UserError {
  override name = 'InterruptedError';

  constructor(
    /** What a shell sees of a program that the signal ended: 128 and its number. */
    readonly exitCode: number,
  ) {
    super('interrupted', 'Interrupted; what had been done was taken back.');
  }
}

/** Whether to show stacks and TensorFlow's messages: DEBUG=se-resnet. */
export function isDebugging(env: ProcessLike['env']): boolean {
  return (env['DEBUG'] ?? '').split(',').includes('se-resnet');
}

/** The parts of a stream that a command writes to. */
export interface Output {
  write(text: string): boolean;
  readonly isTTY?: boolean;
  readonly columns?: number;
  /** The number by which the system knows it. */
  readonly fd?: number;
}

/** A stream that reports errors in writing. */
export interface ReportingOutput extends Output {
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
}

/** The parts of the process that the program uses, so that tests can pass others. */
export interface ProcessLike {
  readonly argv: readonly string[];
  readonly env: Record<string, string | undefined>;
  readonly stdout: ReportingOutput;
  readonly stderr: ReportingOutput;
}
