'use client';
import { Alert, Button, CopyButton, Group, Loader } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { callApi, messageOf } from '../../../../_components/call-api.ts';
import { Section } from '../../../../_components/section.tsx';
import classes from './query.module.css';

/** The query as the API gives it, fetched when it is asked for. */
export function RawSection({ project, id }: { project: string; id: string }) {
  const [json, setJson] = useState<string>();
  const [shown, setShown] = useState(false);
  const [error, setError] = useState<string>();
  const toggle = async () => {
    setShown(!shown);
    if (json !== undefined || shown) return;
    try {
      const query = await callApi(project, 'GET', `/api/v1/queries/${encodeURIComponent(id)}`);
      setJson(JSON.stringify(query, null, 2));
      setError(undefined);
    } catch (fault) {
      setError(messageOf(fault));
    }
  };
  return (
    <Section title="Raw JSON">
      <Group gap="xs">
        <Button size="compact-sm" variant="default" aria-expanded={shown} onClick={() => void toggle()}>
          {shown ? 'Hide' : 'Show'}
        </Button>
        {shown && json !== undefined ? (
          <CopyButton value={json}>
            {({ copied, copy }) => (
              <Button
                size="compact-sm"
                variant="default"
                onClick={copy}
                leftSection={
                  copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />
                }
              >
                {copied ? 'Copied' : 'Copy'}
              </Button>
            )}
          </CopyButton>
        ) : null}
      </Group>
      {shown && error !== undefined ? (
        <Alert variant="default" role="alert">
          {error}
        </Alert>
      ) : null}
      {shown && json === undefined && error === undefined ? <Loader size="sm" aria-label="Loading" /> : null}
      {shown && json !== undefined ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <pre className={classes.raw} tabIndex={0}>
          {json}
        </pre>
      ) : null}
    </Section>
  );
}
