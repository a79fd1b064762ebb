'use client';
import { Button, Group, NumberInput, Select, Stack, Text } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { assignedItemsSchema, type QueueReport } from '#lib/labelling/queue-report-schema.ts';
import { callApi, messageOf } from '../../../../_components/call-api.ts';
import { countOf } from '../../../../_components/number-format.ts';
import { Section } from '../../../../_components/section.tsx';
import classes from '../_components/queues.module.css';

/** Gives open items to one reviewer, or frees them. Everything else goes to whoever asks next. */
export function AssignSection({
  project,
  queueId,
  people,
  assigned,
}: {
  project: string;
  queueId: string;
  people: readonly { id: string; name: string }[];
  assigned: QueueReport['assigned'];
}) {
  const router = useRouter();
  const [personId, setPersonId] = useState<string | null>(null);
  const [count, setCount] = useState<number | string>(20);
  const [asking, setAsking] = useState(false);
  const [sentence, setSentence] = useState<string>();
  async function assign(body: { personId: string | null; count?: number; of?: string }): Promise<void> {
    setAsking(true);
    try {
      const path = `/api/v1/queues/${queueId}/assign`;
      const answer = await callApi(project, 'POST', path, body, assignedItemsSchema);
      setSentence(`${countOf(answer.assigned, 'item')} ${body.personId === null ? 'freed' : 'assigned'}.`);
      router.refresh();
    } catch (error) {
      setSentence(messageOf(error));
    } finally {
      setAsking(false);
    }
  }
  return (
    <Section title="Assigned">
      <Stack gap="sm">
        {assigned.length > 0 && (
          <ul className={classes.plainList}>
            {assigned.map((one) => (
              <li key={one.personId}>
                <Group gap="sm">
                  <Text size="sm">
                    <bdi>{one.name}</bdi>
                    {`: ${countOf(one.n, 'open item')}`}
                  </Text>
                  <Button
                    size="compact-xs"
                    variant="default"
                    disabled={asking}
                    onClick={() => void assign({ personId: null, of: one.personId })}
                  >
                    Free them
                  </Button>
                </Group>
              </li>
            ))}
          </ul>
        )}
        <Group gap="sm" align="end">
          <Select
            label="Reviewer"
            placeholder="Choose"
            searchable
            data={people.map(({ id, name }) => ({ value: id, label: name }))}
            value={personId}
            onChange={setPersonId}
          />
          <NumberInput
            label="Open items"
            min={1}
            max={5000}
            allowDecimal={false}
            w={120}
            value={count}
            onChange={setCount}
          />
          <Button
            variant="default"
            loading={asking}
            disabled={personId === null || typeof count !== 'number' || count < 1}
            onClick={() => void assign({ personId, count: Number(count) })}
          >
            Assign
          </Button>
        </Group>
        <Text size="sm" role="status">
          {sentence ?? 'What is not assigned goes to whoever asks next.'}
        </Text>
      </Stack>
    </Section>
  );
}
