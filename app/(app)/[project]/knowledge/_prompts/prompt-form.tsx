'use client';
import { Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { LIMITS, savePromptSchema } from '#lib/pipeline/schema.ts';
import { callApi } from '../../../../_components/call-api.ts';
import { DialogEnd } from '../../../../_components/dialog-end.tsx';
import { useSubmission } from '../../../../_components/use-submission.ts';

export interface PromptDraft {
  name: string;
  text: string;
  /** The version that the text comes from, whose name stays; undefined for a prompt of another name. */
  after: string | undefined;
}

const { name, text } = savePromptSchema.shape;
const NAME_WRONG = 'Use 1 to 60 lower-case letters, digits and hyphens, such as short-answer.';

/** Keeps a text as the next version of its name. */
export function PromptForm({
  project,
  draft,
  taken,
  onClose,
}: {
  project: string;
  draft: PromptDraft;
  /** Names that another prompt has. */
  taken: readonly string[];
  onClose: () => void;
}) {
  const router = useRouter();
  const { busy, error, send } = useSubmission();
  const { after } = draft;
  const form = useForm({
    initialValues: { name: draft.name, text: draft.text },
    validate: {
      name: (value) => {
        if (!name.safeParse(value).success) return NAME_WRONG;
        return after === undefined && taken.includes(value.trim())
          ? 'There is a prompt of this name. Choose another, or make a new version of that one.'
          : null;
      },
      text: (value) => {
        if (value.trim() === '') return 'Write what the model is told before the question.';
        return text.safeParse(value).success ? null : `Shorten it to ${LIMITS.promptLength} characters.`;
      },
    },
  });
  const save = (values: { name: string; text: string }) =>
    send(async () => {
      const { promptVersion } = await callApi<{ promptVersion: string }>(
        project,
        'POST',
        '/api/v1/prompts',
        values,
      );
      notifications.show({
        message:
          promptVersion === after
            ? `The text is that of ${promptVersion}, so there is no other version.`
            : `${promptVersion} is saved. Choose it on the Ask page or in a knowledge base.`,
      });
      onClose();
      router.refresh();
    });
  return (
    <form onSubmit={form.onSubmit((values) => void save(values))} noValidate>
      <Stack gap="sm">
        <TextInput
          label="Name"
          description="Queries carry it with its version, such as short-answer@2"
          autoComplete="off"
          readOnly={after !== undefined}
          {...(after === undefined ? { 'data-autofocus': true } : {})}
          {...form.getInputProps('name')}
        />
        <Textarea
          label="Text"
          description="What the model is told before the question. The passages follow it, numbered from [1]."
          autosize
          minRows={8}
          maxRows={20}
          dir="auto"
          {...(after === undefined ? {} : { 'data-autofocus': true })}
          {...form.getInputProps('text')}
        />
        <DialogEnd error={error} busy={busy} onClose={onClose}>
          {after === undefined ? 'Save the prompt' : 'Save as a new version'}
        </DialogEnd>
      </Stack>
    </form>
  );
}
