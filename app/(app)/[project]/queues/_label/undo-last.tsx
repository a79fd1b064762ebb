'use client';
import { Group, Text } from '@mantine/core';
import { useCallback, useState } from 'react';
import { useSingleKeys } from '../../../../_components/single-keys.ts';
import { useKeyBindings } from '../../../../_components/use-key-bindings.ts';
import { ActionButton } from './action-button.tsx';
import { KeysShown } from './keys-shown.ts';
import { LABEL_KEYS } from './label-keys.ts';
import type { LabelSession } from './label-session.ts';

const UNDO_KEYS = LABEL_KEYS.filter((binding) => binding.action === 'undo');

/** Takes the last submission back where no item is on the screen, by the same key as beside one. */
export function UndoLast({ session, mayUndo }: { session: LabelSession; mayUndo: boolean }) {
  const [sentence, setSentence] = useState<string>();
  const [singleKeys] = useSingleKeys();
  const act = useCallback(() => void session.undo().then(setSentence), [session]);
  useKeyBindings(UNDO_KEYS, { mode: undefined, singleKeys, act });
  return (
    <KeysShown value={singleKeys}>
      <Group gap="xs">
        {mayUndo && <ActionButton action="undo" words="Undo last" act={act} />}
        {sentence !== undefined && <Text size="sm">{sentence}</Text>}
      </Group>
    </KeysShown>
  );
}
