/*
 * Run by the build, after the compiler: writes what every network that has a name counts, so that neither
 * a list of them nor the search for a name builds any.
 */
import { writeFileSync } from 'node:fs';
import { countNetwork } from '../cli/catalogue.js';
import type { Catalogue } from '../models/catalogue.js';
import { allArchitectures, networksIn } from '../models/registry.js';
import { ZOO } from '../models/zoo/all.js';
import { DEPRECATED } from '../models/zoo/timm/deprecated.js';

const catalogue: Catalogue = {
  networks: networksIn([...allArchitectures(), ...ZOO]).map(countNetwork),
  architectures: ZOO.map(({ name }) => name),
  deprecated: Object.fromEntries(DEPRECATED),
};
writeFileSync(new URL('../catalogue.json', import.meta.url), JSON.stringify(catalogue));
