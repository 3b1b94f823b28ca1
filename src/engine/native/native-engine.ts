import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder } from '../data-folder.js';
import type { Engine, EngineStatus, Executor } from '../engine.js';
import { installationsIn } from '../install/manifest.js';
import { faultIn } from './fault.js';

/** An engine that runs on the native library of a package. */
export interface NativeEngine extends Engine {
  /** The package, and the one version of it that is installed. */
  readonly package: { readonly name: string; readonly version: string };
  /** The native libraries in the folder of a package, by their paths in it; links are left out. */
  libraryFiles(packageFolder: string): string[];
  /**
   * Loads it from the folder of a package without checking that, which a broken library may end the
   * process for.
   * @throws whatever the system's loader says, if its library does not load
   */
  load(packageFolder: string, threads: number): Promise<Executor>;
}

/** The regular files in folders of a package, by their paths in it. */
export function filesIn(packageFolder: string, folders: readonly string[]): string[] {
  return folders.flatMap((folder) => {
    const at = join(packageFolder, folder);
    if (!existsSync(at)) return [];
    const names = readdirSync(at).filter((name) => lstatSync(join(at, name)).isFile());
    return names.sort().map((name) => `${folder}/${name}`);
  });
}

/** The folder in which `se-resnet engines install` makes one for each installation of an engine. */
export function engineFolder(name: string): string {
  return join(dataFolder(process.env), 'engines', name);
}

/** The command that installs an engine. */
export function installCommand(name: string): string {
  return `se-resnet engines install ${name}`;
}

/**
 * The status of an engine by what is installed in its folder: of the first whole installation, else of
 * the first damaged one; null if there is none.
 */
export function installedStatus(name: string): EngineStatus | null {
  let damaged: EngineStatus | null = null;
  for (const installation of installationsIn(engineFolder(name))) {
    const path = join(installation.folder, installation.package);
    const fault = faultIn(path, installation.libraries);
    if (fault === null) return { ready: true, version: installation.version, path };
    const reason = `The engine in ${installation.folder} is damaged: ${fault}.`;
    damaged ??= { ready: false, damaged: true, reason, remedy: installCommand(name) };
  }
  return damaged;
}
