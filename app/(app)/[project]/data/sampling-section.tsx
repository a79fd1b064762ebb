import {
  Table,
  TableScrollContainer,
  TableTbody,
  TableTd,
  TableTh,
  TableThead,
  TableTr,
  Text,
} from '@mantine/core';
import type { DataHealth } from '#lib/ingest/queries/data-health.ts';
import { formatCount } from '../../../_components/number-format.ts';
import { Section } from '../../../_components/section.tsx';
import { TextLink } from '../../../_components/text-link.tsx';
import { samplingWords } from './sampling-words.ts';

/** Whether the queues' samples stand for the queries that they were drawn from. */
export function SamplingSection({
  project,
  sampling,
}: {
  project: string;
  sampling: DataHealth['sampling'];
}) {
  return (
    <Section title="Sampling">
      <Text size="sm" c="dimmed" maw={720}>
        Each query drawn by a queue stands for 1 / probability others. Added up, they have to give the number
        of queries that the queue chose from, but for chance.
      </Text>
      {sampling.length === 0 ? (
        <Text size="sm">No queue has drawn queries at random yet.</Text>
      ) : (
        <TableScrollContainer minWidth={640} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
          <Table tabularNums aria-label="Sampling of each queue" style={{ overflowWrap: 'break-word' }}>
            <TableThead>
              <TableTr>
                <TableTh>Queue</TableTh>
                <TableTh ta="right">Drawn</TableTh>
                <TableTh ta="right">They stand for</TableTh>
                <TableTh ta="right">Chosen from</TableTh>
                <TableTh>What that says</TableTh>
              </TableTr>
            </TableThead>
            <TableTbody>
              {sampling.map((queue) => (
                <TableTr key={queue.queueId}>
                  <TableTh scope="row" fw={400} miw={140} style={{ overflowWrap: 'anywhere' }}>
                    <TextLink
                      href={`/${project}/queues/${queue.queueId}`}
                      prefetch={false}
                      size="sm"
                      underline="always"
                    >
                      <bdi>{queue.queue}</bdi>
                    </TextLink>
                  </TableTh>
                  <TableTd ta="right">{formatCount(queue.sampled)}</TableTd>
                  <TableTd ta="right">{formatCount(Math.round(queue.estimated))}</TableTd>
                  <TableTd ta="right">{formatCount(queue.logged)}</TableTd>
                  <TableTd maw={360} fw={queue.sound ? 400 : 600}>
                    {samplingWords(queue)}
                  </TableTd>
                </TableTr>
              ))}
            </TableTbody>
          </Table>
        </TableScrollContainer>
      )}
    </Section>
  );
}
