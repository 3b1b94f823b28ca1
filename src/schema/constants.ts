/** The version of the documents that are read back; a change that old readers would misread raises it. */
export const SCHEMA_VERSION = 1;

/** What tells a baseline from every other JSON file. */
export const BASELINE_KIND = 'se-resnet-baseline';

/** What a tolerance looks like as text: a number, or a number of percent such as `0.5%`. */
export const TOLERANCE_PATTERN = /^\d+(\.\d+)?%?$/;
