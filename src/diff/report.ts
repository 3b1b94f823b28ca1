import type { CompareDocument } from '../documents/compare.js';
import type { LayerFacts } from '../documents/parts.js';
import type { OptionValue } from '../models/option.js';
import { type Block, numbers, paragraph, words } from '../report/blocks.js';
import { TOTALS } from '../summary/totals.js';
import { fixed, grouped } from '../text/python-format.js';
import { outermost, outermostLayers } from './layers.js';
import { layerTitle, listSome, NONE, shapeText, signed } from './words.js';

/** The report on a comparison: the totals side by side, then the layers. */
export function compareBlocks(document: CompareDocument, which: 'differing' | 'all'): Block[] {
  const { models, totals } = document;
  const totalsGrid: Block = {
    kind: 'grid',
    columns: [
      words('Total'),
      ...models.flatMap(({ name }, index) =>
        index === 0 ? [numbers(name)] : [numbers(name), numbers('Difference'), numbers('Ratio')],
      ),
    ],
    rows: totals.map(({ metric, values, differences, ratios }) => [
      TOTALS[metric].label,
      ...values.flatMap((value, index) => {
        const cells = [grouped(value), signed(differences[index] ?? 0), ratioText(ratios[index])];
        return index === 0 ? cells.slice(0, 1) : cells;
      }),
    ]),
  };
  const notes = [...orderNotes(document), ...inputNotes(document)].map((note) => paragraph(note));
  const rows =
    which === 'all' ? document.layers : outermost(document.layers.filter(({ differs }) => differs));
  const head = [...descriptionNotes(document).map((note) => paragraph(note)), totalsGrid];
  if (rows.length === 0) return [...head, paragraph('The layers are the same.'), ...notes];
  return [
    ...head,
    paragraph(which === 'all' ? 'All layers:' : 'Layers that differ:'),
    {
      kind: 'grid',
      columns: [
        words('Layer'),
        words('Type'),
        words('Output shape'),
        ...models.map(({ name }) => numbers(`${name} params`)),
      ],
      rows: rows.map(({ path, versions }) => [
        layerTitle(path),
        eachOrOne(versions, ({ type }) => type),
        eachOrOne(versions, ({ outputShape }) => shapeText(outputShape)),
        ...versions.map((version) => (version === null ? NONE : paramsText(version, versions))),
      ]),
    },
    ...notes,
  ];
}

/** How each model's description differs from the first's, in the options that both have. */
function descriptionNotes({ models: [first, ...others] }: CompareDocument): string[] {
  return others.flatMap((other) => {
    const before = first?.model.options ?? {};
    const after = other.model.options;
    const differences = Object.keys(before)
      .filter((key) => key in after)
      .map((key) => ({ key, texts: [optionText(before[key]), optionText(after[key])] }))
      .filter(({ texts: [one, another] }) => one !== another)
      .map(({ key, texts }) => `${key} ${texts.join(' against ')}`);
    if (differences.length === 0) return [];
    return [`${first?.name ?? ''} and ${other.name}: ${differences.join(', ')}.`];
  });
}

function optionText(value: OptionValue | undefined): string {
  if (value === null || value === undefined) return NONE;
  return Array.isArray(value) ? value.join(',') : String(value);
}

/** How many times as much; with more digits if fewer would hide that there is a difference. */
function ratioText(ratio: number | null | undefined): string {
  if (ratio === null || ratio === undefined) return NONE;
  const isNear = ratio !== 1 && Math.abs(ratio - 1) < 0.001;
  return fixed(ratio, isNear ? 6 : 3);
}

/** What the models that have a layer say of it: once if they agree. */
function eachOrOne(
  versions: readonly (LayerFacts | null)[],
  tell: (layer: LayerFacts) => string,
): string {
  const texts = versions.flatMap((version) => (version === null ? [] : [tell(version)]));
  return new Set(texts).size === 1 ? (texts[0] ?? NONE) : texts.join(' → ');
}

/** The parameters; with those that train if the models differ in nothing else of it. */
function paramsText(layer: LayerFacts, versions: readonly (LayerFacts | null)[]): string {
  const isFrozenAlike = versions.every(
    (version) => version === null || version.trainableParams === layer.trainableParams,
  );
  const isSameSize = versions.every(
    (version) => version === null || version.params === layer.params,
  );
  const params = grouped(layer.params);
  if (!isSameSize || isFrozenAlike) return params;
  return `${params} (${grouped(layer.trainableParams)} train)`;
}

function orderNotes({ layers }: CompareDocument): string[] {
  const moved = outermostLayers(layers.filter(({ reordered }) => reordered));
  const paths = [...new Set(moved.map(({ path }) => layerTitle(path)))];
  return paths.length === 0 ? [] : [`These are called in another order: ${listSome(paths)}.`];
}

function inputNotes({ models }: CompareDocument): string[] {
  const inputs = models.map(({ name, input }) => `${name} at ${input.shape.join('x')}`);
  const shapes = new Set(models.map(({ input }) => input.shape.join('x')));
  return shapes.size === 1 ? [] : [`The inputs are not alike: ${inputs.join(', ')}.`];
}
