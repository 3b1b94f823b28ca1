import { existsSync } from 'node:fs';
import { readdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../../errors.js';
import { gigabytes } from '../../text/bytes.js';
import { systemCode } from '../../system/error.js';
import { makeFolders } from '../../system/folders.js';
import { environment, forgetChecked, writeChecked } from '../native/checked.js';
import { faultIn } from '../native/fault.js';
import { fileStates, sha256 } from '../native/file-state.js';
import { tryInChild } from '../native/trial.js';
import { type Attempt, beginAttempt, type IsMade, removeAbandoned } from './attempt.js';
import { inFolder, OTHER_FOLDER } from './folder.js';
import { madeByNpm, writeLock } from './lock.js';
import {
  filesLeft,
  installationsIn,
  isComplete,
  type Library,
  listFolder,
  MANIFEST_FILES,
  readListing,
  removeListed,
  rmdirIfEmpty,
  writeInstalled,
  writeListing,
} from './manifest.js';
import type { Recipe, RecipeBytes } from './recipe.js';
import { type RunOptions, runTool } from './tools.js';

export interface InstallOptions {
  /** The engine's folder; it and those above it are made if they are missing. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Called as each step begins. */
  readonly step: (what: string) => void;
}

/** How an installation ended. */
export interface InstallResult {
  /** The library was downloaded or built, or a whole engine was there already. */
  readonly outcome: 'downloaded' | 'built' | 'present';
  /** Files of others, or whole folders without a list, that are left of damaged engines. */
  readonly left: readonly string[];
}

/**
 * Installs an engine into a new folder in the engine's, and then removes
 * damaged installations there. Whatever else is in the engine's folder stays as it is. A failure takes
 * back what had been done, and two installations at once do not meet.
 * @throws EngineError that says what is missing, or which step failed and why
 */
export async function install(recipe: Recipe, options: InstallOptions): Promise<InstallResult> {
  const { folder } = options;
  const what = titleOf(recipe);
  return inFolder(folder, `${what} cannot be installed into`, async () => {
    if (await isInstalled(folder)) return { outcome: 'present', left: [] };
    const bytes = recipe.bytes();
    const isMade = madeBy(recipe);
    checkLength(what, folder);
    await makeFolders(folder);
    await removeAbandoned(folder, isMade);
    const damaged = installationsIn(folder).map((installation) => installation.folder);
    let outcome: InstallResult['outcome'];
    try {
      await checkSpace(what, bytes, folder);
      outcome = await installAnew(recipe, options, isMade);
    } catch (error) {
      await rmdirIfEmpty(folder);
      throw error;
    }
    const { left, unlisted } = await removeInstallations(damaged);
    return { outcome, left: [...left, ...unlisted] };
  });
}

/** What removing an engine came to. */
export interface RemoveResult {
  /** Whether there was one. */
  readonly removed: boolean;
  /** The files of others that stand in its folders. */
  readonly left: readonly string[];
}

/**
 * Removes what {@link install} installed, and nothing else.
 * @throws EngineError if the system refuses it, or if it was not written down what was installed
 */
export async function remove(recipe: Recipe, folder: string): Promise<RemoveResult> {
  return inFolder(folder, `${titleOf(recipe)} cannot be removed from`, async () => {
    const found = (await foldersIn(folder)).map((name) => join(folder, name));
    const installations: string[] = [];
    for (const path of found) {
      if (MANIFEST_FILES.some((name) => existsSync(join(path, name)))) installations.push(path);
    }
    if (found.length > 0) await removeAbandoned(folder, madeBy(recipe));
    const { left, unlisted } = await removeInstallations(installations);
    await forgetChecked(folder);
    await rmdirIfEmpty(folder);
    if (unlisted[0] !== undefined) {
      throw new EngineError(
        'not-listed',
        `${unlisted[0]} has no readable list of what was installed there, and so was not removed.`,
        { hint: 'Delete it by hand if nothing of yours is in it.' },
      );
    }
    const before = recipe.installedBefore?.(folder);
    if (before) {
      throw new EngineError(
        'not-listed',
        `${before.path} was not installed by this release, which keeps a list of what it installs, ` +
          'and so was not removed.',
        { hint: `To remove it, delete ${join(folder, 'node_modules')} by hand.` },
      );
    }
    return { removed: installations.length > 0, left };
  });
}

/** Whether the folder holds an engine of which nothing is missing or changed. */
export async function isInstalled(folder: string): Promise<boolean> {
  for (const installation of installationsIn(folder)) {
    const packageFolder = join(installation.folder, installation.package);
    const isWhole = faultIn(packageFolder, installation.libraries) === null;
    if (isWhole && (await isComplete(installation.folder))) return true;
  }
  return false;
}

/** As far as it is found out at once, since another installation may end at this moment. */
function hasSoundLibraries(folder: string): boolean {
  return installationsIn(folder).some(
    (installation) =>
      faultIn(join(installation.folder, installation.package), installation.libraries) === null,
  );
}

function titleOf({ engine }: Recipe): string {
  return `The ${engine.name} engine`;
}

/** By the package, without its scope: `tfjs-node-4.22.0`. */
function attemptName({ engine }: Recipe): string {
  const { name, version } = engine.package;
  return `${name.split('/').at(-1) ?? name}-${version}`;
}

/** What npm makes at the top of a folder. */
const NPM_TOP = ['package.json', 'package-lock.json'];

/** What an installation makes in its folder, besides its marker. */
export function madeBy({ lock, top }: Pick<Recipe, 'lock' | 'top'>): IsMade {
  const isNpms = madeByNpm(lock);
  return (path) => {
    const [first = ''] = path.split('/', 1);
    return first === 'node_modules' ? isNpms(path) : [...NPM_TOP, ...top].includes(first);
  };
}

/** Fills a new folder, which goes again if that fails. */
async function installAnew(
  recipe: Recipe,
  options: InstallOptions,
  isMade: IsMade,
): Promise<InstallResult['outcome']> {
  const attempt = await beginAttempt(options.folder, attemptName(recipe), isMade);
  try {
    return await fill(recipe, attempt, options, isMade);
  } catch (error) {
    await attempt.takeBack();
    throw error;
  }
}

/** Fills the folder of an attempt, and keeps it unless another installation was faster. */
async function fill(
  recipe: Recipe,
  attempt: Attempt,
  { folder, signal, step }: InstallOptions,
  isMade: IsMade,
): Promise<InstallResult['outcome']> {
  const { engine, lock } = recipe;
  const { name, version } = engine.package;
  const staging = attempt.folder;
  const run: RunOptions = { cwd: staging, signal };
  step(`Downloading ${name} ${version} with npm`);
  await writeLock(lock, staging);
  // What a user's npm is told to do otherwise.
  const layout = [
    '--package-lock',
    '--install-strategy=hoisted',
    '--global=false',
    '--include=prod',
  ];
  await runTool('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts', ...layout], {
    ...run,
    label: 'npm ci',
  });
  const within = `node_modules/${name}`;
  const packageFolder = join(staging, within);
  const outcome = await recipe.complete({ staging, packageFolder, run, step });
  step('Checking a convolution');
  const failure = await tryInChild({ engine: engine.name, folder: packageFolder, threads: 1 });
  if (failure !== null) {
    throw new EngineError(
      'library',
      `${titleOf(recipe)} that was ${outcome} does not work here: ${failure.reason}.`,
      { hint: 'The wasm engine runs everywhere.' },
    );
  }
  const paths = engine.libraryFiles(packageFolder);
  const states = fileStates(packageFolder, paths) ?? {};
  const libraries: Library[] = paths.map((path) => ({
    path,
    size: states[path]?.size ?? 0,
    sha256: sha256(join(packageFolder, path)),
  }));
  await writeListing(staging, await listFolder(staging, isMade));
  signal.throwIfAborted();
  if (hasSoundLibraries(folder)) {
    await attempt.takeBack();
    return 'present';
  }
  await writeInstalled(staging, { version, package: within, libraries });
  await attempt.keep();
  await writeChecked(packageFolder, { files: states, environment: environment() });
  return outcome;
}

