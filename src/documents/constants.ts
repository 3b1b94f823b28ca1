/** The version of the documents; a change that old readers would misread raises it. */
export const SCHEMA_VERSION = 2;

/** What documents are, as their "kind" says. */
export type DocumentKind = 'summary' | 'check' | 'comparison' | 'list' | 'engines' | 'baseline';

/** The "kind" of baselines before documents all had one. */
export const OLD_BASELINE_KIND = 'se-resnet-baseline';

/** What a tolerance looks like as text: a number, or a number of percent such as `0.5%`. */
export const TOLERANCE_PATTERN = /^\d+(\.\d+)?%?$/;

/** What every document begins with. */
export function headOf<Kind extends DocumentKind>(
  kind: Kind,
): { readonly schemaVersion: typeof SCHEMA_VERSION; readonly kind: Kind } {
  return { schemaVersion: SCHEMA_VERSION, kind };
}
