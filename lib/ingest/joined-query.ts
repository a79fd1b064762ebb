import type { WireQuery } from './schema.ts';

type Fields = Record<string, unknown>;
/** What a field of the JSON brings to nothing in the spans: half from either would mix two retrievals, or two ends. */
const REPLACED: Readonly<Record<string, readonly string[]>> = {
  hits: ['candidates', 'scoreKind', 'topK', 'retrievalQuery'],
  messages: ['question'],
  answer: ['error'],
};
/** These are made of amounts that each stand alone. */
const BY_KEY = ['latency', 'tokens', 'metadata'];

/**
 * One query of what its spans and what its own JSON say: the JSON's fields win, the spans fill in what it left out.
 * Neither argument is changed.
 */
export function joinedQuery(spans: Fields, json: WireQuery): Fields {
  const own = present(json as Fields);
  const joined: Fields = { ...present(spans) };
  for (const [name, replaced] of Object.entries(REPLACED))
    if (own[name] != null) for (const other of replaced) delete joined[other];
  for (const [name, value] of Object.entries(own)) {
    const other = joined[name];
    joined[name] =
      BY_KEY.includes(name) && other !== undefined
        ? { ...(other as object), ...present(value as Fields) }
        : value;
  }
  return joined;
}

/** Null counts as absent, but in `answer`, where it says that there is none. */
function present(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([name, value]) => value !== undefined && (value !== null || name === 'answer'),
    ),
  );
}
