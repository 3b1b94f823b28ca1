import { z } from 'zod';
import { FileError } from '../errors.js';
import { grouped } from '../text/python-format.js';
import { baseline, type BaselineDocument } from './baseline.js';
import { type ConfigEntry, configOfForm, entriesOf } from './config.js';
import { contradictionIn } from './consistency.js';
import { OLD_BASELINE_KIND, SCHEMA_VERSION } from './constants.js';
import { shape } from './parts.js';
import { outermostPaths } from './paths.js';
import { summary, type SummaryDocument } from './summary.js';

/**
 * Reads a baseline.
 * @param path where the value was found, for the message
 * @throws FileError if it is none, one of another version, or one whose totals contradict the rest of it.
 */
export function readBaseline(value: unknown, path: string): BaselineDocument {
  if (kindOf(value) !== 'baseline') {
    throw new FileError('not-a-baseline', `${path} is not a baseline.`, {
      hint: 'A baseline is what se-resnet check --update writes; its "kind" is "baseline".',
    });
  }
  return refuseEdited(readVersioned(baseline, value, path), path);
}

/**
 * Reads a summary or a baseline, whichever it is.
 * @param path where the value was found, for the message
 * @throws FileError if it is neither, one of another version, or one whose totals contradict the rest of it.
 */
export function readModelFile(value: unknown, path: string): SummaryDocument | BaselineDocument {
  switch (kindOf(value)) {
    case 'baseline':
      return refuseEdited(readVersioned(baseline, value, path), path);
    case 'summary':
      return refuseEdited(readVersioned(summary, value, path), path);
    default:
      throw new FileError('not-a-model', `${path} is neither a summary nor a baseline.`, {
        hint: 'se-resnet summary --json writes the one, se-resnet check --update the other.',
      });
  }
}

/** Whether a value is what some release wrote as a baseline, which this one need not be able to read. */
export function isBaseline(value: unknown): boolean {
  const version = fieldOf(value, 'schemaVersion');
  if (kindOf(value) !== 'baseline' || typeof version !== 'number') return false;
  return version > SCHEMA_VERSION || Array.isArray(fieldOf(value, 'layers'));
}

/** What a document is; in the first version summaries had no kind. */
function kindOf(value: unknown): unknown {
  const kind = fieldOf(value, 'kind');
  if (kind === OLD_BASELINE_KIND) return 'baseline';
  const version = fieldOf(value, 'schemaVersion');
  const isOldSummary =
    kind === undefined &&
    fieldOf(value, 'layers') !== undefined &&
    version !== undefined &&
    version !== SCHEMA_VERSION;
  return isOldSummary ? 'summary' : kind;
}

/**
 * Reads the configuration of `se-resnet check`.
 * @param path where the value was found, for the message: a file, and the key in it if there is one
 * @throws FileError if a key or a value is not accepted.
 */
export function readConfig(value: unknown, path: string): ConfigEntry[] {
  const result = configOfForm(value).safeParse(value);
  if (result.success) return entriesOf(result.data);
  const { issues } = result.error;
  const [first = '', ...others] = issues.slice(0, MOST_MISTAKES).map((issue) => {
    const place = `${path}: ${placeOf(issue.path)}`;
    if (issue.code === 'unrecognized_keys' || issue.code === 'custom') {
      return `${place}${issue.message}.`;
    }
    const given = valueAt(value, issue.path);
    if (given === undefined) return `${place}is missing; it ${issue.message}.`;
    return `${place}${issue.message}, but is ${shown(given)}.`;
  });
  const more = issues.length - MOST_MISTAKES;
  const lines = [...others, ...(more > 0 ? [`And ${grouped(more)} more.`] : [])];
  throw new FileError('config', first, {
    hint: lines.length === 0 ? undefined : lines.join('\n'),
  });
}

/** Mistakes that are told of: as many as are read before some of them are mended. */
const MOST_MISTAKES = 10;

/**
 * Refuses a document of a later version.
 * @throws FileError
 */
export function refuseLater(value: unknown, path: string): void {
  const version = fieldOf(value, 'schemaVersion');
  if (typeof version !== 'number' || version <= SCHEMA_VERSION) return;
  throw wrongVersion('later-version', value, path, {
    hint: 'A newer se-resnet wrote it: update se-resnet, or make the file again with this one.',
  });
}

function readVersioned<Document extends z.ZodType>(
  definition: Document,
  value: unknown,
  path: string,
): z.infer<Document> {
  refuseLater(value, path);
  const version = fieldOf(value, 'schemaVersion');
  if (typeof version === 'number' && version < SCHEMA_VERSION) {
    throw wrongVersion('earlier-version', value, path, {
      facts: {
        path,
        kind: kindOf(value),
        model: fieldOf(value, 'model'),
        inputShape: shape.safeParse(valueAt(value, ['input', 'shape'])).data,
        engine: valueAt(value, ['engine', 'name']),
        frozen: frozenPaths(value),
      },
    });
  }
  const result = definition.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new FileError(
    'document',
    `${path} cannot be read: ${placeOf(issue?.path ?? [])}is not what it should be ` +
      `(${issue?.message ?? ''}).`,
    { hint: MAKE_AGAIN },
  );
}

/** @throws FileError */
function refuseEdited<Document extends SummaryDocument | BaselineDocument>(
  document: Document,
  path: string,
): Document {
  const contradiction = contradictionIn(document);
  if (contradiction === null) return document;
  throw new FileError('edited', `${path} was edited: ${contradiction}.`, { hint: MAKE_AGAIN });
}

const MAKE_AGAIN = 'Make the file again, or take it back from version control.';

const trainingLayers = z.array(
  z.object({ path: z.string(), params: z.number(), trainableParams: z.number() }),
);

/** The outermost layers of a document, of any version, whose parameters are all frozen. */
function frozenPaths(value: unknown): string[] {
  const layers = trainingLayers.safeParse(fieldOf(value, 'layers')).data ?? [];
  const frozen = layers
    .filter(({ path, params, trainableParams }) => {
      return path !== '' && params > 0 && trainableParams === 0;
    })
    .map(({ path }) => path);
  const outermost = outermostPaths(new Set(frozen));
  return [...new Set(frozen)].filter((path) => outermost.has(path));
}

function wrongVersion(
  code: string,
  value: unknown,
  path: string,
  options: ConstructorParameters<typeof FileError>[2],
): FileError {
  const version = String(fieldOf(value, 'schemaVersion'));
  return new FileError(
    code,
    `${path} has schemaVersion ${version}, and this release of se-resnet reads ` +
      `${String(SCHEMA_VERSION)}.`,
    options,
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

/** A value as JSON, as much of it as a sentence holds. */
function shown(value: unknown): string {
  // A number that is too large for JavaScript's is read as Infinity, which JSON.stringify calls null.
  if (typeof value === 'number') return String(value);
  try {
    const text = JSON.stringify(value);
    return text.length > 60 ? `${text.slice(0, 57)}...` : text;
  } catch {
    // JSON.stringify recurses, and JSON.parse reads values that are too deep for that.
    return 'nested too deeply';
  }
}
