/*
 * Names that timm had before a pretrained tag told weights apart, and the names under which it builds these
 * networks now (register_model_deprecations of timm 0.9.16's models/resnet.py). Without a source: `resnet50`.
 */

/** Networks by the prefix that told who trained them; the name to type is what is behind it. */
const BY_TRAINER = {
  tv: ['resnet34', 'resnet50', 'resnet101', 'resnet152', 'resnext50_32x4d'],
  ssl: [
    'resnet18',
    'resnet50',
    'resnext50_32x4d',
    'resnext101_32x4d',
    'resnext101_32x8d',
    'resnext101_32x16d',
  ],
  swsl: [
    'resnet18',
    'resnet50',
    'resnext50_32x4d',
    'resnext101_32x4d',
    'resnext101_32x8d',
    'resnext101_32x16d',
  ],
  gluon: [
    'resnet18_v1b',
    'resnet34_v1b',
    'resnet50_v1b',
    'resnet101_v1b',
    'resnet152_v1b',
    'resnet50_v1c',
    'resnet101_v1c',
    'resnet152_v1c',
    'resnet50_v1d',
    'resnet101_v1d',
    'resnet152_v1d',
    'resnet50_v1s',
    'resnet101_v1s',
    'resnet152_v1s',
    'resnext50_32x4d',
    'resnext101_32x4d',
    'resnext101_64x4d',
    'seresnext50_32x4d',
    'seresnext101_32x4d',
    'seresnext101_64x4d',
    'senet154',
  ],
};

/** Names that follow no rule: timm answers each ig_ name with the 32x8d network. */
const OTHERS: readonly (readonly [typed: string, name: string])[] = [
  ['ig_resnext101_32x8d', 'resnext101_32x8d'],
  ['ig_resnext101_32x16d', 'resnext101_32x8d'],
  ['ig_resnext101_32x32d', 'resnext101_32x8d'],
  ['ig_resnext101_32x48d', 'resnext101_32x8d'],
  ['seresnext26tn_32x4d', 'seresnext26t_32x4d'],
];

/** timm's deprecated names, each with the name to type instead. */
export const DEPRECATED: ReadonlyMap<string, string> = new Map([
  ...Object.entries(BY_TRAINER).flatMap(([trainer, names]) =>
    names.map((name) => [`${trainer}_${name}`, withoutVersion(name)] as const),
  ),
  ...OTHERS,
]);

/** Gluon's version 1b is the plain network; 1c, 1d and 1s are timm's -c, -d and -s. */
function withoutVersion(name: string): string {
  return name.replace(/_v1b$/, '').replace(/_v1([cds])$/, '$1');
}
