import { AppError } from '../platform/errors.ts';
import type { FormatCheck } from './checked-format.ts';
import { jsonSchemaCheck } from './format-json-schema.ts';
import { patternCheck } from './format-pattern.ts';
import type { FormatDefinition } from './format-schema.ts';
import { sectionsCheck } from './format-sections.ts';

/** Longer answers are not checked: a check may take no more than a few milliseconds where answers come in. */
export const MOST_CHECKED_CHARACTERS = 64 * 1024;
const MOST_REASON_CHARACTERS = 300;

/**
 * A rule made ready. Throws AppError `invalid`, with what is wrong and where, for a schema or pattern that is none.
 * The check itself never throws: an answer that breaks it has not the form.
 */
export function formatCheck(definition: FormatDefinition): FormatCheck {
  const check = compiled(definition);
  return (answer) => {
    try {
      return check(answer).slice(0, MOST_REASON_CHARACTERS).toWellFormed();
    } catch (error) {
      if (error instanceof RangeError) return 'is nested too deeply to be checked';
      throw error;
    }
  };
}

function compiled(definition: FormatDefinition): FormatCheck {
  try {
    switch (definition.kind) {
      case 'json_schema':
        return jsonSchemaCheck(definition);
      case 'regex':
        return patternCheck(definition);
      case 'sections':
        return sectionsCheck(definition);
    }
  } catch (error) {
    const path = definition.kind === 'regex' ? 'definition.pattern' : 'definition.schema';
    const message = error instanceof Error ? error.message : String(error);
    throw new AppError('invalid', `${path}: ${message.slice(0, 500)}`, { path });
  }
}
