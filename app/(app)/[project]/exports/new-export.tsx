'use client';
import { Alert, Button, Group, Loader, Stack, Text } from '@mantine/core';
import { IconFileExport } from '@tabler/icons-react';
import { useRouter, useSearchParams } from 'next/navigation';
import { useState } from 'react';
import type { GateId } from '#lib/export/gates.ts';
import { DEFAULT_EPOCHS } from '#lib/export/training-targets.ts';
import type { Filter } from '#lib/query-log/filter.ts';
import { callApi } from '../../../_components/call-api.ts';
import { Section } from '../../../_components/section.tsx';
import { useSubmission } from '../../../_components/use-submission.ts';
import { FirstRows } from './first-rows.tsx';
import { FormatChoice, type FormatInfo } from './format-choice.tsx';
import { GateList } from './gate-list.tsx';
import { PreviewCounts } from './preview-counts.tsx';
import { RecipeFields } from './recipe-fields.tsx';
import type { RecipeInput } from './recipe-input.ts';
import { usePreview } from './use-preview.ts';

const FIRST: RecipeInput = {
  format: 'trl-sft',
  agreement: 0,
  excludeGold: true,
  systemPrompt: { kind: 'logged' },
  context: 'logged',
  shares: { validation: 0.1, test: 0.1 },
  personalData: 'mask',
  target: 'open-8k',
  epochs: DEFAULT_EPOCHS,
  seed: 0,
};

interface NewExportProps {
  project: string;
  filter: Filter;
  formats: readonly FormatInfo[];
  exclusions: Record<string, string>;
  /** The format that the address names. */
  asked: string | undefined;
}

/** What is to be made, what it would hold, what the gates say of it, and the button that makes it. */
export function NewExport({ project, filter, formats, exclusions, asked }: NewExportProps) {
  const router = useRouter();
  const search = useSearchParams().toString();
  const [recipe, setRecipe] = useState<RecipeInput>(() => ({
    ...FIRST,
    format: formats.find(({ id }) => id === asked)?.id ?? FIRST.format,
  }));
  const [reasons, setReasons] = useState<Partial<Record<GateId, string>>>({});
  const { preview, loading, error: previewError, reload } = usePreview(project, recipe, filter);
  const { busy, error, send } = useSubmission();
  const format = formats.find(({ id }) => id === recipe.format) ?? formats[0];
  const stops = preview?.findings.filter(({ level }) => level === 'stop') ?? [];
  const missing = stops.filter(({ gate }) => (reasons[gate]?.trim().length ?? 0) < 3);
  const request = () =>
    send(async () => {
      const overrides = stops.map(({ gate }) => ({ gate, reason: reasons[gate] ?? '' }));
      await callApi(project, 'POST', '/api/v1/exports', { ...recipe, filter, overrides });
      setReasons({});
      router.refresh();
      // It is listed below all that was chosen here.
      document.getElementById('exports-heading')?.scrollIntoView({ block: 'start' });
    });
  // In the address too: it is chosen again when the page is loaded again.
  const chooseFormat = (id: RecipeInput['format']) => {
    setRecipe({ ...recipe, format: id });
    const params = new URLSearchParams(search);
    params.set('as', id);
    window.history.replaceState(null, '', `?${params}`);
  };
  if (format === undefined) return null;
  return (
    <Stack gap="lg">
      <Section title="What it is for">
        <FormatChoice
          formats={formats}
          chosen={format}
          epochs={recipe.epochs ?? DEFAULT_EPOCHS}
          onChange={chooseFormat}
        />
      </Section>
      <Section title="What goes into it">
        <RecipeFields recipe={recipe} format={format} onChange={setRecipe} />
      </Section>
      <Section title="What it would hold" aside={loading ? <Loader size="xs" aria-label="Looking" /> : null}>
        {previewError === undefined ? null : (
          <Alert variant="default" role="alert">
            {previewError}{' '}
            <Button size="compact-sm" variant="default" onClick={reload}>
              Try again
            </Button>
          </Alert>
        )}
        {preview === undefined ? (
          <Text size="sm" c="dimmed">
            {loading ? 'Looking at the labelled queries …' : 'Nothing to show.'}
          </Text>
        ) : (
          <Stack gap="md" opacity={loading ? 0.6 : 1} aria-busy={loading}>
            <PreviewCounts project={project} preview={preview} exclusions={exclusions} />
            <GateList
              project={project}
              findings={preview.findings}
              rows={Object.fromEntries(preview.findings.map(({ gate, queries }) => [gate, queries]))}
              reasons={reasons}
              onReason={(gate, reason) => setReasons((given) => ({ ...given, [gate]: reason }))}
            />
            <FirstRows rows={preview.firstRows} />
          </Stack>
        )}
      </Section>
      <Group gap="sm">
        <Button
          leftSection={<IconFileExport size={16} aria-hidden />}
          loading={busy}
          disabled={loading || preview === undefined || preview.counts.exported === 0 || missing.length > 0}
          onClick={() => void request()}
        >
          Make the files
        </Button>
        <Text size="sm" aria-live="polite">
          {loading ? '' : whatIsMissing(preview?.counts.exported, missing.length)}
        </Text>
      </Group>
      {error === undefined ? null : (
        <Alert variant="default" role="alert">
          {error}
        </Alert>
      )}
    </Stack>
  );
}

function whatIsMissing(exported: number | undefined, missing: number): string {
  if (exported === undefined) return '';
  if (exported === 0) return 'No query goes in: see above why, or choose another format or filter.';
  if (missing === 0) return '';
  return missing === 1
    ? 'One check stops it: mend what it found, or say above why the files may be made all the same.'
    : `${missing} checks stop it: mend what they found, or say above why the files may be made all the same.`;
}
