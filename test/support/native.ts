import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { NativeEngineName } from '../../src/engine/native/list.js';

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

/** What an installation of each engine has: the package in it by its path, and the library in that. */
export const PRETENDED = {
  onnxruntime: {
    title: 'onnxruntime-node',
    version: '1.30.0',
    package: 'node_modules/onnxruntime-node',
    library: `bin/napi-v6/${process.platform}/${process.arch}/onnxruntime_binding.node`,
  },
  tensorflow: {
    title: 'tfjs-node',
    version: '4.22.0',
    package: 'node_modules/@tensorflow/tfjs-node',
    library: 'lib/napi-v8/tfjs_binding.node',
  },
} satisfies Record<NativeEngineName, object>;

const PACKAGE = PRETENDED.tensorflow.package;

/**
 * Puts a native engine into a folder that SE_RESNET_HOME can name, with the lists that an installation
 * writes, as far as looking for it goes: its library is a few bytes, which do not load.
 */
export function pretendNativeEngine(
  home: string,
  name = 'one',
  engine: NativeEngineName = 'tensorflow',
): PretendedEngine {
  const { title, version, package: at, library } = PRETENDED[engine];
  const folder = join(home, 'engines', engine);
  const installation = join(folder, `${title}-${version}-${name}`);
  const contents = 'no library';
  const texts: Readonly<Record<string, string>> = {
    [`${at}/package.json`]: JSON.stringify({ version }),
    [`${at}/${library}`]: contents,
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
    folders: foldersAbove(`${at}/${library}`),
    files: Object.entries(texts).map(([path, text]) => ({ path, size: text.length })),
    links: [],
  });
  write('installed.json', {
    kind: 'se-resnet-installed-engine',
    version,
    package: at,
    libraries: [
      {
        path: library,
        size: contents.length,
        sha256: createHash('sha256').update(contents).digest('hex'),
      },
    ],
  });
  const own = join(installation, at);
  return { folder, installation, package: own, library: join(own, library) };
}

/** The folders that a path with slashes is in, the topmost first. */
function foldersAbove(path: string): string[] {
  const names = path.split('/').slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
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
