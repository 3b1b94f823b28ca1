/** The version of the documents; a change that old readers would misread raises it. */
export const SCHEMA_VERSION = 2;

/** What documents are, as their "kind" says. */
export type DocumentKind = 'summary' | 'check' | 'comparison' | 'list' | 'engines' | 'baseline';

/** The "kind" of baselines before documents all had one. */
export const OLD_BASELINE_KIND = 'se-resnet-baseline';

/** What every document begins with. */
export function headOf<Kind extends DocumentKind>(
  kind: Kind,
): { readonly schemaVersion: typeof SCHEMA_VERSION; readonly kind: Kind } {
  return { schemaVersion: SCHEMA_VERSION, kind };
}
