import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Catalogue, CatalogueEntry } from '../models/catalogue.js';
import { buildModel, describeModel, type NamedModel } from '../models/registry.js';
import { summary } from '../run.js';

/** The place in the package of the file that the build writes. */
const CATALOGUE_FILE = 'dist/catalogue.json';

/** Reads what can be named, as the build has written it. */
export async function readCatalogue(): Promise<Catalogue> {
  // By the package's own name: this code may stand in a joined file, or where it was written.
  const manifest = createRequire(import.meta.url).resolve('se-resnet/package.json');
  const text = await readFile(join(dirname(manifest), CATALOGUE_FILE), 'utf8');
  const parse: (json: string) => Catalogue = JSON.parse;
  return parse(text);
}

/** Builds a network and counts it at its usual input. */
export function countNetwork(network: NamedModel): CatalogueEntry {
  const { name, architecture, options, inputShape } = network;
  const model = buildModel({ architecture, options: architecture.resolve(options) });
  const { params, multAdds, flops } = summary(model, inputShape).by('1.8').totals;
  return { ...describeModel(model), name, inputShape, params, multAdds, flops };
}
