/** Exit codes: a check that failed is told from whatever stopped a command. */
export const EXIT_OK = 0;
export const EXIT_FAILED = 1;
export const EXIT_ERROR = 2;

/** Whether whoever runs the program wants to see what goes on inside: DEBUG=se-resnet. */
export function isDebugging(env: ProcessLike['env']): boolean {
  return (env['DEBUG'] ?? '').split(',').includes('se-resnet');
}

/** The parts of a stream that a command writes to. */
export interface Output {
  write(text: string): boolean;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** A stream that tells when what was written could not be. */
export interface ReportingOutput extends Output {
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
}

/** The parts of the process that the program uses, so that tests can hand it others. */
export interface ProcessLike {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: ReportingOutput;
  readonly stderr: ReportingOutput;
}
