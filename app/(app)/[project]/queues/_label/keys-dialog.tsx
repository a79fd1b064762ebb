'use client';
import { Modal, Switch, Table, Text } from '@mantine/core';
import { memo } from 'react';
import { KeyBadge } from '../../../../_components/key-badge.tsx';
import type { KeyBinding } from '../../../../_components/key-bindings.ts';
import classes from './label.module.css';
import { LABEL_KEYS } from './label-keys.ts';

/** All keys of the screen, and the switch for those that are a single letter or digit. */
export const KeysDialog = memo(function KeysDialog({
  opened,
  singleKeys,
  onSingleKeys,
  onClose,
  more,
}: {
  opened: boolean;
  /** Whether single letters and digits act on their own. */
  singleKeys: boolean;
  onSingleKeys: (on: boolean) => void;
  onClose: () => void;
  /** Keys of what the screen shows beside the form. */
  more: readonly KeyBinding[];
}) {
  const groups = [
    ...Map.groupBy(more, (binding) => binding.group),
    ...Map.groupBy(LABEL_KEYS, (binding) => binding.group),
  ];
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Keys"
      size="xl"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Switch
        mb="md"
        label="Single letters and digits act on their own"
        description="Kept in this browser. Switched off, Enter, the arrows and every button still work."
        checked={singleKeys}
        onChange={(event) => onSingleKeys(event.currentTarget.checked)}
      />
      <div className={classes.keyGroups}>
        {groups.map(([group, bindings]) => (
          <Table
            key={group}
            withRowBorders={false}
            verticalSpacing={2}
            horizontalSpacing={0}
            captionSide="top"
          >
            <Table.Caption ta="start" fw={600} mt={0}>
              {group}
            </Table.Caption>
            <Table.Tbody>
              {bindings.map((binding) => (
                <Table.Tr key={binding.action}>
                  <Table.Td w={76} valign="top">
                    {binding.keys.map((key) => (
                      <span key={key} className={classes.helpKey}>
                        <KeyBadge name={key} spoken />
                      </span>
                    ))}
                  </Table.Td>
                  <Table.Td>{binding.label}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        ))}
      </div>
      <Text size="sm" mt="sm">
        In a text field letters are text: Esc leaves it, Ctrl/⌘ Enter submits from it. Tab reaches every
        button.
      </Text>
    </Modal>
  );
});
