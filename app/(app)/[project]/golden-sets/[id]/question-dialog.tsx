'use client';
import { Modal, Select, Stack, TagsInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { GoldenQuestionView } from '#lib/golden-sets/schema.ts';
import { callApi } from '../../../../_components/call-api.ts';
import { DialogEnd } from '../../../../_components/dialog-end.tsx';
import { useSubmission } from '../../../../_components/use-submission.ts';

const ANSWERABLE = [
  { value: 'null', label: 'Nobody said' },
  { value: 'true', label: 'The documents answer it' },
  { value: 'false', label: 'Nothing to find' },
];

/** Writes a question of a set, or changes one. Either makes a version. */
export function QuestionDialog({
  project,
  setId,
  version,
  question,
  onClose,
  onSaved,
}: {
  project: string;
  setId: string;
  version: number;
  question?: GoldenQuestionView;
  onClose: () => void;
  onSaved: () => void;
}) {
  const [text, setText] = useState(question?.question ?? '');
  const [idealAnswer, setIdealAnswer] = useState(question?.idealAnswer ?? '');
  const [facts, setFacts] = useState(question?.requiredFacts.join('\n') ?? '');
  const [relevantIds, setRelevantIds] = useState(question?.relevantIds ?? []);
  const [answerable, setAnswerable] = useState(String(question?.answerable ?? null));
  const { busy, error, send } = useSubmission();
  const save = () =>
    send(async () => {
      const requiredFacts = facts.split('\n').filter((fact) => fact.trim() !== '');
      const said = answerable === 'null' ? null : answerable === 'true';
      const fields = { question: text, idealAnswer, requiredFacts, relevantIds, answerable: said };
      const body =
        question === undefined ? { add: [fields] } : { change: [{ key: question.key, ...fields }] };
      const path = `/api/v1/golden-sets/${encodeURIComponent(setId)}/versions`;
      await callApi(project, 'POST', path, { baseVersion: version, ...body });
      onClose();
      onSaved();
    });
  return (
    <Modal
      opened
      onClose={onClose}
      title={question === undefined ? 'Add a question' : 'Change the question'}
      size="lg"
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Stack>
          <Textarea
            label="Question"
            required
            data-autofocus
            autosize
            maxRows={8}
            maxLength={20_000}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Textarea
            label="Ideal answer"
            autosize
            minRows={3}
            maxRows={12}
            maxLength={100_000}
            value={idealAnswer}
            onChange={(event) => setIdealAnswer(event.currentTarget.value)}
          />
          <Textarea
            label="Facts that the answer needs"
            description="One a line"
            autosize
            minRows={2}
            maxRows={8}
            value={facts}
            onChange={(event) => setFacts(event.currentTarget.value)}
          />
          <TagsInput
            label="Relevant documents"
            description="Their ids, as the application names them"
            value={relevantIds}
            onChange={setRelevantIds}
            maxTags={500}
          />
          <Select
            label="Do the documents answer it?"
            data={ANSWERABLE}
            value={answerable}
            onChange={(value) => setAnswerable(value ?? 'null')}
            allowDeselect={false}
          />
          <DialogEnd error={error} busy={busy} disabled={text.trim() === ''} onClose={onClose}>
            Save as a new version
          </DialogEnd>
        </Stack>
      </form>
    </Modal>
  );
}
