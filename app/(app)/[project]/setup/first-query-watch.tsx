'use client';
import { Group, Loader, Text } from '@mantine/core';
import { useDocumentVisibility, useInterval } from '@mantine/hooks';
import { IconCircleCheck } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { callApi } from '../../../_components/call-api.ts';
import { countOf } from '../../../_components/number-format.ts';
import { ButtonLink } from '../../../_components/text-link.tsx';

const POLL_MS = 2000;

/** Waits for the project's first query and says when it is there. `count` is how many there were at first. */
export function FirstQueryWatch({ project, count: initial }: { project: string; count: number }) {
  const visibility = useDocumentVisibility();
  const [count, setCount] = useState(initial);
  const [unreachable, setUnreachable] = useState(false);
  const poll = () =>
    void callApi<{ total: number }>(project, 'GET', '/api/v1/queries?limit=1').then(
      ({ total }) => {
        setUnreachable(false);
        setCount(total);
      },
      () => setUnreachable(true),
    );
  const { start, stop } = useInterval(poll, POLL_MS);
  const waiting = count === 0 && visibility === 'visible';
  useEffect(() => {
    if (!waiting) return;
    start();
    return stop;
  }, [waiting, start, stop]);

  if (count === 0) {
    return (
      <Group gap="sm" role="status">
        <Loader size="sm" aria-hidden />
        <Text>
          {unreachable ? 'The server does not answer; trying again.' : 'Waiting for the first query…'}
        </Text>
      </Group>
    );
  }
  return (
    <>
      <Group gap="xs" role="status">
        <IconCircleCheck size={20} color="var(--fl-good)" aria-hidden />
        <Text>
          {initial === 0
            ? 'First query received.'
            : `This project has ${countOf(count, 'query', 'queries')}.`}
        </Text>
      </Group>
      <Group gap="xs">
        <ButtonLink href={`/${project}/queries?range=all`}>See the queries</ButtonLink>
        <ButtonLink href={`/${project}/overview?range=all`} variant="default">
          Overview
        </ButtonLink>
      </Group>
    </>
  );
}
