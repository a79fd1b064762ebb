'use client';
import { Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBookmark } from '@tabler/icons-react';
import { useState } from 'react';
import { z } from 'zod';
import type { AskAnswer } from '#lib/pipeline/schema.ts';
import { callApi, messageOf } from '../../../_components/call-api.ts';

const setsSchema = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) });
type GoldenSets = z.infer<typeof setsSchema>['items'];
const NEW_SET = 'Kept answers';

/** Keeps a question with its answer in a golden set, or in a first one where the project has none. */
export function KeepGolden({ project, answer }: { project: string; answer: AskAnswer }) {
  const [sets, setSets] = useState<GoldenSets>();
  const [busy, setBusy] = useState(false);
  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    try {
      await work();
    } catch (fault) {
      notifications.show({ color: 'red', message: messageOf(fault) });
    }
    setBusy(false);
  };
  const open = () =>
    attempt(async () =>
      setSets((await callApi(project, 'GET', '/api/v1/golden-sets', undefined, setsSchema)).items),
    );
  const keep = (set: GoldenSets[number] | undefined) =>
    attempt(async () => {
      const target = set ?? (await makeSet(project));
      const path = `/api/v1/golden-sets/${encodeURIComponent(target.id)}/questions`;
      await callApi(project, 'POST', path, questionOf(answer));
      notifications.show({ message: `Kept in ${target.name}.` });
    });
  if (answer.outcome === 'failed') return null;
  return (
    <Menu position="bottom-start" shadow="md" onOpen={() => void open()}>
      <Menu.Target>
        <Button
          size="compact-sm"
          variant="default"
          loading={busy}
          leftSection={<IconBookmark size={14} aria-hidden />}
        >
          Keep in a golden set
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(sets ?? []).map((set) => (
          <Menu.Item key={set.id} onClick={() => void keep(set)}>
            {set.name}
          </Menu.Item>
        ))}
        {sets?.some(({ name }) => name === NEW_SET) === false ? (
          <Menu.Item onClick={() => void keep(undefined)}>New set “{NEW_SET}”</Menu.Item>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}

async function makeSet(project: string): Promise<GoldenSets[number]> {
  const { setId } = await callApi<{ setId: string }>(project, 'POST', '/api/v1/golden-sets', {
    name: NEW_SET,
  });
  return { id: setId, name: NEW_SET };
}

/** The passages that were cited are what a good answer needs; where nothing was found, nobody has said so yet. */
function questionOf({ id, outcome, answer, hits, citations }: AskAnswer) {
  const relevantIds = citations.flatMap((number) => hits[number - 1]?.id ?? []);
  return outcome === 'answered' ? { queryId: id, idealAnswer: answer, relevantIds } : { queryId: id };
}
