'use client';
import { Anchor, Button, Drawer, Loader, Stack, Text } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { GATES } from '#lib/export/gates.ts';
import { type Finding, findingPageSchema, type NamedRow } from '#lib/export/schema.ts';
import { callApi, messageOf } from '../../../_components/call-api.ts';
import { formatCount } from '../../../_components/number-format.ts';
import classes from './exports.module.css';

interface FindingRowsProps {
  project: string;
  finding: Finding | undefined;
  first: NamedRow[] | undefined;
  exportId: string | undefined;
  onClose: () => void;
}

/** The queries that a finding is about: those that a preview gave, or those of an export page by page. */
export function FindingRows({ project, finding, first, exportId, onClose }: FindingRowsProps) {
  return (
    <Drawer
      opened={finding !== undefined}
      onClose={onClose}
      position="right"
      size="lg"
      title={finding === undefined ? '' : GATES[finding.gate]}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {finding === undefined ? null : (
        <Stack gap="sm">
          <Text size="sm">{finding.summary}</Text>
          {exportId === undefined ? (
            <>
              <RowLinks project={project} rows={first ?? []} />
              {(first?.length ?? 0) < finding.rows ? (
                <Text size="sm" c="dimmed">
                  The first {formatCount(first?.length ?? 0)} of {formatCount(finding.rows)}; an export that
                  was made shows all.
                </Text>
              ) : null}
            </>
          ) : (
            <StoredRows key={finding.gate} project={project} exportId={exportId} gate={finding.gate} />
          )}
        </Stack>
      )}
    </Drawer>
  );
}

function StoredRows({ project, exportId, gate }: { project: string; exportId: string; gate: string }) {
  const [rows, setRows] = useState<NamedRow[]>([]);
  const [next, setNext] = useState<string | null>('0');
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const load = useCallback(
    async (cursor: string) => {
      setBusy(true);
      setError(undefined);
      try {
        const path = `/api/v1/exports/${encodeURIComponent(exportId)}/findings/${gate}?cursor=${cursor}`;
        const page = await callApi(project, 'GET', path, undefined, findingPageSchema);
        setRows((shown) => (cursor === '0' ? page.items : [...shown, ...page.items]));
        setNext(page.nextCursor);
      } catch (fault) {
        setError(messageOf(fault));
      }
      setBusy(false);
    },
    [project, exportId, gate],
  );
  useEffect(() => {
    void load('0');
  }, [load]);
  return (
    <>
      <RowLinks project={project} rows={rows} />
      {error === undefined ? null : (
        <Text size="sm" role="alert">
          {error}
        </Text>
      )}
      {busy ? <Loader size="sm" aria-label="Loading" /> : null}
      {next !== null && !busy ? (
        <Button size="compact-sm" variant="default" onClick={() => void load(next)}>
          {error === undefined ? 'Show more' : 'Try again'}
        </Button>
      ) : null}
    </>
  );
}

function RowLinks({ project, rows }: { project: string; rows: readonly NamedRow[] }) {
  return (
    <ul className={classes.list}>
      {rows.map(({ queryId, question }) => (
        <li key={queryId}>
          <Anchor
            size="sm"
            underline="always"
            href={`/${project}/queries/${encodeURIComponent(queryId)}`}
            target="_blank"
            className={classes.question ?? ''}
          >
            <bdi>{question === '' ? queryId : question}</bdi>
          </Anchor>
        </li>
      ))}
    </ul>
  );
}
