import { type Architecture, USUAL_INPUT } from '../models/architecture.js';
import { nameOptions, splitName } from '../models/name-options.js';
import { type KnownNames, resolveName } from '../models/names.js';
import type { OptionValues } from '../models/option.js';
import { allArchitectures, isNamed, namedModels } from '../models/registry.js';
import { LOADERS } from '../models/zoo/index.js';
import type { Shape } from '../ops/shape.js';
import { readCatalogue } from './catalogue.js';

/** A network or an architecture that was asked for by its name. */
export interface NamedArchitecture {
  readonly architecture: Architecture;
  /** In full: `timm/resnet50`. */
  readonly name: string;
  /** The options that stand in what was given. */
  readonly options: OptionValues;
  /** The usual shape of its input, NCHW. */
  readonly inputShape: Shape;
  /** The tag of weights that was given with the name; null if there was none. */
  readonly tag: string | null;
}

/**
 * Whether an argument is a file: it begins as a path does, or ends as a model's file does. Everything else is
 * a name.
 */
export function isFile(argument: string): boolean {
  return (
    /^(?:\.{1,2})?[/\\]/.test(argument) ||
    /\.(?:ts|mts|js|mjs|cjs|json|safetensors|pth|pt|bin|ckpt)$/i.test(argument)
  );
}

/**
 * Finds what a name means, and loads the one file that builds it.
 * @throws UserError if there is no such name, several sources have it, or its options are not accepted.
 */
export async function findNamed(text: string): Promise<NamedArchitecture> {
  const { name: asked, query } = splitName(text);
  const { name, tag, architecture } = await findArchitecture(asked);
  // The networks of one class have the same usual input, which a class is then built for as well.
  const network =
    architecture.variants.find((variant) => variant.name === name) ?? architecture.variants[0];
  return {
    architecture,
    name,
    options: nameOptions(query, architecture),
    inputShape: network?.inputShape ?? USUAL_INPUT,
    tag,
  };
}

async function findArchitecture(
  text: string,
): Promise<{ name: string; tag: string | null; architecture: Architecture }> {
  const own = allArchitectures().find((architecture) => isNamed(architecture, text));
  if (own !== undefined) return { name: text, tag: null, architecture: own };
  const { networks, ...known } = await knownNames();
  const { name, tag } = resolveName(text, known);
  const load = LOADERS[networks.get(name) ?? name];
  if (load === undefined) throw new Error(`nothing builds ${name}`);
  return { name, tag, architecture: await load() };
}

/** Everything that can be named, and the architecture of each network. */
async function knownNames(): Promise<
  KnownNames & { readonly networks: ReadonlyMap<string, string> }
> {
  const { networks, architectures, deprecated } = await readCatalogue();
  const names = [
    // Some may have been registered since the build.
    ...namedModels().map((model) => model.name),
    ...networks.map((network) => network.name),
    ...allArchitectures().map((architecture) => architecture.name),
    ...architectures,
  ];
  return {
    names: [...new Set(names)],
    deprecated: new Map(Object.entries(deprecated)),
    networks: new Map(networks.map(({ name, arch }) => [name, arch ?? name])),
  };
}
