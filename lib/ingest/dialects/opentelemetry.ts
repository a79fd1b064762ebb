import type { Span } from '../otlp/span.ts';
import { textOf } from './attribute-reader.ts';
import { type Reading, said } from './reading.ts';

type Said = Pick<Reading, 'environment' | 'release' | 'sessionId' | 'userId'>;

/** What runs, where and for whom, from attributes of the span or of its resource that no dialect claims for itself. */
export function opentelemetry({ attributes, resource }: Span): Said {
  const either = (...keys: string[]) => {
    for (const key of keys) {
      const text = textOf(attributes, key) ?? textOf(resource, key);
      if (text !== undefined) return text;
    }
    return undefined;
  };
  return said<Said>({
    environment: either('deployment.environment.name', 'deployment.environment', 'langfuse.environment'),
    release: either('service.version', 'langfuse.release'),
    sessionId: textOf(attributes, 'session.id'),
    userId: textOf(attributes, 'user.id', 'enduser.id'),
  });
}
