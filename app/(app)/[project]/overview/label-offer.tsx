'use client';
import { Button, Text } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { Filter } from '#lib/query-log/filter.ts';
import { callApi, messageOf } from '../../../_components/call-api.ts';

/** Makes a queue from a random sample of what the page shows, and opens it for labelling. */
export function LabelOffer(props: {
  project: string;
  filter: Filter;
  size: number;
  name: string;
  isMain: boolean;
}) {
  const router = useRouter();
  const [state, setState] = useState<{ busy: boolean; fault?: string }>({ busy: false });
  const start = async () => {
    setState({ busy: true });
    try {
      const { id } = await callApi<{ id: string }>(props.project, 'POST', '/api/v1/queues', {
        name: props.name,
        filter: props.filter,
        size: props.size,
      });
      router.push(`/${props.project}/queues/${encodeURIComponent(id)}/label`);
    } catch (error) {
      setState({ busy: false, fault: messageOf(error) });
    }
  };
  return (
    <>
      <Button variant={props.isMain ? 'filled' : 'default'} loading={state.busy} onClick={() => void start()}>
        Label {props.size} at random
      </Button>
      {state.fault === undefined ? null : (
        <Text size="sm" role="alert">
          {state.fault}
        </Text>
      )}
    </>
  );
}
