import { readdir } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { looksLikeBaseline } from '../check/baseline.js';
import { UsageError } from '../errors.js';
import { parseJson, readIfPresent, readStart } from '../files.js';
import type { ConfigEntry } from '../schema/config.js';

/** The models that a configuration lists. */
export interface Config {
  /** Where it was found, for messages. */
  readonly place: string;
  /** The folder that its paths start from. */
  readonly folder: string;
  readonly entries: readonly ConfigEntry[];
}

const CONFIG_FILE = 'se-resnet.config.json';
const MANIFEST = 'package.json';
const MANIFEST_KEY = 'se-resnet';

/**
 * Reads a configuration.
 * @param file what `--config` names; where it names nothing, the working folder is searched
 * @throws UserError where there is none, or where it is not accepted.
 */
export async function loadConfig(file: string | undefined): Promise<Config> {
  const { readConfig } = await import('../schema/read.js');
  const { value, place, path } = await findConfig(file);
  return { place, folder: dirname(path), entries: readConfig(value, place) };
}

interface FoundConfig {
  readonly value: unknown;
  readonly place: string;
  readonly path: string;
}

async function findConfig(file: string | undefined): Promise<FoundConfig> {
  const path = file ?? CONFIG_FILE;
  const text = await readIfPresent(path);
  if (text !== null) {
    const value = parseJson(text, path);
    // `--config package.json` means the key, as the search does.
    if (Array.isArray(value) || !path.endsWith(MANIFEST)) return { value, place: path, path };
    const found = configOf(value, path);
    if (found !== null) return found;
    throw new UsageError(`--config names ${path}, which has no "${MANIFEST_KEY}" key.`);
  }
  if (file !== undefined) throw new UsageError(`--config names ${file}, which does not exist.`);
  const manifest = await readIfPresent(MANIFEST);
  const found = manifest === null ? null : configOf(parseJson(manifest, MANIFEST), MANIFEST);
  if (found !== null) return found;
  throw new UsageError(
    `There is nothing to check: neither ${CONFIG_FILE} nor a "${MANIFEST_KEY}" key in ${MANIFEST} is here.`,
    'For a single model: se-resnet check --depth 50 --params 28080344',
  );
}

function configOf(manifest: unknown, path: string): FoundConfig | null {
  if (typeof manifest !== 'object' || manifest === null || !(MANIFEST_KEY in manifest)) return null;
  return { value: manifest[MANIFEST_KEY], place: `${path}, "${MANIFEST_KEY}"`, path };
}

/** The baselines in a configuration's folder, and below it, that none of its entries names. */
export async function unusedBaselines({ folder, entries }: Config): Promise<string[]> {
  const used = new Set(
    entries.flatMap(({ baseline }) => (baseline === undefined ? [] : [resolve(folder, baseline)])),
  );
  const unused: string[] = [];
  for (const path of await jsonFiles(folder)) {
    if (!used.has(resolve(path)) && looksLikeBaseline(await readStart(path, BASELINE_START))) {
      unused.push(relative('', path));
    }
  }
  return unused;
}

/** Bytes within which a baseline says that it is one. */
const BASELINE_START = 200;

/** JSON files below a folder, but for those that belong to other packages. */
async function jsonFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map(({ name }) => join(folder, name));
  const folders = entries.filter(
    (entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules',
  );
  for (const { name } of folders) {
    const below = join(folder, name);
    const belongsElsewhere = (await readStart(join(below, MANIFEST), 1)) !== '';
    if (!belongsElsewhere) files.push(...(await jsonFiles(below)));
  }
  return files;
}
