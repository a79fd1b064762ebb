import type { z } from 'zod';
import type { recipeSchema } from '#lib/export/schema.ts';

/** What the form has of a recipe; the filter stands in the address. */
export type RecipeInput = Omit<z.input<typeof recipeSchema>, 'filter'>;
