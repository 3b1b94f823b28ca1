import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Catalogue } from '../models/catalogue.js';

/** The file's place in the package, where the build puts it. */
export const CATALOGUE_FILE = 'dist/catalogue.json';

/** Reads what can be named. */
export async function readCatalogue(): Promise<Catalogue> {
  // By the package's own name: this code may stand in a joined file, or where it was written.
  const manifest = createRequire(import.meta.url).resolve('se-resnet/package.json');
  const text = await readFile(join(dirname(manifest), CATALOGUE_FILE), 'utf8');
  const parse: (json: string) => Catalogue = JSON.parse;
  return parse(text);
}
