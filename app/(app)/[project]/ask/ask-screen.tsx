'use client';
import { Alert, Button, Group, Select, SimpleGrid, Stack, Text, Textarea } from '@mantine/core';
import { getHotkeyHandler } from '@mantine/hooks';
import { IconPlayerStop, IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import { AnswerPanel } from './answer-panel.tsx';
import type { AskBase, AskChoices, ChatOption } from './ask-choices.ts';
import type { AskRun } from './ask-run.ts';
import { ChoiceFields } from './choice-fields.tsx';
import { useAsk } from './use-ask.ts';

interface AskScreenProps {
  project: string;
  bases: readonly AskBase[];
  prompts: readonly string[];
  /** The one that is chosen at first; undefined: that of the base. */
  prompt: string | undefined;
  chats: readonly ChatOption[];
  /** A logged query that is asked again. */
  replay: AskRun | undefined;
  mayKeep: boolean;
}

export function AskScreen({ project, bases, prompts, prompt, chats, replay, mayKeep }: AskScreenProps) {
  const [baseId, setBaseId] = useState(bases[0]?.id ?? '');
  const [question, setQuestion] = useState(replay?.question ?? '');
  const [choices, setChoices] = useState<AskChoices>(prompt === undefined ? {} : { promptVersion: prompt });
  const { run, before, busy, error, ask, stop } = useAsk(project);
  const base = bases.find(({ id }) => id === baseId) ?? bases[0];
  if (base === undefined) return null;
  const isReplay = replay !== undefined && question === replay.question;
  const beside = before ?? (isReplay ? replay : undefined);
  const send = () => {
    const text = question.trim();
    if (text === '' || busy) return;
    void ask(text, {
      knowledgeBase: base.id,
      ...choices,
      ...(isReplay ? { replayOf: replay.answer?.id, question: text } : {}),
    });
  };
  return (
    <Stack gap="lg">
      <Stack gap="sm" component="form" onSubmit={(event) => event.preventDefault()} aria-label="Question">
        {bases.length < 2 ? null : (
          <Select
            label="Knowledge base"
            maw={320}
            allowDeselect={false}
            data={bases.map(({ id, name }) => ({ value: id, label: name }))}
            value={base.id}
            onChange={(value) => {
              setBaseId(value ?? base.id);
              setChoices({});
            }}
          />
        )}
        <Textarea
          label={bases.length < 2 ? `Question to ${base.name}` : 'Question'}
          placeholder="Ask what the documents should answer"
          autosize
          minRows={2}
          maxRows={10}
          value={question}
          onChange={(event) => setQuestion(event.currentTarget.value)}
          onKeyDown={getHotkeyHandler([['mod+Enter', send]])}
          data-autofocus
        />
        <ChoiceFields
          project={project}
          base={base}
          prompts={prompts}
          chats={chats}
          choices={choices}
          onChange={setChoices}
        />
        <Group gap="sm">
          <SendButtons
            words={run?.question === question.trim() && run.answer !== undefined ? 'Ask again' : 'Ask'}
            disabled={question.trim() === ''}
            busy={busy}
            onSend={send}
            onStop={stop}
          />
          <Text size="sm" c="dimmed">
            {isReplay
              ? 'Asks a logged query again; the replay is logged beside it.'
              : 'Change how it is asked and ask again to see both answers side by side.'}
          </Text>
        </Group>
      </Stack>
      {error === undefined ? null : (
        <Alert variant="default" role="alert">
          {error}
        </Alert>
      )}
      <Answers
        project={project}
        run={run}
        beside={beside}
        besideIs={beside === replay ? 'As logged' : 'Before'}
        mayKeep={mayKeep}
      />
    </Stack>
  );
}

function SendButtons(props: {
  words: string;
  disabled: boolean;
  busy: boolean;
  onSend: () => void;
  onStop: () => void;
}) {
  return (
    <>
      <Button
        type="button"
        onClick={props.onSend}
        disabled={props.disabled}
        loading={props.busy}
        leftSection={<IconSend size={16} aria-hidden />}
      >
        {props.words}
      </Button>
      {props.busy ? (
        <Button
          variant="default"
          onClick={props.onStop}
          leftSection={<IconPlayerStop size={16} aria-hidden />}
        >
          Stop
        </Button>
      ) : null}
    </>
  );
}

/** The answer to the question, and `beside` it another one to compare it with. */
function Answers(props: {
  project: string;
  run: AskRun | undefined;
  beside: AskRun | undefined;
  besideIs: string;
  mayKeep: boolean;
}) {
  const { project, run, beside, mayKeep } = props;
  return (
    <SimpleGrid cols={beside === undefined || run === undefined ? 1 : { base: 1, md: 2 }} spacing="lg">
      {beside === undefined ? null : (
        <AnswerPanel
          project={project}
          run={beside}
          heading={props.besideIs}
          hitPrefix="before-hit-"
          mayKeep={mayKeep}
        />
      )}
      {run === undefined ? null : (
        <AnswerPanel
          project={project}
          run={run}
          heading={beside === undefined ? 'Answer' : 'This time'}
          hitPrefix="hit-"
          mayKeep={mayKeep}
        />
      )}
    </SimpleGrid>
  );
}
