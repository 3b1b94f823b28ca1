import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { UserError } from '../errors.js';
import type { Catalogue, CatalogueEntry } from '../models/catalogue.js';
import { buildModel, describeModel, type NamedModel } from '../models/registry.js';
import { summary } from '../run.js';
import { isRecord } from '../text/keys.js';

/** The place in the package of the file that the build writes. */
const CATALOGUE_FILE = 'dist/catalogue.json';

/**
 * Reads what can be named, as the build has written it.
 * @throws UserError if the package is not whole.
 */
export async function readCatalogue(): Promise<Catalogue> {
  // By the package's own name: this code may stand in a joined file, or where it was written.
  const manifest = createRequire(import.meta.url).resolve('se-resnet/package.json');
  const path = join(dirname(manifest), CATALOGUE_FILE);
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (isCatalogue(value)) return value;
  } catch (cause) {
    throw broken(path, cause);
  }
  throw broken(path);
}

/** Whether it is what the build writes, as far as a file that was cut short or replaced is told by it. */
function isCatalogue(value: unknown): value is Catalogue {
  return (
    isRecord(value) &&
    Array.isArray(value['networks']) &&
    Array.isArray(value['architectures']) &&
    isRecord(value['deprecated'])
  );
}

function broken(path: string, cause?: unknown): UserError {
  return new UserError('package', `${path}, which has the names of models, cannot be read.`, {
    hint: 'Install se-resnet again.',
    cause,
  });
}

/** Builds a network and counts it at its usual input. */
export function countNetwork(network: NamedModel): CatalogueEntry {
  const { name, architecture, options, inputShape } = network;
  const model = buildModel({ architecture, options: architecture.resolve(options) });
  const { params, multAdds, flops } = summary(model, inputShape).by('1.8').totals;
  return { ...describeModel(model), name, inputShape, params, multAdds, flops };
}
