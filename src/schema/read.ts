import type { z } from 'zod';
import { FileError } from '../files.js';
import { baseline, type BaselineDocument } from './baseline.js';
import { config, type ConfigEntry } from './config.js';
import { BASELINE_KIND, SCHEMA_VERSION } from './constants.js';
import { summary, type SummaryDocument } from './summary.js';

/**
 * Reads a baseline.
 * @param path where the value was found, for the message
 * @throws FileError where it is none, or one of a later schema.
 */
export function readBaseline(value: unknown, path: string): BaselineDocument {
  if (fieldOf(value, 'kind') !== BASELINE_KIND) {
    throw new FileError(
      `${path} is not a baseline.`,
      `A baseline is what se-resnet check --update writes; its "kind" is "${BASELINE_KIND}".`,
    );
  }
  return readVersioned(baseline, value, path);
}

/**
 * Reads a summary or a baseline, whichever it is.
 * @param path where the value was found, for the message
 * @throws FileError where it is neither, or one of a later schema.
 */
export function readModelFile(value: unknown, path: string): SummaryDocument | BaselineDocument {
  if (fieldOf(value, 'kind') === BASELINE_KIND) return readBaseline(value, path);
  if (fieldOf(value, 'layers') === undefined || fieldOf(value, 'schemaVersion') === undefined) {
    throw new FileError(
      `${path} is neither a summary nor a baseline.`,
      'se-resnet summary --json writes the one, se-resnet check --update the other.',
    );
  }
  return readVersioned(summary, value, path);
}

/**
 * Reads the configuration of `se-resnet check`.
 * @param path where the value was found, for the message: a file, and what holds it there if anything does
 * @throws FileError where a key or a value is not accepted.
 */
export function readConfig(value: unknown, path: string): ConfigEntry[] {
  const result = config.safeParse(value);
  if (result.success) return result.data;
  const [first = '', ...others] = result.error.issues.map((issue) => {
    const place = `${path}: ${placeOf(issue.path)}`;
    if (issue.code === 'unrecognized_keys' || issue.code === 'custom') {
      return `${place}${issue.message}.`;
    }
    const given = valueAt(value, issue.path);
    if (given === undefined) return `${place}is missing; it ${issue.message}.`;
    return `${place}${issue.message}, but is ${shortened(JSON.stringify(given))}.`;
  });
  throw new FileError(first, others.length === 0 ? undefined : others.join('\n'));
}

/**
 * Refuses a document of a later schema.
 * @throws FileError
 */
export function refuseLater(value: unknown, path: string): void {
  const version = fieldOf(value, 'schemaVersion');
  if (typeof version !== 'number' || version <= SCHEMA_VERSION) return;
  throw new FileError(
    `${path} has schemaVersion ${String(version)}, and this release of se-resnet reads ` +
      `${String(SCHEMA_VERSION)}.`,
    'A newer se-resnet wrote it: update se-resnet, or make the file again with this one.',
  );
}

function readVersioned<Document extends z.ZodType>(
  definition: Document,
  value: unknown,
  path: string,
): z.infer<Document> {
  refuseLater(value, path);
  const result = definition.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new FileError(
    `${path} cannot be read: ${placeOf(issue?.path ?? [])}is not what it should be ` +
      `(${issue?.message ?? ''}).`,
    'Make the file again, or take it back from version control.',
  );
}

function fieldOf(value: unknown, name: string): unknown {
  return valueAt(value, [name]);
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((holder, key) => {
    if (typeof holder !== 'object' || holder === null) return undefined;
    return Object.getOwnPropertyDescriptor(holder, key)?.value;
  }, value);
}

/** A place in a document, `[0].limits.params`, with a blank after it; nothing for the document itself. */
function placeOf(path: readonly PropertyKey[]): string {
  const place = path
    .map((key) => (typeof key === 'number' ? `[${String(key)}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
  return place === '' ? 'it ' : `${place} `;
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
