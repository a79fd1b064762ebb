import type { Context } from '../platform/context.ts';
import type { ChatProvider } from './chat-provider.ts';
import { openConnection } from './open-connection.ts';
import { openAiChat } from './openai-chat.ts';
import { requireKind, requireModel } from './required-choice.ts';

/** The model that answers through a connection of the project; without `model` the connection's own. */
export async function openChatProvider(
  ctx: Context,
  input: { connectionId: string; model?: string; timeoutMs?: number; pauseMs?: number },
): Promise<ChatProvider> {
  const { connectionId, model, ...limits } = input;
  const connection = await openConnection(ctx, { id: connectionId, stage: 'generation' });
  requireKind(connection, 'openai', 'generation');
  const chosen = requireModel(connection, model ?? connection.options.chatModel, 'generation');
  return openAiChat(connection, { model: chosen, ...limits });
}
