import type { TorchinfoRelease } from '../summary/summary.js';
import type { DescribedRun } from './json.js';
import type { TableOptions, TableStyle } from './table.js';

/** What a report on one run of a model may draw on. */
export interface ReportInput extends DescribedRun {
  /** The release that the table is printed as; the other formats go by 1.8's rules. */
  readonly torchinfo: TorchinfoRelease;
  readonly table: TableOptions;
  readonly style: TableStyle;
}

/** Writes a report as text, with a final newline. */
export type Format = (input: ReportInput) => string;

/** The formats of a summary, loaded when they are asked for: a new one is one file and one line here. */
export const FORMATS = {
  table: async () => (await import('./formats/table.js')).table,
  json: async () => (await import('./formats/json.js')).json,
  csv: async () => (await import('./formats/csv.js')).csv,
  markdown: async () => (await import('./formats/markdown.js')).markdown,
} satisfies Record<string, () => Promise<Format>>;

export type FormatName = keyof typeof FORMATS;

/** The names of the formats, in the order in which they are listed. */
export function formatNames(): FormatName[] {
  const isName = (name: string): name is FormatName => name in FORMATS;
  return Object.keys(FORMATS).filter(isName);
}
