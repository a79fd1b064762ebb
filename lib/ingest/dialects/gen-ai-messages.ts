import type { Attributes, Span, SpanEvent } from '../otlp/span.ts';
import { asText, structureOf, textOf, valuesUnder } from './attribute-reader.ts';
import { chatMessage, chatMessageOf, chatMessages, promptLines } from './chat-messages.ts';
import { unpacked } from './lenient-json.ts';
import { isObject, own } from './plain-value.ts';
import type { ChatMessage } from './reading.ts';

const MESSAGE_EVENT = /^gen_ai\.(system|user|assistant|tool)\.message$/;

/** The prompt, from attributes, the event with the details, one event a message, or the names before those. */
export function promptMessages(span: Span): ChatMessage[] | undefined {
  return prompt(span.attributes, detailsOf(span)) ?? promptEvents(span.events) ?? oldPrompt(span);
}

/** The answer, from the same places. */
export function answerMessages(span: Span): ChatMessage[] | undefined {
  return output(span.attributes, detailsOf(span)) ?? choiceEvents(span.events) ?? oldCompletion(span);
}

function detailsOf({ events }: Span): Attributes | undefined {
  return events.find((event) => event.name.endsWith('inference.operation.details'))?.attributes;
}

function prompt(attributes: Attributes, details: Attributes | undefined): ChatMessage[] | undefined {
  for (const source of [attributes, details]) {
    const messages = source && chatMessages(structureOf(source, 'gen_ai.input.messages'));
    if (source && messages) return [...instructions(source), ...messages];
  }
  return undefined;
}

/** Instructions are parts; a text alone occurs too. */
function instructions(attributes: Attributes): ChatMessage[] {
  const sent = structureOf(attributes, 'gen_ai.system_instructions');
  if (sent === undefined) return [];
  const message = chatMessage({ role: 'system', content: sent });
  return message?.content == null ? [] : [message];
}

function output(attributes: Attributes, details: Attributes | undefined): ChatMessage[] | undefined {
  return (
    chatMessages(structureOf(attributes, 'gen_ai.output.messages')) ??
    (details && chatMessages(structureOf(details, 'gen_ai.output.messages')))
  );
}

function promptEvents(events: readonly SpanEvent[]): ChatMessage[] | undefined {
  const messages = events.flatMap((event) => {
    const role = MESSAGE_EVENT.exec(event.name)?.[1];
    return role === undefined ? [] : [eventMessage(event, role)];
  });
  return messages.length === 0 ? undefined : messages;
}

function choiceEvents(events: readonly SpanEvent[]): ChatMessage[] | undefined {
  const messages = events
    .filter((event) => event.name === 'gen_ai.choice')
    .map((event) => eventMessage(event, 'assistant'));
  return messages.length === 0 ? undefined : messages;
}

/** The message is the attributes of the event, or JSON in one of them. */
function eventMessage({ attributes }: SpanEvent, role: string): ChatMessage {
  const values = valuesUnder(attributes, '') ?? {};
  const packed = [own(values, 'message'), own(values, 'gen_ai.event.content'), own(values, 'body')].find(
    isObject,
  );
  const inner = packed && (own(packed, 'message') ?? packed);
  const fields: Record<string, unknown> = isObject(inner) ? inner : values;
  return (
    chatMessage({ ...fields, role: asText(own(fields, 'role')) ?? role }) ?? chatMessageOf(role, undefined)
  );
}

function oldPrompt(span: Span): ChatMessage[] | undefined {
  const event = span.events.find(({ name }) => name === 'gen_ai.content.prompt')?.attributes;
  for (const source of [span.attributes, event]) {
    const sent = source && textOf(source, 'gen_ai.prompt');
    if (sent === undefined) continue;
    return listedMessages(sent) ?? promptLines(sent) ?? [chatMessageOf('user', sent)];
  }
  return span.attributes.has('gen_ai.operation.name') ? eventList(span, false) : undefined;
}

function oldCompletion(span: Span): ChatMessage[] | undefined {
  const event = span.events.find(({ name }) => name === 'gen_ai.content.completion')?.attributes;
  for (const source of [span.attributes, event]) {
    const sent = source && textOf(source, 'gen_ai.completion');
    if (sent !== undefined) return listedMessages(sent) ?? [chatMessageOf('assistant', sent)];
  }
  return span.attributes.has('gen_ai.operation.name') ? eventList(span, true) : undefined;
}

/** Pydantic AI keeps the events of older conventions as one list of JSON. */
function eventList({ attributes }: Span, isChoice: boolean): ChatMessage[] | undefined {
  const events = structureOf(attributes, 'events');
  if (!Array.isArray(events)) return undefined;
  const wanted = events.filter(
    (event) => isObject(event) && (own(event, 'event.name') === 'gen_ai.choice') === isChoice,
  );
  return wanted.length === 0 ? undefined : chatMessages(wanted);
}

function listedMessages(sent: string): ChatMessage[] | undefined {
  const value = unpacked(sent);
  const list = isObject(value) ? (own(value, 'messages') ?? own(value, 'choices') ?? [value]) : value;
  return chatMessages(list);
}
