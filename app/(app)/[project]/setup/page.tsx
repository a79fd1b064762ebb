import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Anchor, Group, Stack, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { mayDo } from '#lib/auth/permissions.ts';
import { queriesRange } from '#lib/query-log/queries/queries-range.ts';
import { CodeBlock } from '../../../_components/code-block.tsx';
import { Section } from '../../../_components/section.tsx';
import { ButtonLink } from '../../../_components/text-link.tsx';
import { pageContext } from '../../../_server/page-context.ts';
import { FirstQueryWatch } from './first-query-watch.tsx';

export const metadata: Metadata = { title: 'Set-up' };

const FIRST_QUERY = `{
  "question": "How long do I have to return a jacket?",
  "hits": [
    {"id": "returns#2", "text": "Clothing can be returned within 30 days.", "score": 0.82}
  ],
  "answer": "You have 30 days [1].",
  "model": "my-model",
  "promptVersion": "1",
  "indexVersion": "1",
  "latency": {"retrievalMs": 45, "generationMs": 900}
}`;

export default async function SetupPage({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params;
  const ctx = await pageContext(project, '/[project]/setup');
  const { count } = await queriesRange(ctx);
  const origin = await ownOrigin();
  const keyFile = join(ctx.stores.dataFolder, `first-api-key-${ctx.project.slug}`);
  const hasKeyFile = existsSync(keyFile);
  return (
    <Stack gap="lg" maw={820}>
      <Title order={1} size="h2">
        Set-up
      </Title>
      <Section title="1. The API key">
        {hasKeyFile ? (
          <>
            <Text size="sm">
              The first key of this project was written to a file when Faultline started. Only the account
              that runs Faultline can read it; keep it secret.
            </Text>
            <CodeBlock label="Path of the file" text={keyFile} />
          </>
        ) : (
          <OtherKey project={project} mayMake={mayDo(ctx.actor, 'keys:manage')} />
        )}
      </Section>
      <Section title="2. Send a query">
        <Text size="sm">
          {hasKeyFile
            ? 'Run this on the machine where Faultline runs, or put the key in place of the file:'
            : 'Run this:'}
        </Text>
        <CodeBlock
          label="Command"
          text={`curl ${origin}/api/v1/queries \\
  -H "Authorization: Bearer ${hasKeyFile ? `$(cat ${shellQuoted(keyFile)})` : 'YOUR_KEY'}" \\
  -H "Content-Type: application/json" \\
  -d '${FIRST_QUERY}'`}
        />
        <Text size="sm" c="dimmed">
          Send each query once, when it is finished. An id of your own makes sending it again harmless. Up to
          500 go in one request as {'{"queries": [...]}'}. All fields are described at{' '}
          <Anchor href="/api/v1/openapi.json" underline="always" inherit>
            /api/v1/openapi.json
          </Anchor>
          .
        </Text>
      </Section>
      <Section title="3. See it arrive">
        <FirstQueryWatch project={project} count={count} />
      </Section>
    </Stack>
  );
}

/** Where a key comes from, where none was written to a file. */
function OtherKey({ project, mayMake }: { project: string; mayMake: boolean }) {
  if (!mayMake)
    return (
      <Text size="sm">
        Ask an owner or admin of this project for an API key with the scope ingest, and put it into the
        command below.
      </Text>
    );
  return (
    <>
      <Text size="sm">
        Make a key with the scope ingest and put it into the command below. It is shown once, when it is made.
      </Text>
      <Group>
        <ButtonLink href={`/${project}/settings/keys`}>Make an API key</ButtonLink>
      </Group>
    </>
  );
}

/** The address under which this browser reaches the server. */
async function ownOrigin(): Promise<string> {
  const sent = await headers();
  const protocol = sent.get('x-forwarded-proto') === 'https' ? 'https' : 'http';
  return `${protocol}://${sent.get('host') ?? '127.0.0.1:3000'}`;
}

function shellQuoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
