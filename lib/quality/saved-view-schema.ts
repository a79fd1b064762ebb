import { z } from 'zod';

/** Pages that a view can be of. */
export const VIEW_PAGES = [
  'overview',
  'queries',
  'retrieval',
  'retrieval/chunks',
  'retrieval/lexical-gaps',
  'answers',
  'compare',
  'gaps',
] as const;

const name = z.string().trim().min(1, 'is needed').max(100);
/** What belongs to a place in a list, not to a view of it. */
const PASSING = ['cursor', 'before', 'limit', 'offset', 'new', 'project'];

export const createSavedViewSchema = z.strictObject({
  name,
  page: z.enum(VIEW_PAGES),
  search: z
    .string()
    .max(4000)
    .transform((search) => {
      const params = new URLSearchParams(search);
      for (const passing of PASSING) params.delete(passing);
      return params.toString();
    })
    .describe('What stands behind the question mark of its address.'),
});
export const renameSavedViewSchema = z.strictObject({ name });

export const savedViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  page: z.enum(VIEW_PAGES),
  search: z.string(),
  createdBy: z.string(),
});
export type SavedView = z.output<typeof savedViewSchema>;
/** By name, at most 200. */
export const savedViewListSchema = z.object({
  items: z.array(savedViewSchema),
  /** Whether the asker may add, rename and delete. */
  mayWrite: z.boolean(),
});

export function savedView({ id, name, page, search, createdBy }: Omit<SavedView, 'page'> & { page: string }) {
  return savedViewSchema.parse({ id, name, page, search, createdBy });
}
