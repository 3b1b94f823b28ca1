import type { NativeEngineName } from '../native/list.js';
import type { Recipe } from './recipe.js';

/** How each engine with a native library is installed. */
export const RECIPES: Readonly<Record<NativeEngineName, () => Promise<Recipe>>> = {
  onnxruntime: async () => (await import('./onnxruntime.js')).onnxruntimeRecipe,
  tensorflow: async () => (await import('./tensorflow.js')).tensorflowRecipe,
};
