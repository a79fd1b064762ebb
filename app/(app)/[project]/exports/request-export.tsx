'use client';
import { Alert, Button, Group, Text } from '@mantine/core';
import { IconFileExport } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { Filter } from '#lib/query-log/filter.ts';
import { callApi, messageOf } from '../../../_components/call-api.ts';
import { countOf } from '../../../_components/number-format.ts';
import type { RangePreset } from '../../../_components/range-presets.ts';
import { filterWords } from '../_components/filter-words.ts';

interface RequestExportProps {
  project: string;
  filter: Filter;
  range: RangePreset | 'custom';
  tz: string;
  /** Queries that match the filter, labelled or not. */
  matching: number;
}

export function RequestExport({ project, filter, tz, matching }: RequestExportProps) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const request = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await callApi<{ id: string }>(project, 'POST', '/api/v1/exports', { format: 'openai-chat', filter });
      router.refresh();
    } catch (fault) {
      setError(messageOf(fault));
    }
    setBusy(false);
  };
  return (
    <>
      <Group gap="sm">
        <Button
          leftSection={<IconFileExport size={16} aria-hidden />}
          loading={busy}
          onClick={() => void request()}
        >
          Export as OpenAI chat
        </Button>
        <Text size="sm">
          {filterWords(filter, tz)}: {countOf(matching, 'query matches', 'queries match')}
        </Text>
      </Group>
      {error === undefined ? null : (
        <Alert variant="default" role="alert">
          {error}
        </Alert>
      )}
    </>
  );
}
