'use client';
import { Anchor, Button, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import {
  IconBan,
  IconCircleCheck,
  IconCircleX,
  IconClock,
  IconDownload,
  IconHandStop,
  IconHourglassEmpty,
  IconProgress,
  type IconProps,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { differenceWords } from '#lib/export/difference-words.ts';
import type { ExportView } from '#lib/export/schema.ts';
import { formatBytes } from '#lib/platform/format-bytes.ts';
import type { Filter } from '#lib/query-log/filter.ts';
import { Fold } from '../../../_components/fold.tsx';
import { countOf, formatCount } from '../../../_components/number-format.ts';
import { formatInstant } from '../../../_components/zoned-time.ts';
import { CancelButton } from '../_components/cancel-button.tsx';
import { filterWords } from '../_components/filter-words.ts';
import { AgainButton } from './again-button.tsx';
import { CountList } from './count-list.tsx';
import classes from './exports.module.css';
import { GateList } from './gate-list.tsx';
import { HeldExport } from './held-export.tsx';

interface ExportCardProps {
  project: string;
  item: ExportView;
  /** What its format is called. */
  title: string;
  tz: string;
  exclusions: Record<string, string>;
}

const STATUS: Record<ExportView['status'], { icon: ComponentType<IconProps>; words: string }> = {
  queued: { icon: IconClock, words: 'Waiting' },
  running: { icon: IconProgress, words: 'Running' },
  held: { icon: IconHandStop, words: 'Held back by its checks' },
  done: { icon: IconCircleCheck, words: 'Done' },
  failed: { icon: IconCircleX, words: 'Failed' },
  cancelled: { icon: IconBan, words: 'Cancelled' },
  expired: { icon: IconHourglassEmpty, words: 'Expired: its files were removed' },
};

export function ExportCard({ project, item, title, tz, exclusions }: ExportCardProps) {
  const { icon: Icon, words } = STATUS[item.status];
  const isOpen = ['queued', 'running', 'held'].includes(item.status);
  return (
    <Paper withBorder radius="md" p="md">
      <Stack gap="xs">
        <Group justify="space-between" gap="xs" align="flex-start">
          <div>
            <Group gap={6}>
              <Icon size={18} stroke={1.8} aria-hidden />
              <Text fw={500}>{words}</Text>
              <Text size="sm" c="dimmed">
                <time dateTime={item.createdAt}>{formatInstant(item.createdAt, tz, 'minute')}</time> ({tz})
              </Text>
            </Group>
            <Text size="sm">
              {title}. {filterWords(item.filter as Filter, tz)}
            </Text>
          </div>
          {isOpen ? (
            <CancelButton project={project} path={`/api/v1/exports/${encodeURIComponent(item.id)}/cancel`} />
          ) : item.recipe === null ? null : (
            <AgainButton project={project} recipe={item.recipe} />
          )}
        </Group>
        {item.status === 'running' ? <ExportProgress item={item} /> : null}
        {item.error === null ? null : <Text size="sm">{item.error}</Text>}
        {item.files.length === 0 ? null : <Files project={project} item={item} tz={tz} />}
        {item.difference === null ? null : (
          <Text size="sm">
            Since <time dateTime={item.difference.at}>{formatInstant(item.difference.at, tz, 'minute')}</time>
            : {differenceWords(item.difference)}
          </Text>
        )}
        {item.status === 'held' ? <HeldExport project={project} item={item} /> : null}
        {item.counts === null ? null : (
          <Fold summary={item.status === 'held' ? 'What would be in it' : 'What is in it'}>
            <Stack gap="sm">
              <CountList counts={item.counts} exclusions={exclusions} />
              <GateList project={project} findings={item.findings} exportId={item.id} />
            </Stack>
          </Fold>
        )}
      </Stack>
    </Paper>
  );
}

function ExportProgress({ item }: { item: ExportView }) {
  const { rowsDone, rowsTotal } = item;
  if (rowsTotal === null || rowsTotal === 0) return null;
  return (
    <div>
      <Progress
        value={(100 * rowsDone) / rowsTotal}
        aria-label="Labelled queries looked at"
        transitionDuration={0}
      />
      <Text size="xs" c="dimmed" mt={2}>
        {formatCount(rowsDone)} of {countOf(rowsTotal, 'labelled query', 'labelled queries')} looked at
      </Text>
    </div>
  );
}

function Files({ project, item, tz }: { project: string; item: ExportView; tz: string }) {
  const base = `/api/v1/exports/${encodeURIComponent(item.id)}`;
  const query = `?project=${encodeURIComponent(project)}`;
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <Button
          component="a"
          size="compact-md"
          href={`${base}/archive${query}`}
          download={`${item.format}.zip`}
          leftSection={<IconDownload size={16} aria-hidden />}
        >
          Download the folder
        </Button>
        <Text size="sm" c="dimmed">
          {formatBytes(item.files.reduce((sum, { bytes }) => sum + bytes, 0))}
          {item.expiresAt === null ? '' : `, until ${formatInstant(item.expiresAt, tz, 'minute')}`}
        </Text>
      </Group>
      <Fold summary={`${countOf(item.files.length, 'file')} one by one`}>
        <ul className={classes.files}>
          {item.files.map((file) => (
            <li key={file.name}>
              <Anchor
                size="sm"
                href={`${base}/files/${encodeURIComponent(file.name)}${query}`}
                download={file.name.split('/').at(-1)}
                underline="always"
              >
                {file.name}
              </Anchor>{' '}
              ({file.name.endsWith('.md') ? '' : `${countOf(file.rows, 'row')}, `}
              {formatBytes(file.bytes)})<div className={classes.hash}>sha256 {file.sha256}</div>
            </li>
          ))}
        </ul>
      </Fold>
    </Stack>
  );
}
