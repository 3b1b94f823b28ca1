import type { Block } from '../report/blocks.js';
import type { OutputFlags } from './flags/output.js';
import type { ProcessLike } from './process.js';

/**
 * Prints a result, or writes it to the file that `-o` names.
 * @throws FileError if the file cannot be written.
 */
export async function writeResult(
  text: string,
  { output }: Pick<OutputFlags<string>, 'output'>,
  { stdout }: ProcessLike,
): Promise<void> {
  if (output === undefined) {
    stdout.write(text);
    return;
  }
  const { writeAtomically } = await import('./files.js');
  await writeAtomically(output, text, '--output');
}

/** The formats of a document that has a report for people. */
export const REPORT_FORMATS = ['table', 'json', 'markdown'] as const;

/** A format of a document that has a report for people. */
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** A document, and its report for people. */
export interface Report {
  readonly document: object;
  /** The report; made only for formats that show it. */
  readonly blocks: () => Promise<readonly Block[]> | readonly Block[];
}

/** A document as text, with a final newline. */
export async function writeReport(
  { document, blocks }: Report,
  format: ReportFormat,
): Promise<string> {
  switch (format) {
    case 'json':
      return `${JSON.stringify(document, null, 2)}\n`;
    case 'markdown':
      return (await import('../report/markdown.js')).renderMarkdown(await blocks());
    case 'table':
      return (await import('../report/boxed.js')).renderBoxed(await blocks());
  }
}
