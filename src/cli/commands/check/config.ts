import { readdir } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { looksLikeBaseline } from '../../../check/baseline.js';
import type { ConfigEntry } from '../../../documents/config.js';
import { parseJson, parseJsonWithComments } from '../../files/json.js';
import { readIfPresent, readStart } from '../../files/read.js';
import { UsageError } from '../../usage.js';

/** The models that a configuration lists. */
export interface Config {
  /** Where it was found, for messages. */
  readonly place: string;
  /** What comes before the index of a model, for messages: `models` if the configuration is an object. */
  readonly prefix: string;
  readonly path: string;
  /** The folder that its paths start from. */
  readonly folder: string;
  readonly entries: readonly ConfigEntry[];
}

const CONFIG_FILE = 'se-resnet.config.json';
const MANIFEST = 'package.json';
const MANIFEST_KEY = 'se-resnet';

/**
 * Reads a configuration.
 * @param file what `--config` names; if it names nothing, the working folder and those above it are
 *   searched
 * @throws UserError if there is none, or it is not accepted.
 */
export async function loadConfig(file: string | undefined): Promise<Config> {
  const { readConfig } = await import('../../../documents/read.js');
  const { value, place, path } = await (file === undefined ? searchConfig() : namedConfig(file));
  const prefix = Array.isArray(value) ? '' : 'models';
  return { place, prefix, path, folder: dirname(path), entries: readConfig(value, place) };
}

interface FoundConfig {
  readonly value: unknown;
  readonly place: string;
  readonly path: string;
}

async function namedConfig(file: string): Promise<FoundConfig> {
  const text = await readIfPresent(file);
  if (text === null) throw new UsageError(`--config names ${file}, which does not exist.`);
  if (basename(file) !== MANIFEST) {
    return { value: await parseJsonWithComments(text, file), place: file, path: file };
  }
  // `--config package.json` means the key, as the search does.
  const found = configOf(parseJson(text, file), file);
  if (found !== null) return found;
  throw new UsageError(`--config names ${file}, which has no "${MANIFEST_KEY}" key.`);
}

/** The nearest configuration, in the working folder or above it. */
async function searchConfig(): Promise<FoundConfig> {
  for (const folder of workingFolders()) {
    const path = relative('', join(folder, CONFIG_FILE));
    const text = await readIfPresent(path);
    if (text !== null) {
      return { value: await parseJsonWithComments(text, path), place: path, path };
    }
    const manifest = relative('', join(folder, MANIFEST));
    const manifestText = await readIfPresent(manifest);
    const found =
      manifestText === null ? null : configOf(parseJson(manifestText, manifest), manifest);
    if (found !== null) return found;
  }
  throw new UsageError(
    `There is nothing to check: neither ${CONFIG_FILE} nor a "${MANIFEST_KEY}" key in ${MANIFEST} is ` +
      'here, or in a folder above.',
    'For a single model: se-resnet check --depth 50 --params 28080344',
  );
}

/** The working folder and those above it; none if it was removed while the program started. */
function workingFolders(): string[] {
  try {
    const folders = [resolve('')];
    for (let above = resolve('..'); above !== folders.at(-1); above = dirname(above)) {
      folders.push(above);
    }
    return folders;
  } catch {
    return [];
  }
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

/** JSON files below a folder, except for those that belong to other packages. */
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
