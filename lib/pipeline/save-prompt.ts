import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { actorName } from '../auth/actor-name.ts';
import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import { sqlState } from '../platform/sql-state.ts';
import { savePromptSchema } from './schema.ts';
import { BUILT_IN_PROMPTS } from './system-prompts.ts';

const UNIQUE = '23505';
/** So many people may save a version of the same prompt at once. */
const ATTEMPTS = 5;

/** Keeps a text as the next version of the prompt of that name. Throws `conflict` for a name that comes along. */
export async function savePrompt(
  ctx: Context,
  input: z.input<typeof savePromptSchema>,
): Promise<{ promptVersion: string }> {
  requirePermission(ctx, 'knowledge:manage');
  const prompt = savePromptSchema.parse(input);
  const { name } = prompt;
  if (Object.keys(BUILT_IN_PROMPTS).some((known) => known.startsWith(`${name}@`)))
    throw new AppError(
      'conflict',
      `${name} comes with Faultline and cannot be changed. Choose another name.`,
    );
  for (let attempt = 1; ; attempt++) {
    try {
      return await saveNext(ctx, prompt);
    } catch (error) {
      // Somebody else has taken the number: theirs is a version too, and this one comes after it.
      if (attempt === ATTEMPTS || sqlState(error) !== UNIQUE) throw error;
    }
  }
}

async function saveNext(
  ctx: Context,
  { name, text }: z.output<typeof savePromptSchema>,
): Promise<{ promptVersion: string }> {
  const projectId = ctx.project.id;
  return ctx.stores.controlPlane.prisma.$transaction(async (tx) => {
    const last = await tx.pipelinePrompt.findFirst({
      where: { projectId, name },
      orderBy: { version: 'desc' },
    });
    if (last?.text === text) return { promptVersion: `${name}@${last.version}` };
    const version = (last?.version ?? 0) + 1;
    await tx.pipelinePrompt.create({
      data: { id: uuidv7(), projectId, name, version, text, createdBy: actorName(ctx), createdAt: ctx.now() },
    });
    await recordAuditEvent(tx, {
      action: 'prompt_saved',
      at: ctx.now(),
      actor: ctx.actor,
      projectId,
      subject: `${name}@${version}`,
    });
    return { promptVersion: `${name}@${version}` };
  });
}
