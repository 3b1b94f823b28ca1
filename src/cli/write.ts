import { UserError } from '../errors.js';
import type { Block, ToneStyle } from '../report/blocks.js';
import { jsonText } from '../text/escape.js';
import type { FileToWrite } from './files/write.js';
import type { OutputFlags } from './flags/output.js';
import type { ProcessLike } from './process.js';

/**
 * Prints a result, or writes it to the file that `-o` names.
 * @param files what the command writes besides, before the result
 * @throws UserError if something cannot be written; its hint says what was written before.
 */
export async function writeResult(
  text: string,
  { output }: Pick<OutputFlags<string>, 'output'>,
  process: Pick<ProcessLike, 'stdout' | 'stderr'>,
  files: readonly FileToWrite[] = [],
): Promise<void> {
  const result = output === undefined ? [] : [{ path: output, text, namedBy: '--output' }];
  if (files.length + result.length > 0) {
    const { writeFiles } = await import('./files/write.js');
    await writeFiles([...files, ...result], process);
  }
  if (output !== undefined) return;
  try {
    process.stdout.write(text);
  } catch (error) {
    if (!(error instanceof UserError) || files.length === 0) throw error;
    const { writtenBefore } = await import('./files/write.js');
    throw new UserError(error.code, error.message, {
      hint: writtenBefore(files.map(({ path }) => path)),
      cause: error,
    });
  }
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

/**
 * A document as text, with a final newline.
 * @param style of a table; without colours by default
 */
export async function writeReport(
  { document, blocks }: Report,
  format: ReportFormat,
  style?: ToneStyle,
): Promise<string> {
  switch (format) {
    case 'json':
      return jsonText(document);
    case 'markdown':
      return (await import('../report/markdown.js')).renderMarkdown(await blocks());
    case 'table':
      return (await import('../report/boxed.js')).renderBoxed(await blocks(), style);
  }
}
