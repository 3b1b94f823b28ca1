import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from './user-folder.js';

/** Something that the package exports. */
export interface PublicName {
  /** `nn.Conv2d` for what a namespace holds. */
  readonly name: string;
  /** What it is an alias of. */
  readonly symbol: ts.Symbol;
  /** Whether it is exported as a type alone, whatever it is. */
  readonly isType: boolean;
}

/** What the package exports, by the declarations that the build made. */
export interface PublicApi {
  readonly checker: ts.TypeChecker;
  /** Those of the namespaces too. */
  readonly names: readonly PublicName[];
}

/** Reads the declarations of the built package. */
export function readPublicApi(): PublicApi {
  const entry = join(ROOT, 'dist', 'index.d.ts');
  const program = ts.createProgram([entry], {
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    strict: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(entry);
  const symbol = file === undefined ? undefined : checker.getSymbolAtLocation(file);
  if (symbol === undefined) throw new Error(`${entry} is missing: npm run build makes it`);
  return { checker, names: namesOf(symbol, '', checker) };
}

function namesOf(module: ts.Symbol, prefix: string, checker: ts.TypeChecker): PublicName[] {
  return checker.getExportsOfModule(module).flatMap((exported): PublicName[] => {
    const name = prefix + exported.name;
    const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0;
    const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported;
    const isValue = (symbol.flags & ts.SymbolFlags.Value) !== 0;
    const isTypeOnly = exported.declarations?.some(ts.isTypeOnlyImportOrExportDeclaration) ?? false;
    const own: PublicName = { name, symbol, isType: isTypeOnly || !isValue };
    const isNamespace = (symbol.flags & ts.SymbolFlags.ValueModule) !== 0;
    return isNamespace && prefix === '' ? [own, ...namesOf(symbol, `${name}.`, checker)] : [own];
  });
}
