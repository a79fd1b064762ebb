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

/**
 * Scrolls a question that is about to be drawn into sight of the box that it is in. What is around that box, the hits
 * above all, stays where it is.
 */
export function showSoon(form: RefObject<HTMLElement | null>, asked: AskedSection): void {
  requestAnimationFrame(() => {
    const nearest: ScrollIntoViewOptions & { container: 'nearest' } = {
      block: 'nearest',
      container: 'nearest',
    };
    findPart(form, `ask-${asked}`)?.scrollIntoView(nearest);
  });
}

/** Moves the focus into a field that is about to be drawn, behind what it holds. */
export function focusSoon(form: RefObject<HTMLElement | null>, name: FormPart): void {
  requestAnimationFrame(() => {
    const field = findPart(form, name);
    field?.focus();
    if (field instanceof HTMLTextAreaElement) field.setSelectionRange(field.value.length, field.value.length);
  });
}

/** Gives the focus back to the page, so that single keys count again. */
export function leaveField(): void {
  const active = document.activeElement;
  if (active instanceof HTMLElement) active.blur();
}
