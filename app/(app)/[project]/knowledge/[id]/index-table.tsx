import {
  Badge,
  Table,
  TableScrollContainer,
  TableTbody,
  TableTd,
  TableTh,
  TableThead,
  TableTr,
  Text,
} from '@mantine/core';
import type { IndexView } from '#lib/pipeline/schema.ts';
import { formatCount, formatScore } from '../../../../_components/number-format.ts';
import { formatInstant } from '../../../../_components/zoned-time.ts';
import { chunkingWords, STATUS_WORDS } from '../_components/index-words.ts';

/** The versions of a base's index, the newest first. */
export function IndexTable({
  items,
  currentId,
  tz,
}: {
  items: readonly IndexView[];
  currentId: string | null;
  tz: string;
}) {
  if (items.length === 0) return <Text c="dimmed">None yet. The first is made when files are uploaded.</Text>;
  return (
    <TableScrollContainer minWidth={860} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table>
        <TableThead style={{ whiteSpace: 'nowrap' }}>
          <TableTr>
            <TableTh>Version</TableTh>
            <TableTh>State</TableTh>
            <TableTh>Chunks</TableTh>
            <TableTh>Chunking</TableTh>
            <TableTh>Embedding</TableTh>
            <TableTh>Thresholds</TableTh>
            <TableTh>Made</TableTh>
          </TableTr>
        </TableThead>
        <TableTbody>
          {items.map((item) => (
            <TableTr key={item.id}>
              <TableTd style={{ overflowWrap: 'anywhere' }}>
                <bdi>{item.version}</bdi>{' '}
                {item.id === currentId ? (
                  <Badge variant="default" radius="sm" tt="none" fw={500}>
                    in use
                  </Badge>
                ) : null}
              </TableTd>
              <TableTd style={{ whiteSpace: 'nowrap' }}>{STATUS_WORDS[item.status]}</TableTd>
              <TableTd>{formatCount(item.chunksTotal)}</TableTd>
              <TableTd>{chunkingWords(item.chunking)}</TableTd>
              <TableTd>
                {item.embeddingModel === null
                  ? 'none: words only'
                  : `${item.embeddingModel}, ${formatCount(item.textsEmbedded)} embedded for it`}
              </TableTd>
              <TableTd>{thresholdWords(item)}</TableTd>
              <TableTd>{formatInstant(item.createdAt, tz, 'minute')}</TableTd>
            </TableTr>
          ))}
        </TableTbody>
      </Table>
    </TableScrollContainer>
  );
}

function thresholdWords({ calibration }: IndexView): string {
  const entries = Object.entries(calibration?.thresholds ?? {});
  return entries.length === 0
    ? 'none'
    : entries.map(([mode, threshold]) => `${mode} ${formatScore(threshold)}`).join(', ');
}
