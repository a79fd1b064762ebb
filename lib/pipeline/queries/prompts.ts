import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { BUILT_IN_PROMPTS } from '../system-prompts.ts';

export const promptViewSchema = z.object({
  /** `<name>@<version>`: what queries carry. */
  promptVersion: z.string(),
  text: z.string(),
  builtIn: z.boolean(),
});
export type PromptView = z.output<typeof promptViewSchema>;

/** The system prompts that come along and those of the project, of which the newest version comes first. */
export async function listPrompts(ctx: Context): Promise<PromptView[]> {
  requirePermission(ctx, 'knowledge:read');
  const rows = await ctx.stores.controlPlane.prisma.pipelinePrompt.findMany({
    where: { projectId: ctx.project.id },
    orderBy: [{ name: 'asc' }, { version: 'desc' }],
    take: 500,
  });
  const builtIn = Object.entries(BUILT_IN_PROMPTS).map(([promptVersion, text]) => ({
    promptVersion,
    text,
    builtIn: true,
  }));
  const own = rows.map(({ name, version, text }) => ({
    promptVersion: `${name}@${version}`,
    text,
    builtIn: false,
  }));
  return [...builtIn, ...own];
}

/** The text of a prompt by `<name>@<version>`. Throws `invalid` for one that does not exist. */
export async function readPromptText(ctx: Context, promptVersion: string): Promise<string> {
  const builtIn = Object.hasOwn(BUILT_IN_PROMPTS, promptVersion)
    ? BUILT_IN_PROMPTS[promptVersion]
    : undefined;
  if (builtIn !== undefined) return builtIn;
  const [name = '', version = ''] = promptVersion.split('@');
  const row = await ctx.stores.controlPlane.prisma.pipelinePrompt.findFirst({
    where: { projectId: ctx.project.id, name, version: Number(version) },
  });
  if (row !== null) return row.text;
  throw new AppError('invalid', `There is no prompt ${promptVersion}.`, { path: 'promptVersion' });
}
