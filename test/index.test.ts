import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { docstringOf } from './docs/blocks.js';
import { type PublicName, readPublicApi } from './support/public-api.js';

const { checker, names } = readPublicApi();
const namespaces = ['nn', 'functional', 'nn.functional'];
const values = names.filter(({ name, isType }) => !isType && !namespaces.includes(name));
const types = names.filter(({ isType }) => isType);

/** What a program can do: anything else that the sources export is machinery. */
const VALUES = [
  ...['createModel', 'modelNames', 'summary', 'run', 'freeze', 'cat'],
  ...['SE_Block', 'squeezeExcitation', 'ECA_Block', 'efficientChannelAttention', 'CBAM_Block'],
  ...['convolutionalBlockAttention', 'BasicBlock', 'Bottleneck', 'ResNet', 'SE_ResNet'],
  ...['SE_Module', 'Inception', 'SE_Inception'],
  ...['UserError', 'ModelError', 'EngineError', 'FileError'],
  ...['nn.Module', 'nn.Sequential', 'nn.Parameter', 'nn.Buffer', 'nn.constant'],
  ...['nn.kaimingUniform', 'nn.Conv2d', 'nn.Linear', 'nn.BatchNorm2d', 'nn.ReLU', 'nn.Sigmoid'],
  ...['nn.Softmax', 'nn.MaxPool2d', 'nn.AvgPool2d', 'nn.AdaptiveAvgPool2d', 'nn.Flatten'],
  ...['nn.Identity', 'nn.Dropout'],
  ...['functional.relu', 'functional.sigmoid', 'functional.softmax', 'functional.linear'],
  ...['functional.conv2d', 'functional.maxPool2d', 'functional.avgPool2d'],
  ...['functional.adaptiveAvgPool2d', 'functional.adaptiveMaxPool2d', 'functional.conv1d'],
  ...['functional.groupNorm', 'nn.AdaptiveMaxPool2d', 'nn.Conv1d', 'nn.GroupNorm'],
];

/** A shape, or that there is none in particular. */
const SHAPE = /\[[\w.*/' ]+(, [\w.*/' ]+)+\]|any shape/;

describe('the public API', () => {
  it('exports what a program needs, and nothing of the machinery', () => {
    expect(values.map(({ name }) => name).sort()).toEqual([...VALUES].sort());
  });

  it.each(values)('describes $name by an example or a shape', ({ symbol }) => {
    const text = docstringOf(symbol, checker);
    expect(text).toSatisfy(() => text.includes('@example') || SHAPE.test(text));
  });

  it.each(types)('describes the type $name', ({ symbol }) => {
    expect(docstringOf(symbol, checker)).toMatch(/\w/);
  });

  it('exports every type that its signatures name', () => {
    const exported = new Set(names.map(({ symbol }) => symbol));
    const missing = names.flatMap((name) =>
      typesIn(name)
        .filter(({ symbol }) => !exported.has(symbol) && !isBuiltIn(symbol))
        .map(({ text }) => `${name.name} has ${text}`),
    );
    expect(missing).toEqual([]);
  });

  it('describes the methods of its classes', () => {
    const missing = names.flatMap(({ name, symbol, isType }) =>
      [...(symbol.members ?? [])].flatMap(([, member]) => {
        const isMethod = (member.flags & ts.SymbolFlags.Method) !== 0;
        const isOwn = !isType || name === 'Tensor' || name === 'ModelSummary';
        const isForward = member.name === 'forward' || member.name === 'children';
        const isDescribed = docstringOf(member, checker) !== '';
        return isMethod && isOwn && !isForward && !member.name.startsWith('__') && !isDescribed
          ? [`${name}.${member.name}`]
          : [];
      }),
    );
    expect(missing).toEqual([]);
  });
});

interface NamedType {
  readonly text: string;
  readonly symbol: ts.Symbol;
}

/** The types that a declaration names. Nobody calls the constructor of what is exported as a type alone. */
function typesIn({ symbol, isType }: PublicName): NamedType[] {
  const found: NamedType[] = [];
  const add = (name: ts.Node): void => {
    const named = checker.getSymbolAtLocation(name);
    if (named === undefined || (named.flags & ts.SymbolFlags.TypeParameter) !== 0) return;
    const isAlias = (named.flags & ts.SymbolFlags.Alias) !== 0;
    found.push({
      text: name.getText(),
      symbol: isAlias ? checker.getAliasedSymbol(named) : named,
    });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isConstructorDeclaration(node) && isType) return;
    // What a class implements are members that it has anyway.
    if (ts.isHeritageClause(node) && node.token === ts.SyntaxKind.ImplementsKeyword) return;
    if (ts.isTypeReferenceNode(node)) add(node.typeName);
    if (ts.isExpressionWithTypeArguments(node)) add(node.expression);
    ts.forEachChild(node, visit);
  };
  if ((symbol.flags & ts.SymbolFlags.ValueModule) === 0) symbol.declarations?.forEach(visit);
  return found;
}

/** A type of the language, or zod's of what a definition infers, which is written out wherever it is shown. */
function isBuiltIn({ declarations = [] }: ts.Symbol): boolean {
  return declarations.every((declaration) => {
    const { fileName } = declaration.getSourceFile();
    return fileName.includes('node_modules/typescript/lib/') || fileName.includes('/zod/');
  });
}
