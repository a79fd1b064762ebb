import type { Context } from '../platform/context.ts';
import { requireConnection } from '../providers/require-connection.ts';
import { readPromptText } from './queries/prompts.ts';
import type { Answering, EmbeddingChoice, VectorStoreChoice } from './schema.ts';

/**
 * That what a base is made of exists: connections of the right kind, and the prompt. Throws `invalid` with the path of
 * the first that does not; what is absent is not looked at.
 */
export async function requireChoices(
  ctx: Context,
  choices: {
    embedding?: EmbeddingChoice | null | undefined;
    vectorStore?: VectorStoreChoice | null | undefined;
    answering?: Pick<Answering, 'chat' | 'promptVersion'> | undefined;
  },
): Promise<void> {
  const { embedding, vectorStore, answering } = choices;
  const wanted = [
    { id: embedding?.connectionId, use: 'models', path: 'embedding.connectionId' },
    { id: vectorStore?.connectionId, use: 'vectors', path: 'vectorStore.connectionId' },
    { id: answering?.chat?.connectionId, use: 'models', path: 'answering.chat.connectionId' },
  ] as const;
  for (const { id, ...rest } of wanted) if (id !== undefined) await requireConnection(ctx, { id, ...rest });
  if (answering !== undefined) await readPromptText(ctx, answering.promptVersion);
}
