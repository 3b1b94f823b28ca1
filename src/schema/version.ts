/** The version of the documents that are read back; a change that old readers would misread raises it. */
export const SCHEMA_VERSION = 1;

/** What tells a baseline from every other JSON file. */
export const BASELINE_KIND = 'se-resnet-baseline';
