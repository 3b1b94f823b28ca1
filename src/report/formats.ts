import type { Summary, TorchinfoRelease } from '../summary/summary.js';
import { keysOf } from '../text/keys.js';
import type { Described } from './document.js';
import type { TableOptions } from './table-options.js';
import type { TableStyle } from './table.js';

/** What a report is made from. */
export interface ReportSource extends Described {
  /** The release whose table is printed; JSON and CSV follow 1.8's rules. */
  readonly torchinfo: TorchinfoRelease;
  /** @internal */
  readonly table: TableOptions;
  /** The summary by the rules of a release. */
  by(release: TorchinfoRelease): Summary;
}

/** Writes a report as text, with a final newline. */
export type Format = (report: ReportSource, style: TableStyle) => string;

/** The formats of a summary, loaded on demand: a new one is one file and one line here. */
export const FORMATS = {
  table: async () => (await import('./formats/table.js')).table,
  json: async () => (await import('./formats/json.js')).json,
  csv: async () => (await import('./formats/csv.js')).csv,
  markdown: async () => (await import('./formats/markdown.js')).markdown,
} satisfies Record<string, () => Promise<Format>>;

/** The name of a format. */
export type FormatName = keyof typeof FORMATS;

/** The names of the formats, in the order in which they are listed. */
export function formatNames(): FormatName[] {
  return keysOf(FORMATS);
}
