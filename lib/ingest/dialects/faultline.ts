import type { Attributes, Span } from '../otlp/span.ts';
import { hasKey, textOf, valuesUnder } from './attribute-reader.ts';
import { type Dialect, type Reading, said } from './reading.ts';

/** The attributes of Faultline's own, for what no convention names. They win over every other. */
export const faultline: Dialect = {
  name: 'faultline',
  speaks: ({ attributes, resource }) => hasKey(attributes, 'faultline.') || hasKey(resource, 'faultline.'),
  read,
};

function read({ attributes, resource }: Span): Reading {
  const either = (key: string) => textOf(attributes, key) ?? textOf(resource, key);
  return said<Reading>({
    promptVersion: either('faultline.prompt_version'),
    retriever: either('faultline.retriever'),
    indexVersion: either('faultline.index_version'),
    metadata: metadata(attributes),
  });
}

function metadata(attributes: Attributes): Record<string, unknown> | undefined {
  return valuesUnder(attributes, 'faultline.metadata.');
}
