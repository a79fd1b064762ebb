'use client';
import { useEffect, useEffectEvent } from 'react';
import { type KeyBinding, type KeyTarget, matchBinding } from './key-bindings.ts';

const OPEN_LAYER = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';
const OWN_KEYS =
  '[role="combobox"], [role="tab"], [role="slider"], [role="radio"], [role="grid"], select, input[type="radio"]';
const TEXT =
  'textarea, [contenteditable=""], [contenteditable="true"], input:not([type="checkbox"], [type="radio"], [type="button"], [type="submit"])';

/**
 * Calls `act` with the binding of each key press on the page. Left alone: presses in text fields and lists, on a
 * button for Enter, while a dialog or a menu is open, during composition, and repeats of a key held down.
 */
export function useKeyBindings<Action extends string>(
  bindings: readonly KeyBinding<Action>[],
  options: { mode: string | undefined; singleKeys: boolean; act: (action: Action) => void },
): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.repeat || event.isComposing) return;
    if (event.getModifierState('AltGraph') || hasOpenLayer()) return;
    const binding = matchBinding(bindings, event, {
      target: targetOf(event.target),
      mode: options.mode,
      singleKeys: options.singleKeys,
    });
    if (binding === undefined) return;
    event.preventDefault();
    options.act(binding.action);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKeyDown(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

/** One that belongs to a hidden part of the page does not count. */
function hasOpenLayer(): boolean {
  return [...document.querySelectorAll(OPEN_LAYER)].some((layer) => layer.checkVisibility());
}

function targetOf(target: EventTarget | null): KeyTarget {
  if (!(target instanceof Element)) return 'page';
  if (target.closest(OWN_KEYS) !== null) return 'list';
  if (target.closest(TEXT) !== null) return 'text';
  return target.closest('button, a[href], summary, [role="button"]') === null ? 'page' : 'button';
}
