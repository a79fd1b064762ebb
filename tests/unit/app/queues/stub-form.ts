import type { LabellingView } from '#lib/labelling/schema.ts';
import type { QueryDetail } from '#lib/query-log/schema.ts';
import type { FormControls } from '../../../../app/(app)/[project]/queues/_label/form-controls.ts';
import { ASKS_ALL, type LabelAsks } from '../../../../app/(app)/[project]/queues/_label/label-asks.ts';
import { type LabelState, startLabel } from '../../../../app/(app)/[project]/queues/_label/label-state.ts';

/** A label form without a page: three hits, and what its actions did to it. */
export function stubForm(
  given: { hits?: number; asks?: Partial<LabelAsks>; state?: Partial<LabelState> } & Partial<
    Pick<FormControls, 'mode' | 'focused'>
  > = {},
) {
  const gradeKeys = Array.from({ length: given.hits ?? 3 }, (_, i) => `hit ${i + 1}`);
  const labelling = { gradeKeys, own: null, prefilled: {} } as unknown as LabellingView;
  const query = { hits: gradeKeys.map((id) => ({ id })), answer: 'The answer.' } as unknown as QueryDetail;
  const said: string[] = [];
  const sent: LabelState[] = [];
  const form = {
    opened: { query, labelling },
    asks: { ...ASKS_ALL, ...given.asks },
    root: { current: null },
    state: { ...startLabel(labelling, null), ...given.state },
    focused: given.focused ?? 0,
    mode: given.mode,
    said,
    sent,
    missing: undefined as string | undefined,
    change: (part: Partial<LabelState>) => {
      form.state = { ...form.state, ...part };
    },
    setState: (next: (before: LabelState) => LabelState) => {
      form.state = next(form.state);
    },
    setMode: (mode: FormControls['mode']) => {
      form.mode = mode;
    },
    setMissing: ({ section }: { section: string }) => {
      form.missing = section;
    },
    toggleHit: () => {},
    toggle: () => {},
    open: () => {},
    goTo: (hit: number) => {
      form.focused = hit;
    },
    say: (text: string) => {
      said.push(text);
    },
    send: (label: LabelState) => {
      sent.push(label);
    },
  };
  return form satisfies FormControls;
}
