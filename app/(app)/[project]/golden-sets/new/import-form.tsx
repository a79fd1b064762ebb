'use client';
import {
  Alert,
  Button,
  FileInput,
  Group,
  List,
  ListItem,
  NumberInput,
  Radio,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { useState } from 'react';
import { callApi } from '../../../../_components/call-api.ts';
import { useSubmission } from '../../../../_components/use-submission.ts';
import { filesAsTexts } from './files-as-texts.ts';

const FORMATS = {
  jsonl: {
    label: 'JSON lines',
    description: 'One object a line: question, idealAnswer, requiredFacts, relevantIds, answerable',
  },
  csv: { label: 'CSV', description: 'A header with the same names; lists are separated by |' },
  beir: {
    label: 'BEIR',
    description: 'queries.jsonl and qrels/test.tsv, or a zip with both; the corpus is not needed',
  },
} as const;
type Format = keyof typeof FORMATS;

/** Makes a set of the questions of a file, or gives `setId` a version with them. */
export function ImportForm({
  project,
  setId,
  onMade,
}: {
  project: string;
  setId?: string;
  onMade: (setId: string) => void;
}) {
  const [format, setFormat] = useState<Format>('jsonl');
  const [files, setFiles] = useState<File[]>([]);
  const [relevantFrom, setRelevantFrom] = useState<string | number>(1);
  const [name, setName] = useState('');
  const { busy, error, send } = useSubmission();
  const isReady = files.length > 0 && (setId !== undefined || name.trim() !== '');
  const submit = () =>
    send(async () => {
      const target = setId === undefined ? { name } : { setId };
      const body = {
        ...target,
        format,
        files: await filesAsTexts(files),
        relevantFrom: Number(relevantFrom) || 1,
      };
      const made = await callApi<{ setId: string }>(project, 'POST', '/api/v1/golden-sets/import', body);
      onMade(made.setId);
    });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Stack gap="md" maw={560}>
        {setId === undefined && (
          <TextInput
            label="Name of the set"
            required
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        )}
        <Radio.Group label="Format" value={format} onChange={(value) => setFormat(value as Format)}>
          <Stack gap="xs" pt="xs">
            {Object.entries(FORMATS).map(([value, words]) => (
              <Radio key={value} value={value} {...words} />
            ))}
          </Stack>
        </Radio.Group>
        <FileInput
          label={format === 'beir' ? 'Files' : 'File'}
          placeholder="Choose"
          required
          multiple
          value={files}
          onChange={setFiles}
          clearable
        />
        {files.length > 1 && (
          <List size="sm">
            {files.map((file) => (
              <ListItem key={file.name}>
                <bdi>{file.name}</bdi>
              </ListItem>
            ))}
          </List>
        )}
        {format === 'beir' && (
          <NumberInput
            label="Relevant from a score of"
            description="Documents with a lower score are left out"
            value={relevantFrom}
            onChange={setRelevantFrom}
            min={1}
            max={10}
            w={220}
            allowDecimal={false}
          />
        )}
        {setId !== undefined && (
          <Text size="sm">
            A question that the set asks already is changed where the file says something else. No question
            leaves.
          </Text>
        )}
        {error !== undefined && (
          <Alert variant="default" role="alert" title="Nothing was imported">
            {error}
          </Alert>
        )}
        <Group>
          <Button type="submit" loading={busy} disabled={!isReady}>
            Import
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
