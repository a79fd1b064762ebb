import { Stack, Text } from '@mantine/core';
import type { Metadata } from 'next';
import { listFormatRules } from '#lib/quality/queries/format-rules.ts';
import { Section } from '../../../../_components/section.tsx';
import { pageContext } from '../../../../_server/page-context.ts';
import { FormatRules } from './format-rules.tsx';

export const metadata: Metadata = { title: 'Formats' };

export default async function FormatsPage({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params;
  const ctx = await pageContext(project, '/[project]/settings/formats');
  const rules = await listFormatRules(ctx);
  return (
    <Section title="Format of answers">
      <Stack gap="md">
        <Text size="sm" c="dimmed" maw={720}>
          Every answer is checked when it comes, by all rules for its prompt version. The result is stored
          with the version of the rule and stays when the rule changes; answers from before a rule are not
          checked by it.
        </Text>
        <FormatRules project={project} rules={rules} tz={ctx.project.timeZone} />
      </Stack>
    </Section>
  );
}
