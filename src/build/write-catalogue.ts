/*
 * Run by the build, after the compiler: writes what every network that has a name counts, so that neither
 * a list of them nor the search for a name builds any.
 */
import { writeFileSync } from 'node:fs';
import type { Catalogue, CatalogueEntry } from '../models/catalogue.js';
import type { Architecture } from '../models/architecture.js';
import { allArchitectures, buildModel, describeModel } from '../models/registry.js';
import { ZOO } from '../models/zoo/all.js';
import { DEPRECATED } from '../models/zoo/timm/deprecated.js';
import { summary } from '../run.js';

function entriesOf(architecture: Architecture): CatalogueEntry[] {
  return architecture.variants.map(({ name, options, inputShape }) => {
    const model = buildModel({ architecture, options: architecture.resolve(options) });
    const { params, multAdds, flops } = summary(model, inputShape).by('1.8').totals;
    return { ...describeModel(model), name, inputShape, params, multAdds, flops };
  });
}

const catalogue: Catalogue = {
  networks: [...allArchitectures(), ...ZOO].flatMap(entriesOf),
  architectures: ZOO.map(({ name }) => name),
  deprecated: Object.fromEntries(DEPRECATED),
};
writeFileSync(new URL('../catalogue.json', import.meta.url), JSON.stringify(catalogue));
