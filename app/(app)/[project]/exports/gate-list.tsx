'use client';
import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconHandStop, type IconProps } from '@tabler/icons-react';
import { type ComponentType, useState } from 'react';
import { GATES, type GateId, type GateLevel } from '#lib/export/gates.ts';
import type { Finding, NamedRow } from '#lib/export/schema.ts';
import { countOf } from '../../../_components/number-format.ts';
import classes from './exports.module.css';
import { FindingRows } from './finding-rows.tsx';

const LEVELS: Record<GateLevel, { icon: ComponentType<IconProps>; words: string }> = {
  pass: { icon: IconCircleCheck, words: 'Passed' },
  warn: { icon: IconAlertTriangle, words: 'Look at it' },
  stop: { icon: IconHandStop, words: 'Stops the files' },
};

interface GateListProps {
  project: string;
  findings: readonly Finding[];
  /** Of a preview: the queries of each gate, of which the answer holds the first. */
  rows?: Partial<Record<GateId, NamedRow[]>>;
  /** Of an export: where its rows are asked for. */
  exportId?: string;
  reasons?: Partial<Record<GateId, string>>;
  onReason?: (gate: GateId, reason: string) => void;
}

/** What each gate found. A finding opens its queries; one that stops the files takes a reason to pass it. */
export function GateList({ project, findings, rows, exportId, reasons, onReason }: GateListProps) {
  const [opened, setOpened] = useState<Finding>();
  const order = { stop: 0, warn: 1, pass: 2 };
  const sorted = findings.toSorted((a, b) => order[a.level] - order[b.level]);
  return (
    <>
      <ul className={classes.list} aria-label="Checks">
        {sorted.map((finding) => {
          const { gate, level, summary } = finding;
          const { icon: Icon, words } = LEVELS[level];
          return (
            <li key={gate} className={classes.gate} data-level={level}>
              <Icon size={18} stroke={1.8} aria-hidden className={classes.icon ?? ''} />
              <Stack gap={4} className={classes.grow ?? ''}>
                <Group gap="xs" align="baseline">
                  <Text size="sm" fw={500}>
                    {GATES[gate]}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {words}
                  </Text>
                </Group>
                <Text size="sm">{summary}</Text>
                {finding.override === undefined ? null : (
                  <Text size="sm">Passed all the same: {finding.override}</Text>
                )}
                {finding.rows === 0 ? null : (
                  <Button
                    size="compact-sm"
                    variant="default"
                    className={classes.start ?? ''}
                    onClick={() => setOpened(finding)}
                  >
                    Show {countOf(finding.rows, 'query', 'queries')}
                  </Button>
                )}
                {level === 'stop' && finding.override === undefined && onReason !== undefined ? (
                  <Textarea
                    label="Why the files may be made all the same"
                    description="Kept in the manifest and the audit log."
                    autosize
                    minRows={1}
                    maxLength={2000}
                    value={reasons?.[gate] ?? ''}
                    onChange={(event) => onReason(gate, event.currentTarget.value)}
                  />
                ) : null}
              </Stack>
            </li>
          );
        })}
      </ul>
      <FindingRows
        project={project}
        finding={opened}
        first={opened === undefined ? undefined : rows?.[opened.gate]}
        exportId={exportId}
        onClose={() => setOpened(undefined)}
      />
    </>
  );
}
