import type { RefObject } from 'react';
import type { LabelSection } from './label-state.ts';

/** What is asked on the form and can be brought into sight. */
export type AskedSection = LabelSection | 'detail';

/**
 * A place on the form that a key or a citation leads to, as the value of `data-part`. It is looked up within one
 * form: the page may hold a second one, drawn ahead.
 */
export type FormPart =
  | 'question'
  | `hit-${number}`
  | `ask-${AskedSection}`
  | 'detail'
  | 'ideal-answer'
  | 'missing-document'
  | 'note'
  | 'flag';

/** Marks an element as a place of the form. */
export function part(name: FormPart): { 'data-part': FormPart } {
  return { 'data-part': name };
}

export function findPart(form: RefObject<HTMLElement | null>, name: FormPart): HTMLElement | null {
  return form.current?.querySelector<HTMLElement>(`[data-part="${name}"]`) ?? null;
}
