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
import { type Agreement, RATED } from '#lib/labelling/agreement-schema.ts';
import { formatCount } from '../../../_components/number-format.ts';
import { Section } from '../../../_components/section.tsx';
import { kappaWords, RATED_WORDS } from './agreement-words.ts';

/** So many pairs are shown, those with most in common. */
const PAIRS_SHOWN = 50;

type Pair = Agreement['pairs'][number];
const inCommon = (pair: Pair) => Math.max(...RATED.map((rated) => pair[rated]?.items ?? 0));

/** Cohen's kappa of each two reviewers, where they have labelled enough in common. */
export function KappaTable({ pairs }: { pairs: Agreement['pairs'] }) {
  const shown = [...pairs].sort((a, b) => inCommon(b) - inCommon(a)).slice(0, PAIRS_SHOWN);
  return (
    <Section title="Two by two">
      <Text size="sm">
        Cohen’s kappa of two reviewers: 1 is full agreement, 0 what chance alone gives. A pair that differs
        from all others may read the guidelines in another way. Shown from 30 things rated in common, grey
        below 100; of grades a near miss costs less than a far one.
      </Text>
      <TableScrollContainer minWidth={620} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table tabularNums verticalSpacing="xs" aria-label="Kappa of pairs of reviewers">
          <TableThead>
            <TableTr>
              <TableTh>Reviewers</TableTh>
              {RATED.map((rated) => (
                <TableTh key={rated} ta="end">
                  {RATED_WORDS[rated]}
                </TableTh>
              ))}
            </TableTr>
          </TableThead>
          <TableTbody>
            {shown.map((pair) => (
              <TableTr key={`${pair.first}\n${pair.second}`}>
                <TableTh scope="row" fw={500}>
                  <bdi>{pair.first}</bdi> and <bdi>{pair.second}</bdi>
                </TableTh>
                {RATED.map((rated) => (
                  <TableTd key={rated} ta="end">
                    <Kappa kappa={pair[rated]} />
                  </TableTd>
                ))}
              </TableTr>
            ))}
          </TableTbody>
        </Table>
      </TableScrollContainer>
      {shown.length < pairs.length && (
        <Text size="sm">
          {`The ${formatCount(shown.length)} pairs with most in common, of ${formatCount(pairs.length)}. The API has all: GET /api/v1/agreement.`}
        </Text>
      )}
    </Section>
  );
}

function Kappa({ kappa }: { kappa: Pair['verdict'] }) {
  const { value, isGrey, note } = kappaWords(kappa);
  return (
    <>
      {value !== undefined && (
        <Text size="sm" {...(isGrey ? { c: 'dimmed' } : {})}>
          {value}
        </Text>
      )}
      <Text size={value === undefined ? 'sm' : 'xs'} c="dimmed">
        {note}
      </Text>
    </>
  );
}
