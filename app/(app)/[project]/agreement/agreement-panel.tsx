import { Stack, Table, TableTbody, TableTd, TableTh, TableThead, TableTr, Text, Title } from '@mantine/core';
import type { AgreementView, Rated } from '#lib/labelling/agreement-schema.ts';
import { formatCount } from '../../../_components/number-format.ts';
import classes from './agreement.module.css';
import { alphaWords, categoryWords, RATED_WORDS, shareWords } from './agreement-words.ts';

/** Alpha, percent agreement and agreement by category of one thing that reviewers rate. */
export function AgreementPanel({ rated, view }: { rated: Rated; view: AgreementView }) {
  const id = `agreement-${rated}`;
  return (
    <section aria-labelledby={id} className={classes.panel}>
      <Title order={2} size="h5" id={id}>
        {RATED_WORDS[rated]}
      </Title>
      {view.jointItems === 0 ? (
        <Text size="sm" c="dimmed">
          {NOTHING_JOINT[rated]}
        </Text>
      ) : (
        <Stack gap="sm">
          <Alpha view={view} />
          <Percent view={view} />
          <SpecificTable rated={rated} view={view} />
        </Stack>
      )}
    </section>
  );
}

const NOTHING_JOINT: Record<Rated, string> = {
  verdict: 'No query has labels of two reviewers.',
  failure: 'On no query did two reviewers say what failed.',
  grades: 'No hit was graded by two reviewers.',
};

function Alpha({ view }: { view: AgreementView }) {
  const { value, isGrey, note } = alphaWords(view);
  return (
    <div>
      <Text size="sm">Krippendorff’s alpha</Text>
      {value !== undefined && (
        <Text className={classes.figure} {...(isGrey ? { c: 'dimmed' } : {})}>
          {value}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {note}
      </Text>
    </div>
  );
}

function Percent({ view: { percent, jointItems } }: { view: AgreementView }) {
  const share = shareWords(percent, jointItems);
  return (
    <Text size="sm">
      {share === undefined ? (
        'Too few for a percentage: fewer than 10 queries.'
      ) : (
        <>
          <Text span inherit fw={600} {...(share.isGrey ? { c: 'dimmed' } : {})}>
            {share.words}
          </Text>{' '}
          of pairs of labels say the same, by chance or not.
        </>
      )}
    </Text>
  );
}

/** A rare category can have little agreement beside a high percentage. */
function SpecificTable({ rated, view }: { rated: Rated; view: AgreementView }) {
  return (
    <Table
      tabularNums
      horizontalSpacing="xs"
      verticalSpacing={4}
      aria-label={`Agreement by category: ${RATED_WORDS[rated]}`}
    >
      <TableThead>
        <TableTr>
          <TableTh>When one said</TableTh>
          <TableTh ta="end">another did too</TableTh>
          <TableTh ta="end">n</TableTh>
        </TableTr>
      </TableThead>
      <TableTbody>
        {view.specific.map(({ category, agreement, ratings }) => {
          const share = shareWords(agreement, ratings);
          return (
            <TableTr key={category}>
              <TableTh scope="row" fw={400}>
                {categoryWords(rated, category)}
              </TableTh>
              <TableTd ta="end" style={{ whiteSpace: 'nowrap' }} {...(share?.isGrey ? { c: 'dimmed' } : {})}>
                {share?.words ?? '–'}
              </TableTd>
              <TableTd ta="end" style={{ whiteSpace: 'nowrap' }}>
                {formatCount(ratings)}
              </TableTd>
            </TableTr>
          );
        })}
      </TableTbody>
    </Table>
  );
}
