import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where {@link pretendNativeEngine} put what. */
export interface PretendedEngine {
  /** The engine's folder, which `engines` names. */
  readonly folder: string;
  /** The installation's, in it. */
  readonly installation: string;
  /** The package's, in that. */
  readonly package: string;
  /** The library, in that. */
  readonly library: string;
}

const PACKAGE = 'node_modules/@tensorflow/tfjs-node';

/**
 * Puts a native engine into a folder that SE_RESNET_HOME can name, with the lists that an installation
 * writes, as far as looking for it goes: its library is a few bytes, which do not load.
 */
export function pretendNativeEngine(home: string, name = 'one'): PretendedEngine {
  const folder = join(home, 'engines', 'tensorflow');
  const installation = join(folder, `tfjs-node-4.22.0-${name}`);
  const library = 'lib/napi-v8/tfjs_binding.node';
  const contents = 'no library';
  const texts: Readonly<Record<string, string>> = {
    [`${PACKAGE}/package.json`]: '{"version":"4.22.0"}',
    [`${PACKAGE}/${library}`]: contents,
  };
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(installation, path)), { recursive: true });
    writeFileSync(join(installation, path), text);
  }
  const write = (file: string, value: object): void => {
    writeFileSync(join(installation, file), JSON.stringify(value));
  };
  write('files.json', {
    kind: 'se-resnet-installed-files',
    folders: [
      'node_modules',
      'node_modules/@tensorflow',
      PACKAGE,
      `${PACKAGE}/lib`,
      `${PACKAGE}/lib/napi-v8`,
    ],
    files: Object.entries(texts).map(([path, text]) => ({ path, size: text.length })),
    links: [],
  });
  write('installed.json', {
    kind: 'se-resnet-installed-engine',
    version: '4.22.0',
    package: PACKAGE,
    libraries: [
      {
        path: library,
        size: contents.length,
        sha256: createHash('sha256').update(contents).digest('hex'),
      },
    ],
  });
  const at = join(installation, PACKAGE);
  return { folder, installation, package: at, library: join(at, library) };
}

/** Puts a native engine there as the first release did, without a list of what it installed. */
export function pretendFirstNativeEngine(home: string): string {
  const folder = join(home, 'engines', 'tensorflow');
  const at = join(folder, PACKAGE);
  mkdirSync(join(at, 'lib', 'napi-v8'), { recursive: true });
  writeFileSync(join(at, 'package.json'), '{"version":"4.22.0"}');
  writeFileSync(join(at, 'lib', 'napi-v8', 'tfjs_binding.node'), '');
  return folder;
}