/**
 * Removes installations by their lists.
 * @returns the files of others that are left in their folders, and the folders without a list
 */
async function removeInstallations(
  folders: readonly string[],
): Promise<{ left: string[]; unlisted: string[] }> {
  const left: string[] = [];
  const unlisted: string[] = [];
  for (const folder of folders) {
    const listing = await readListing(folder);
    if (listing === null) {
      unlisted.push(folder);
      continue;
    }
    await removeListed(folder, listing);
    left.push(...(await filesLeft(folder)));
  }
  return { left, unlisted };
}

async function foldersIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}

async function checkSpace(what: string, { needed }: RecipeBytes, folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free >= needed) return;
  throw new EngineError(
    'disk',
    `${what} needs ${gigabytes(needed, 2, Math.ceil)} GB of disk while it is installed, and ` +
      `${folder} has ${gigabytes(free, 2, Math.floor)} GB free.`,
    { hint: OTHER_FOLDER },
  );
}

/** Bytes of the longest path that the system takes, and those of the longest in an engine's folder. */
const LONGEST_PATH = process.platform === 'darwin' ? 1024 : 4096;
const LONGEST_INSIDE = 250;

/** Before anything is downloaded, since npm and the linker would find out later. */
function checkLength(what: string, folder: string): void {
  if (Buffer.byteLength(folder) + LONGEST_INSIDE < LONGEST_PATH) return;
  throw new EngineError(
    'folder',
    `${what} cannot be installed into ${folder}: its path is too long.`,
    {
      hint: OTHER_FOLDER,
      facts: { folder },
    },
  );
}
